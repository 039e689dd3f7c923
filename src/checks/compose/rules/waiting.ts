import { inSequence } from '../../../core/text.ts';
import type { Project } from '../../project.ts';
import { defineRule, type Hit, type Rule } from '../../rule.ts';
import type { Role } from '../../services/facts.ts';
import { deployed } from '../../settings/severities.ts';
import { isLasting, linesOf, neighbours, type Running, running, waitsFor } from './running.ts';

const READY = ['service_healthy', 'service_completed_successfully'];
/** Programs and loops with which containers wait by themselves. */
const WAITS = /\b(pg_isready|wait[-_]?for|wait_for_|dockerize|nc\s+-z|redis-cli\b.*ping|until\b)/;

export const database: Rule = defineRule({
  id: 'compose/depends-on',
  title: 'The project starts when its database and Redis are ready',
  severity: { development: 'low', staging: 'medium', production: 'medium' },
  why: 'A started PostgreSQL does not answer yet: after a restart of the machine the project starts first, fails its migrations or its health check, and is restarted until luck helps.',
  remedy: 'depends_on:\n  db: { condition: service_healthy }\n  redis: { condition: service_healthy }',
  source: ['S1-068', 'S4-028', 'https://docs.docker.com/compose/how-tos/startup-order/'],
  judge(project) {
    const services = running(project);
    const lacking = services
      .filter(({ own, role }) => own && (['web', 'worker', 'beat', 'migrate'] as Role[]).includes(role))
      .flatMap(service => {
        const same = services.filter(({ stack }) => stack === service.stack);
        return neighbours(service, project, 'database', 'cache')
          .filter(({ name }) => uses(service, name) && !waitsFor(service, name, same, READY) && !waitsItself(service))
          .map(needed => {
            const own = service.compose.dependsOn.find(({ service: name }) => name === needed.name);
            return { service, needed, own, place: own?.place ?? service.place };
          });
      });
    // An anchor is one line for all services that take it over.
    const lines = new Map<string, (typeof lacking)[number][]>();
    for (const lack of lacking) {
      const key = `${lack.place.file}:${lack.place.line} ${lack.needed.name}`;
      lines.set(key, [...(lines.get(key) ?? []), lack]);
    }
    return [...lines.values()].flatMap((together): Hit[] => {
      const [first] = together;
      if (first === undefined) return [];
      const { needed, own, place, service } = first;
      const names = inSequence(together.map(lack => `"${lack.service.name}"`));
      const one = together.length === 1;
      return [
        {
          place,
          subject: one
            ? `${service.title}: ${needed.name}`
            : `${service.stack.files.at(-1) ?? service.title}: ${needed.name}`,
          message:
            own === undefined
              ? `${names} ${one ? 'uses' : 'use'} "${needed.name}" and ${one ? 'does' : 'do'} not wait for it.`
              : `${names} ${one ? 'waits' : 'wait'} only until "${needed.name}" is started, not until it answers.`,
          evidence: own === undefined ? 'no depends_on' : `condition: ${own.condition}`,
          remedy: `depends_on:\n  ${needed.name}: { condition: service_healthy }`,
          ...(needed.role === 'cache' ? { severity: 'low' as const } : {}),
        },
      ];
    });
  },
});

/** It names the other one in a variable, or depends on it. Without either nobody can say. */
function uses({ environment, compose }: Running, name: string): boolean {
  if (compose.dependsOn.some(({ service }) => service === name)) return true;
  return [...environment.values()].some(
    value => value !== undefined && (value === name || value.includes(`@${name}:`) || value.includes(`//${name}:`)),
  );
}

function waitsItself({ start }: Running): boolean {
  return start.commands.some(({ words, through = [] }) => WAITS.test([...through, ...words].join(' ')));
}

export const unhealthy: Rule = defineRule({
  id: 'compose/healthy-without-check',
  title: 'What others wait for as healthy has a health check',
  severity: 'critical',
  why: 'A container without a health check is never healthy: Compose stops with "has no healthcheck configured", and what waits is not started.',
  remedy:
    'Give it one:\nhealthcheck:\n  test: ["CMD-SHELL", "pg_isready -U $$POSTGRES_USER"]\n  interval: 10s\n  timeout: 5s\n  retries: 5',
  source: ['S1-068', 'S1-063', 'S1-064'],
  judge: project =>
    waitsInVain(project, 'service_healthy', surelyUnchecked, needed => ({
      until: `until "${needed.name}" is healthy, and "${needed.name}" has no health check`,
      evidence: `condition: service_healthy; ${needed.imageName || 'its image'} brings no health check`,
    })),
});

