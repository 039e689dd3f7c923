import type { SettingJson } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { headOf } from './across.ts';
import { deployed } from './severities.ts';
import { addressIn, entries, secretIn, setting, shown, text } from './values.ts';

/** What services of one site have to agree on, and what happens when they do not. */
const SHARED: readonly {
  readonly name: string;
  /** What has to be equal; undefined where there is nothing to compare. */
  readonly of: (value: SettingJson) => string | undefined;
  readonly harm: string;
  readonly severity?: 'medium';
}[] = [
  {
    name: 'SECRET_KEY',
    of: value => secretIn(value)?.tag,
    harm: 'what one signs the other refuses, so sessions and links in mails of the worker end in errors',
  },
  {
    name: 'DATABASES',
    of: value => {
      const database = entries(entries(value)?.['default']);
      // One may go past the pooler, and have a user of its own: the database is what counts.
      return database === undefined ? undefined : [database['ENGINE'], database['NAME']].map(shown).join(' ');
    },
    harm: 'they work on different data',
  },
  {
    name: 'CELERY_BROKER_URL',
    of: value => {
      const address = addressIn(value);
      return address === undefined ? undefined : `${address.host}:${address.port ?? ''}${address.path}`;
    },
    harm: 'tasks are put where nobody takes them',
  },
  { name: 'TIME_ZONE', of: text, harm: 'the same moment is another time for each', severity: 'medium' },
  { name: 'MEDIA_ROOT', of: text, harm: 'what one saves the other does not find', severity: 'medium' },
];

export const servicesAgree = defineRule({
  id: 'settings/services-agree',
  title: 'Services of one site have the same key, data and queue',
  severity: deployed('high'),
  why: 'Web, worker and beat are one site in several processes. A variable that one of them lacks, or another settings module, makes two sites of it.',
  remedy:
    'Give them one block of variables:\nx-environment: &environment\n  SECRET_KEY: ${SECRET_KEY:?}\nservices:\n  worker:\n    environment: *environment',
  source: ['S0-036', 'C07', 'C43', 'https://docs.docker.com/reference/compose-file/fragments/'],
  judge: project => {
    const working = project.evaluations.filter(
      evaluation => evaluation.answer.settings !== null && !onlyMigrates(project, evaluation),
    );
    return SHARED.flatMap(({ name, of, harm, severity }): readonly Hit[] => {
      const told = working.flatMap(evaluation => {
        const found = setting(evaluation, name);
        const value = found === undefined || found.dummy ? undefined : of(found.value);
        return found === undefined || value === undefined ? [] : [{ evaluation, found, value }];
      });
      const [first, ...rest] = told;
      const other = rest.find(({ value }) => value !== first?.value);
      if (first === undefined || other === undefined) return [];
      // Where services of a stack each have the variable and they differ, the stack shows it: compose/same-environment.
      const { variables } = first.found;
      const inStack = ({ evaluation }: (typeof told)[number]) =>
        evaluation.services.every(title => project.services.some(each => each.title === title && each.compose));
      if (
        told.every(inStack) &&
        variables.some(variable => told.every(({ evaluation }) => evaluation.variables.has(variable)))
      )
        return [];
      const place = other.found.place ?? first.found.place ?? headOf(first.evaluation);
      return [
        {
          subject: name,
          ...(place === undefined ? {} : { place }),
          ...(severity === undefined ? {} : { severity }),
          evidence: `${first.evaluation.services.join(', ')} | ${other.evaluation.services.join(', ')}`,
          message: `${other.evaluation.services.join(', ')} has another ${name} than ${first.evaluation.services.join(', ')}: ${harm}.`,
        },
      ];
    });
  },
});

function onlyMigrates({ services }: Project, evaluation: DjangoEvaluation): boolean {
  const own = services.filter(({ title }) => evaluation.services.includes(title));
  return own.length > 0 && own.every(({ role }) => role === 'migrate' || role === 'flower');
}
