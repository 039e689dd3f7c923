import { inWords } from '../../../core/duration.ts';
import type { Place } from '../../../core/findings.ts';
import { formText } from '../../docker/form.ts';
import type { Project } from '../../project.ts';
import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { deployed } from '../../settings/severities.ts';
import { checkOf, httpProbe } from './probe.ts';
import { neighbours, type Running, running } from './running.ts';
import { shownCommand } from './shown.ts';

const PING =
  'healthcheck:\n  test: ["CMD-SHELL", "celery -A project inspect ping -d celery@$$HOSTNAME --timeout 5"]\n  interval: 30s\n  timeout: 15s';
const OFF = 'healthcheck:\n  disable: true';

export const inherited: Rule = defineRule({
  id: 'compose/inherited-healthcheck',
  title: 'Workers and beat are not asked the web’s health question',
  severity: deployed('high'),
  why: 'A worker opens no port. Asked over HTTP it is unhealthy for ever: Coolify shows the deployment as failed or degraded, and nobody sees when the worker is really gone.',
  remedy: `For a worker, a question it can answer; for beat, none:\n${PING}`,
  source: ['S1-070', 'C44', 'Docker: a container takes the HEALTHCHECK of its image unless it has its own'],
  judge: project =>
    running(project)
      .filter(({ role, roles, own }) => own && (role === 'worker' || role === 'beat') && !roles.includes('web'))
      .flatMap((service): Hit[] => {
        const check = checkOf(service);
        const probe = check === undefined ? undefined : httpProbe(check);
        if (check === undefined || probe === undefined || service.start.unknown !== undefined) return [];
        if (service.start.commands.some(({ role }) => role === 'background')) return [];
        const { inherited: fromImage } = service.healthcheck ?? { inherited: false };
        // A port of its own may be answered by something in the worker.
        if (!fromImage && !webPorts(service, project).has(probe.port ?? '80')) return [];
        return [
          {
            place: fromImage ? service.place : check.place,
            subject: service.title,
            message: fromImage
              ? `"${service.name}" takes over the image’s health check, which asks a web server on this container: a ${service.role} has none and is unhealthy for ever.`
              : `"${service.name}" is asked over HTTP, and a ${service.role} answers nothing there: it is unhealthy for ever.`,
            evidence: shownCommand(formText(check.test)),
            remedy: service.role === 'beat' ? `Beat answers no question; switch the check off:\n${OFF}` : PING,
          },
        ];
      }),
});

function webPorts(service: Running, project: Project): ReadonlySet<string> {
  const web = neighbours(service, project, 'web');
  const probes = web.flatMap(other => {
    const check = checkOf(other);
    return check === undefined ? [] : (httpProbe(check)?.port ?? '80');
  });
  return new Set([
    ...probes,
    ...web.flatMap(({ compose }) => [...compose.expose, ...compose.ports.map(({ target }) => target)]),
    '8000',
  ]);
}

export const absent: Rule = defineRule({
  id: 'compose/healthcheck',
  title: 'The web, the database and the workers say whether they are well',
  severity: deployed('medium'),
  why: 'Without a health check a container that hangs counts as running: the proxy keeps sending visitors to it, and what depends on it starts too early.',
  remedy: [
    'healthcheck:',
    '  test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost:8000/health/"]',
    '  interval: 30s',
    '  timeout: 10s',
    '  retries: 3',
    '  start_period: 40s',
  ].join('\n'),
  source: ['S1-063', 'S1-064', 'S1-070', 'C44'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const wanted = WANTED[service.role];
      if (wanted === undefined || (service.healthcheck !== undefined && service.healthcheck.check !== 'none'))
        return [];
      // A ready image of somebody may well bring one.
      if (service.healthcheck === undefined && service.image === undefined && service.own) return [];
      const off = service.healthcheck?.check === 'none';
      return [
        {
          place: off ? service.compose.placeOf('healthcheck') : service.place,
          subject: service.title,
          message: off
            ? `The health check of "${service.name}" is switched off: nobody notices when it hangs.`
            : `"${service.name}" has no health check: nobody notices when it hangs.`,
          evidence: off ? 'disable: true' : 'no healthcheck in the stack or the image',
          severity: wanted.severity,
          ...(wanted.remedy === undefined ? {} : { remedy: wanted.remedy }),
        },
      ];
    }),
});

const WANTED: Readonly<Record<string, { readonly severity: 'medium' | 'low'; readonly remedy?: string } | undefined>> =
  {
    web: { severity: 'medium' },
    database: {
      severity: 'medium',
      remedy:
        'healthcheck:\n  test: ["CMD-SHELL", "pg_isready -U $$POSTGRES_USER -d $$POSTGRES_DB"]\n  interval: 10s\n  timeout: 5s\n  retries: 5\n  start_period: 30s',
    },
    cache: {
      severity: 'low',
      remedy: 'healthcheck:\n  test: ["CMD", "redis-cli", "ping"]\n  interval: 10s\n  timeout: 5s\n  retries: 5',
    },
    worker: { severity: 'low', remedy: PING },
  };

export const period: Rule = defineRule({
  id: 'compose/start-period',
  title: 'Health checks leave time to start',
  severity: deployed('low'),
  why: 'Without start_period the first failures count: a container that migrates or warms up is called unhealthy before it could answer, and a deployment fails by chance.',
  remedy: 'healthcheck:\n  start_period: 40s',
  source: ['S1-158', 'S1-063', 'S1-070', 'C11'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const check = checkOf(service);
      if (check === undefined || service.healthcheck?.inherited === true) return [];
      if (service.role !== 'web' && service.role !== 'database') return [];
      if ((check.startPeriod ?? 0) > 0) return [];
      const migrates = service.migrations.length > 0;
      const patience = (check.retries ?? 3) * (check.interval ?? 30_000);
      return [
        {
          place: check.place,
          subject: service.title,
          message: migrates
            ? `"${service.name}" migrates before it answers, and its health check gives up after about ${inWords(patience)}.`
            : `The health check of "${service.name}" counts failures from the first second on.`,
          evidence: 'no start_period',
          ...(migrates && patience < 60_000 ? { severity: 'medium' as const } : {}),
        },
      ];
    }),
});

export const beatPing: Rule = defineRule({
  id: 'compose/beat-healthcheck',
  title: 'Beat is not asked by a ping that only workers answer',
  severity: deployed('low'),
  why: '`inspect ping` is answered by workers. On beat it says whether some worker lives, and nothing about beat.',
  remedy: `Switch it off; a beat that ends is started again:\n${OFF}`,
  source: ['C44', 'S0-038'],
  judge: project =>
    running(project)
      .filter(({ role }) => role === 'beat')
      .flatMap((service): Hit[] => {
        const check = checkOf(service);
        if (
          check === undefined ||
          !/inspect\s+ping|status/.test(formText(check.test)) ||
          !/celery/.test(formText(check.test))
        )
          return [];
        const place: Place = service.healthcheck?.inherited === true ? service.place : check.place;
        return [
          {
            place,
            subject: service.title,
            message: `"${service.name}" counts as healthy while any worker answers, whether beat runs or not.`,
            evidence: shownCommand(formText(check.test)),
          },
        ];
      }),
});