/** Switched off, or an image that is known to have none: the usual databases and caches, and what is built here. */
function surelyUnchecked({ healthcheck, image, role, imageName }: Running): boolean {
  if (healthcheck?.check === 'none') return true;
  if (healthcheck !== undefined) return false;
  if (image !== undefined) return image.stage.base.name.startsWith('python');
  return (
    (role === 'database' || role === 'cache') && /^(postgres|redis|valkey\/valkey|mysql|mariadb)(:|@|$)/.test(imageName)
  );
}

export const migrated: Rule = defineRule({
  id: 'compose/waits-for-migrate',
  title: 'The project waits until its migrations are applied',
  severity: deployed('high'),
  why: 'Without waiting, the new code serves and works on the old schema until the migrations are through, and for ever when they fail.',
  remedy: 'depends_on:\n  migrate: { condition: service_completed_successfully }',
  source: ['S1-066', 'S1-067', 'C24'],
  judge(project) {
    const services = running(project);
    return services
      .filter(({ own, role, migrations }) => own && ['web', 'worker', 'beat'].includes(role) && migrations.length === 0)
      .flatMap((service): Hit[] => {
        const same = services.filter(({ stack }) => stack === service.stack);
        const jobs = neighbours(service, project, 'migrate');
        const [job] = jobs;
        if (job === undefined) return [];
        const through = same.filter(({ role, migrations }) => role === 'web' && migrations.length > 0);
        const waits = [...jobs, ...through].some(({ name }) => waitsFor(service, name, same, READY));
        if (waits) return [];
        const own = service.compose.dependsOn.find(({ service: name }) => name === job.name);
        return [
          {
            place: own?.place ?? service.place,
            subject: service.title,
            message: `"${service.name}" starts without waiting until "${job.name}" has applied the migrations.`,
            evidence: own === undefined ? `no depends_on: ${job.name}` : `condition: ${own.condition}`,
            remedy: `depends_on:\n  ${job.name}: { condition: service_completed_successfully }`,
            ...(service.role === 'web' ? {} : { severity: 'medium' as const }),
          },
        ];
      });
  },
});

export const endless: Rule = defineRule({
  id: 'compose/endless-wait',
  title: 'Only services that end are waited for until they end',
  severity: 'critical',
  why: 'A server never completes: what waits for its end is never started.',
  remedy: 'Wait until it is healthy instead:\ncondition: service_healthy',
  source: ['S1-066', 'S4-028'],
  judge: project =>
    waitsInVain(project, 'service_completed_successfully', isLasting, needed => ({
      until: `until "${needed.name}" has ended, and a ${needed.role} does not end`,
      evidence: 'condition: service_completed_successfully',
    })),
});

/** Who waits for what can never come, one hit a line of the file. */
function waitsInVain(
  project: Project,
  awaited: string,
  never: (needed: Running) => boolean,
  tell: (needed: Running) => { readonly until: string; readonly evidence: string },
): readonly Hit[] {
  const services = running(project);
  const waiting = services.flatMap(service =>
    service.compose.dependsOn
      .filter(({ condition }) => condition === awaited)
      .flatMap(({ service: name, place }) => {
        const needed = services.find(other => other.stack === service.stack && other.name === name);
        return needed === undefined || !never(needed) ? [] : [{ service, needed, place }];
      }),
  );
  return linesOf(waiting).flatMap(([first, ...others]): Hit[] => {
    if (first === undefined) return [];
    const { service, needed, place } = first;
    const { until, evidence } = tell(needed);
    const who = inSequence([first, ...others].map(each => `"${each.service.name}"`));
    const [wait, are] = others.length === 0 ? ['waits', 'it is'] : ['wait', 'they are'];
    return [
      {
        place,
        subject: `${service.title}: ${needed.name}`,
        message: `${who} ${wait} ${until}: ${are} never started.`,
        evidence,
      },
    ];
  });
}
