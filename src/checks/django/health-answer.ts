import type { Place, Severity } from '../../core/findings.ts';
import { inSequence } from '../../core/text.ts';
import type { EvaluationAnswer, Visit } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit, type Rule } from '../rule.ts';
import { headOf, webEvaluations } from '../settings/across.ts';
import { entries, member, placed, setting, text, truth } from '../settings/values.ts';
import { acrossEvaluations } from './across.ts';
import { type Address, addressesOf } from './addresses.ts';
import { RAISED, WSGI } from './broken.ts';

const REFUSED = 'Django’s test client, while databases, sockets and processes were refused to the view';
const SERVICES: Readonly<Record<string, string>> = {
  database: 'the database',
  cache: 'the cache',
  socket: 'another service',
};

/** Looks at every address whose view answered, at the line of the view. */
function acrossAnswers(
  project: Project,
  look: (
    visit: Visit,
    address: Address,
    evaluation: DjangoEvaluation,
  ) => (Omit<Hit, 'subject'> & Partial<Hit>) | undefined,
): readonly Hit[] {
  return acrossEvaluations(webEvaluations(project), evaluation =>
    addressesOf(project, evaluation).flatMap(address => {
      const told = address.reached === undefined ? undefined : look(address.reached, address, evaluation);
      if (address.reached === undefined || told === undefined) return [];
      const place: Place | undefined =
        told.place ??
        placed(address.reached.place) ??
        address.probes.find(probe => probe.place !== undefined)?.place ??
        headOf(evaluation);
      const stubbed = evaluation.answer.stubs.length > 0 ? { unknown: true as const } : {};
      return [{ subject: address.path, ...told, ...stubbed, ...(place === undefined ? {} : { place }) }];
    }),
  );
}

function asked(refused: readonly string[]): readonly string[] {
  return Object.entries(SERVICES).flatMap(([kind, words]) => (refused.includes(kind) ? [words] : []));
}

function outcome({ path, status, error, refused }: Visit): string {
  const away = refused.length === 0 ? 'asked nothing' : `was refused ${refused.join(', ')}`;
  return `${path}: ${status ?? error}, ${away}`;
}

export const healthFails = defineRule({
  id: 'django/health-fails',
  title: 'The health address answers 200',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'Whoever asks it takes the container for unhealthy, however well it serves visitors.',
  remedy: 'Let the view answer 200 to everybody who asks with GET.',
  source: ['S1-089', 'C01', REFUSED],
  judge: project =>
    acrossAnswers(project, (visit, { probes, named }, { answer }) => {
      const { status, error, refused, path } = visit;
      // What it says while its services are away is judged by other rules.
      if (refused.length > 0 || error?.startsWith('TooLong') === true || isBroken(answer)) return undefined;
      if (status !== null && status < 400) return undefined;
      const severity: Severity | undefined = probes.length > 0 || named ? undefined : 'medium';
      return {
        message: `${path} ${fault(status, error).replace(/\.+$/, '')}, although nothing it could depend on was taken from it.`,
        evidence: outcome(visit),
        ...(severity === undefined ? {} : { severity }),
      };
    }),
});

/** Middleware or views that cannot be imported answer nothing at all. */
function isBroken({ checks, failure }: EvaluationAnswer): boolean {
  return failure?.stage === 'checks' || (checks ?? []).some(({ id }) => id === WSGI || id === RAISED);
}

function fault(status: number | null, error: string | null): string {
  if (error !== null) return `ends with ${error}`;
  if (status === 401 || status === 403) return `wants a login or refuses (${status})`;
  if (status === 405) return 'does not answer GET (405)';
  return `answers ${status}`;
}

export const healthSlow = defineRule({
  id: 'django/health-slow',
  title: 'The health address answers within seconds, also when a service is away',
  severity: { development: 'low', staging: 'medium', production: 'medium' },
  why: 'Probes give up after a few seconds. A view that waits for a service holds a worker each time it is asked, until none is left for visitors.',
  remedy:
    'Give every question a time limit of one or two seconds (connect_timeout, socket_connect_timeout), and do not retry.',
  source: ['S1-089', REFUSED],
  judge: project =>
    acrossAnswers(project, visit =>
      visit.error?.startsWith('TooLong') === true
        ? {
            message: `${visit.path} had not answered after three seconds, while every connection was refused at once.`,
            evidence: outcome(visit),
          }
        : undefined,
    ),
});

