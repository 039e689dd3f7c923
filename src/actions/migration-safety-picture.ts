import type { Verdict } from '../migrations/hazards/rule.ts';
import type { JudgedMigration } from '../migrations/judgement.ts';
import { type Stage, stages } from '../report/mermaid.ts';
import type { MigrationSafetyJudged } from './migration-safety-judged.ts';

const MARKS: Readonly<Record<Verdict, Stage['items'][number]['mark']>> = {
  safe: 'none',
  review: 'attention',
  blocked: 'stop',
};

/** The migrations around the moment at which the new release takes over, as this project runs them; nothing when none is pending. */
export function phasesPicture({ setup, migrations }: MigrationSafetyJudged): string {
  if (migrations.length === 0) return '';
  const box = (title: string, chosen: readonly JudgedMigration[]): readonly Stage[] =>
    chosen.length === 0
      ? []
      : [{ title, items: chosen.map(({ migration, verdict }) => ({ label: migration.id, mark: MARKS[verdict] })) }];
  const deploy: Stage = { title: 'the new release takes over', items: [] };
  const of = (phase: JudgedMigration['phase']) => migrations.filter(each => each.phase === phase);
  switch (setup.request.mode) {
    case 'before':
      return stages([...box('while the running release serves', migrations), deploy]);
    case 'after':
      return stages([deploy, ...box('while the new release serves', migrations)]);
    case 'phased':
      return stages([
        ...box('before-deploy: the running release serves', of('before-deploy')),
        ...box('split: in no phase as it is', of('split')),
        deploy,
        ...box('after-deploy: the new release serves', of('after-deploy')),
      ]);
  }
}
