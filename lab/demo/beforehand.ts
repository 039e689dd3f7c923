/** The last chapter: the same releases, judged before anything of them is deployed. */
import type { RunResult } from '../runner/index.ts';
import type { Stage } from './stage.ts';

/** Reason code, rule and file. */
const BEFOREHAND = {
  'no-boot': ['import-failed', 'django/wsgi-fails', 'src/obc_management/wsgi.py'],
  'redirect-loop': ['unfit', 'settings/proxy-header-missing', 'src/obc_management/settings/production.py'],
} as const;

export async function askedBeforehand(stage: Stage): Promise<void> {
  stage.chapter(
    'What a pull request would have been told',
    'check-deploy judges the same releases as production would run them: the evaluated settings, the image, the stack, the ' +
      'server and the workers, without a database and without a network. Two of the three bad releases need not have been ' +
      'merged. The third is for a visitor to find: no file of it is wrong. migration-safety compares each release with the one ' +
      'that runs, and says which migrations it would not survive.',
  );
  const good = await stage.check('production', 'expand');
  await stage.expect('The release that works is fit to be deployed', ['success', 'passed', 'fit', '0', '0'], () => [
    good.conclusion,
    ...outputsOf(good, ['outcome', 'reason-code', 'critical', 'high']),
  ]);
  for (const release of ['no-boot', 'redirect-loop'] as const) {
    const run = await stage.check('production', release);
    const [reason, rule, file] = BEFOREHAND[release];
    await stage.expect(`It is unfit, and ${rule} says why, in ${file}`, ['failed', reason, [file]], () => [
      ...outputsOf(run, ['outcome', 'reason-code']),
      filesOf(run, rule),
    ]);
  }
  const dead = await stage.check('production', 'healthy-but-dead');
  await stage.expect('The pages that are dead could not be seen from here', ['passed', 'fit'], () =>
    outputsOf(dead, ['outcome', 'reason-code']),
  );
  const added = await stage.compare('production', 'plain', 'expand');
  await stage.expect(
    'The column that was added is safe before the deployment, and the code can go back',
    ['passed', 'safe', ADDED, 'true'],
    () => [
      ...outputsOf(added, ['outcome', 'verdict']),
      phaseOf(added, 'before-deploy'),
      added.outputs['rollback-safe'],
    ],
  );
  const renamed = await stage.compare('production', 'expand', 'breaking');
  await stage.expect(
    'A column that is renamed is blocked: the release that runs asks for it by its old name',
    ['failed', 'blocked', RENAMED, 'false', true],
    () => [
      ...outputsOf(renamed, ['outcome', 'verdict']),
      phaseOf(renamed, 'split'),
      renamed.outputs['backward-compatible'],
      renamed.summary.includes('db_column="population"'),
    ],
  );
}

const ADDED = ['communities.0002_community_municipality'];
const RENAMED = ['communities.0003_rename_population_residents'];

function phaseOf({ outputs }: RunResult, phase: string): unknown {
  const phases: Readonly<Record<string, unknown>> = JSON.parse(outputs['phases'] ?? '{}');
  return phases[phase];
}

function outputsOf({ outputs }: RunResult, names: readonly string[]): readonly (string | undefined)[] {
  return names.map(name => outputs[name]);
}

/** The files in which that rule does not hold. */
function filesOf({ outputs }: RunResult, rule: string): readonly string[] {
  const { findings = [] }: { findings?: readonly { rule: string; file: string }[] } = JSON.parse(
    outputs['result'] ?? '{}',
  );
  return findings.filter(finding => finding.rule === rule).map(({ file }) => file);
}