export const readinessConstant = defineRule({
  id: 'django/readiness-constant',
  title: 'The readiness address says no when a service is away',
  severity: { development: 'low', staging: 'medium', production: 'medium' },
  why: 'A page that always answers 200 lets a release without a database take the place of one that works.',
  remedy:
    'Ask what the site needs, and answer 503 when it does not answer:\nwith connection.cursor() as cursor:\n    cursor.execute("SELECT 1")',
  source: ['S1-089', REFUSED],
  judge: project =>
    acrossAnswers(project, (visit, { readiness }, evaluation) => {
      if (!readiness || visit.status !== 200 || !hasDatabase(evaluation)) return undefined;
      const known = asked(visit.refused);
      return {
        message:
          known.length === 0
            ? `${visit.path} answers 200 without asking the database or anything else.`
            : `${visit.path} answers 200 although ${inSequence(known)} did not answer it.`,
        evidence: outcome(visit),
      };
    }),
});

function hasDatabase(evaluation: DjangoEvaluation): boolean {
  const engine = text(member(setting(evaluation, 'DATABASES')?.value, 'default', 'ENGINE'));
  return engine !== undefined && engine !== '' && !engine.endsWith('.dummy');
}

export const livenessAsks = defineRule({
  id: 'django/liveness-asks',
  title: 'The liveness address asks no service',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'When the database is away for a minute, every container is called unhealthy at once: they are restarted, or taken out of the proxy, and come back together.',
  remedy:
    'Let the liveness view only answer; ask the services in a readiness view of its own (/ready/).\nreturn JsonResponse({"status": "healthy"})',
  source: ['S1-089', REFUSED],
  judge: project =>
    acrossAnswers(project, (visit, { readiness, probes }, evaluation) => {
      const known = asked(visit.refused);
      if (readiness || known.length === 0 || visit.path.startsWith('/admin/')) return undefined;
      const atomic = atomicRequests(evaluation) && visit.refused.includes('database');
      return {
        message: `${visit.path} asks ${inSequence(known)}${visit.status === 200 ? '' : ` and answers ${visit.status ?? 'nothing'} without`}${atomic ? ': ATOMIC_REQUESTS opens a transaction for every view' : ''}.`,
        evidence: outcome(visit),
        ...(atomic
          ? {
              remedy:
                'Take this view out of ATOMIC_REQUESTS:\nfrom django.db import transaction\n@transaction.non_atomic_requests',
            }
          : {}),
        ...(probes.length === 0 ? { severity: 'low' as const } : {}),
      };
    }),
});

function atomicRequests(evaluation: DjangoEvaluation): boolean {
  const databases = entries(setting(evaluation, 'DATABASES')?.value) ?? {};
  return Object.values(databases).some(database => truth(member(database, 'ATOMIC_REQUESTS')) === true);
}

export const healthAdmin = defineRule({
  id: 'django/health-admin',
  title: 'The health address is a view made for it',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'A login page costs a template and often the database each time, moves with the name of the admin, and is closed by an address list.',
  remedy: 'Add a small view for probes and ask that.\npath("health/", health)',
  source: ['C01', 'S2-017'],
  judge: project =>
    acrossEvaluations(webEvaluations(project), evaluation =>
      addressesOf(project, evaluation).flatMap(({ path, probes, inside, named }) => {
        const view = inside.find(visit => visit.view !== null)?.view;
        if (!named || view == null || !/^django\.contrib\.(admin|auth)\./.test(view)) return [];
        const place = probes.find(probe => probe.place !== undefined)?.place;
        return [
          {
            subject: path,
            ...(place === undefined ? {} : { place }),
            message: `Health is asked of ${path}, a page for people.`,
            evidence: `${path} is ${view}`,
          },
        ];
      }),
    ),
});

export const HEALTH_ANSWER_RULES: readonly Rule[] = [
  healthFails,
  healthSlow,
  readinessConstant,
  livenessAsks,
  healthAdmin,
];
