import { inSequence } from '../../../core/text.ts';
import type { Project } from '../../project.ts';
import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { deployed } from '../../settings/severities.ts';
import { type Running, running, runningStacks } from './running.ts';

export const lacking: Rule = defineRule({
  id: 'compose/service-environment',
  title: 'Every service has the variables its settings demand',
  severity: deployed('critical'),
  why: 'All services load the same settings. One that lacks a variable they demand ends at its start, again and again, while the web looks well.',
  remedy:
    'Give all of them the same environment:\nx-environment: &environment\n  DATABASE_URL: ${DATABASE_URL:?}\nservices:\n  web:\n    environment: *environment\n  worker:\n    environment: *environment',
  source: ['S0-036', 'S1-164', 'S1-008', 'S1-009'],
  judge(project) {
    const services = running(project);
    const well = project.evaluations.filter(({ answer }) => answer.settings !== null);
    // When no service loads, the settings or the given environment are to blame.
    if (!well.some(evaluation => evaluation.services.some(title => services.some(service => service.title === title))))
      return [];
    return project.evaluations.flatMap(({ services: titles, answer }): Hit[] => {
      const { failure } = answer;
      if (failure?.stage !== 'settings' || (failure.kind !== 'variable-missing' && failure.kind !== 'refused'))
        return [];
      return services
        .filter(service => titles.includes(service.title) && service.complete)
        .map(service => ({
          place: service.compose.placeOf('environment'),
          subject: service.title,
          message:
            failure.name === null
              ? `The settings refuse to load in "${service.name}", and they load in other services: it ends at its start.`
              : `"${service.name}" has no ${failure.name}, which the settings demand and other services have: it ends at its start.`,
          evidence: failure.name ?? failure.type,
        }));
    });
  },
});

/** What signs and what stores: values that have to be the same for everybody. */
const SAME = [
  'SECRET_KEY',
  'DJANGO_SECRET_KEY',
  'DATABASE_URL',
  'REDIS_URL',
  'CELERY_BROKER_URL',
  'DJANGO_SETTINGS_MODULE',
];

export const same: Rule = defineRule({
  id: 'compose/same-environment',
  title: 'Web, workers and beat share keys, database and queue',
  severity: deployed('high'),
  why: 'A worker with another key cannot read what the web signed; with another database or queue it works on data nobody looks at, and the tasks of the web wait for ever.',
  remedy:
    'Write the environment once and use it everywhere:\nx-environment: &environment\n  SECRET_KEY: ${SECRET_KEY:?}',
  source: ['S0-036', 'C07', 'C43'],
  judge: project => {
    return [...runningStacks(project)].flatMap(([stack, all]) => {
      const services = all.filter(({ own, role }) => own && ['web', 'worker', 'beat', 'migrate'].includes(role));
      return SAME.flatMap((name): Hit[] => {
        const web = services.find(({ role, environment }) => role === 'web' && environment.get(name) !== undefined);
        const value = web === undefined ? undefined : seenBy(web, name);
        const others = services.filter(
          other => differs(name, value, seenBy(other, name)) && mayBeRead(name, other, project),
        );
        const [first] = others;
        if (web === undefined || value === undefined || first === undefined) return [];
        const module = name === 'DJANGO_SETTINGS_MODULE';
        return [
          {
            place: first.compose.placeOf('environment', name),
            subject: `${stack.files.at(-1)}: ${name}`,
            message: `${inSequence(others.map(other => `"${other.name}"`))} ${others.length === 1 ? 'has' : 'have'} another ${name} than "${web.name}".`,
            evidence: module ? `${value}; ${seenBy(first, name)}` : `${name} differs`,
            ...(module ? { severity: 'medium' as const } : {}),
          },
        ];
      });
    });
  },
});

/** A variable that no evaluated settings of a service look at may be what it likes. Where there are none, nobody can tell. */
function mayBeRead(name: string, { title }: Running, { evaluations }: Project): boolean {
  const own = evaluations.filter(({ services, answer }) => services.includes(title) && answer.settings !== null);
  return (
    name === 'DJANGO_SETTINGS_MODULE' ||
    name === 'REDIS_URL' ||
    own.length === 0 ||
    own.some(({ answer }) => answer.reads.some(read => read.name === name))
  );
}

function seenBy({ environment, settings }: Running, name: string): string | undefined {
  return name === 'DJANGO_SETTINGS_MODULE' ? settings : environment.get(name);
}

function differs(name: string, one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === other || other === '') return false;
  // A migration may go past the pooler, and a worker may have a user of its own: the database is what counts.
  if (name === 'DATABASE_URL') return databaseIn(one) !== databaseIn(other);
  return true;
}

function databaseIn(url: string): string {
  return /^[a-z0-9+]+:\/\/[^/]*\/(?<name>[^?]*)/.exec(url)?.groups?.['name'] ?? url;
}
