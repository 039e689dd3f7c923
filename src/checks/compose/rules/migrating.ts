import { count, inSequence } from '../../../core/text.ts';
import type { CoolifyApplication, Project } from '../../project.ts';
import { defineRule, type Hit, type Rule } from '../../rule.ts';
import type { Migration, Service } from '../../services/facts.ts';
import { deployed } from '../../settings/severities.ts';
import { isRunning, type Running, running, runningStacks, waitsFor } from './running.ts';

const SERVICE_REMEDY = [
  'Let one service migrate and end, and the others wait for it:',
  'migrate:',
  '  command: ["python", "manage.py", "migrate", "--noinput"]',
  '  restart: "no"',
  'web:',
  '  depends_on:',
  '    migrate: { condition: service_completed_successfully }',
].join('\n');

/** `python manage.py migrate --noinput`, and not `migrate --check`. */
const MIGRATES =
  /(?:manage\.py|django-admin|-m\s+django)\s+(?:safe_?)?migrate(?:_\w+)?\b(?!.*--(?:check|plan))|\balembic\b.*\bupgrade\b/;

export const migrations: Rule = defineRule({
  id: 'compose/migrations',
  title: 'One place applies the migrations of a deployment',
  severity: deployed('medium'),
  why: 'When nothing migrates, new code meets the old schema: pages fail from the moment they touch a new column, while the health check stays green.',
  remedy: SERVICE_REMEDY,
  source: ['C24', 'C06', 'S1-156', 'S1-061', 'Coolify 4 runs its pre-deployment command in the previous container'],
  judge(project) {
    const web = project.services.filter(({ own, role }) => own && role === 'web');
    const [first] = web;
    if (project.framework === 'none' || first === undefined) return [];
    if (project.services.some(({ own, migrations: found }) => own && found.length > 0)) return [];
    if (project.services.some(({ image }) => builds(image?.stage.runs ?? []))) return [];
    if (coolifyMigrates(project.application)) return [];
    const lost = project.services.find(({ own, start }) => own && start.unknown !== undefined);
    const hit = {
      place: first.place,
      subject: first.title,
      message: 'Nothing that starts here applies migrations: new code would meet the old schema.',
      evidence: byHand(first) ?? 'no migrate in any entrypoint or command',
    };
    if (lost !== undefined)
      return [{ ...hit, message: `What ${lost.title} starts is not known: ${lost.start.unknown}.`, unknown: true }];
    if (project.application === undefined && first.stack === undefined)
      return [
        {
          ...hit,
          message: 'Nothing here migrates; whether Coolify’s commands do is not known without the resource.',
          unknown: true,
        },
      ];
    return [hit];
  },
});

function byHand({ stack }: Service): string | undefined {
  const service = stack?.services.find(({ name, profiles }) => profiles.length > 0 && /migrat/.test(name));
  return service === undefined ? undefined : `"${service.name}" only starts with the profile "${service.profiles[0]}"`;
}

function builds(runs: readonly { readonly commands: readonly { readonly words: readonly string[] }[] }[]): boolean {
  return runs.some(({ commands }) => commands.some(({ words }) => MIGRATES.test(words.join(' '))));
}

function coolifyMigrates(application: CoolifyApplication | undefined): boolean {
  return [application?.preDeployment, application?.postDeployment, application?.startCommand].some(
    text => text !== undefined && MIGRATES.test(text),
  );
}

export const race: Rule = defineRule({
  id: 'compose/migration-race',
  title: 'Migrations never run twice at the same time',
  severity: deployed('high'),
  why: 'Two migrate commands at once apply the same step twice: one fails in the middle of a table change, and what is recorded may no longer be what was done.',
  remedy: SERVICE_REMEDY,
  source: ['C24', 'S1-061', 'S1-065', 'S1-156', 'S4-006'],
  judge: project =>
    groups(project).flatMap(services => [...replicated(services), ...racing(services, running(project))]),
});

function replicated(services: readonly Migrating[]): readonly Hit[] {
  return services
    .filter(({ service, open }) => (service.compose?.replicas ?? 1) > 1 && open.length > 0)
    .map(({ service, open }) => ({
      place: open[0]?.place ?? service.place,
      subject: service.title,
      message: `"${service.name}" migrates when it starts, and ${count(service.compose?.replicas ?? 0, 'copy', 'copies')} of it start at once.`,
      evidence: open[0]?.text ?? 'migrate',
    }));
}

function racing(services: readonly Migrating[], everything: readonly Running[]): readonly Hit[] {
  const open = services.filter(({ open: found }) => found.length > 0);
  const apart = open.filter(({ service }) =>
    open.some(({ service: other }) => other !== service && !ordered(service, other, everything)),
  );
  const last = apart.at(-1);
  if (last === undefined) return [];
  const names = inSequence(apart.map(({ service }) => service.name));
  return [
    {
      place: last.open[0]?.place ?? last.service.place,
      subject: `${last.service.stack?.files.at(-1) ?? last.service.title}: ${names}`,
      message: `${names} all migrate when they start, and nothing makes one wait for the other.`,
      evidence: apart.map(({ service, open: found }) => `${service.name}: ${found[0]?.text}`).join('; '),
    },
  ];
}

const ENDS = ['service_completed_successfully', 'service_healthy'];

function ordered(one: Service, other: Service, all: readonly Running[]): boolean {
  if (!isRunning(one) || !isRunning(other)) return false;
  const same = all.filter(({ stack }) => stack === one.stack);
  return waitsFor(one, other.name, same, ENDS) || waitsFor(other, one.name, same, ENDS);
}

export const twice: Rule = defineRule({
  id: 'compose/needless-migration',
  title: 'Migrations are applied in one place only',
  severity: deployed('low'),
  why: 'Two places that migrate are harmless while they wait for each other, but nobody knows any more which of them is the one that counts, and every start of the second costs time.',
  remedy: SERVICE_REMEDY,
  source: ['C24', 'S1-156', 'S1-061'],
  judge: project =>
    groups(project).flatMap(services => {
      if (services.length < 2 || racing(services, running(project)).length > 0) return [];
      const names = inSequence(services.map(({ service }) => service.name));
      const last = services.find(({ service }) => service.role === 'web') ?? services.at(-1);
      if (last === undefined) return [];
      return [
        {
          place: last.all[0]?.place ?? last.service.place,
          subject: `${last.service.stack?.files.at(-1) ?? last.service.title}: ${names}`,
          message: `${names} each migrate when they start. They do not get in each other’s way, but one of them is enough.`,
          evidence: services.map(({ service, all }) => `${service.name}: ${all[0]?.text}`).join('; '),
        },
      ];
    }),
});

interface Migrating {
  readonly service: Service;
  readonly all: readonly Migration[];
  /** Those without a lock. */
  readonly open: readonly Migration[];
}

/** Stack by stack, the services of this project that surely migrate. */
function groups(project: Project): readonly (readonly Migrating[])[] {
  return [...runningStacks(project).values()].map(services =>
    services
      .filter(({ own }) => own)
      .map(service => {
        const all = service.migrations.filter(({ conditional }) => !conditional);
        return { service, all, open: all.filter(({ locked }) => !locked) };
      })
      .filter(({ all }) => all.length > 0),
  );
}

export const coolify: Rule = defineRule({
  id: 'compose/coolify-migration',
  title: 'Coolify’s deployment commands do not carry the migrations',
  severity: deployed('high'),
  why: 'Coolify runs the pre-deployment command inside the container of the previous release, before the new one exists: new migrations are not in it. The post-deployment command runs in the new one, but after the deployment counts as finished, and its failure is not told.',
  remedy: SERVICE_REMEDY,
  source: ['C24', 'S1-156', 'Coolify 4.3.11, ApplicationDeploymentJob'],
  judge({ application }) {
    if (application === undefined) return [];
    const { name, preDeployment, postDeployment } = application;
    const hits: Hit[] = [];
    if (preDeployment !== undefined && MIGRATES.test(preDeployment))
      hits.push({
        subject: `Coolify: ${name}, pre-deployment command`,
        message: `The pre-deployment command of "${name}" migrates, but it runs in the container of the previous release: the new migrations are not in it.`,
        evidence: 'the pre-deployment command migrates',
      });
    if (postDeployment !== undefined && MIGRATES.test(postDeployment))
      hits.push({
        subject: `Coolify: ${name}, post-deployment command`,
        message: `The post-deployment command of "${name}" migrates after the new release has begun to serve; when it fails, the deployment counts as finished all the same.`,
        evidence: 'the post-deployment command migrates',
        severity: 'medium',
      });
    return hits;
  },
});

export const restart: Rule = defineRule({
  id: 'compose/migrate-restart',
  title: 'The service that migrates ends and stays ended',
  severity: deployed('high'),
  why: 'A service that is always started again never ends: what waits for it to complete hangs or starts too early, and migrations run in a loop.',
  remedy: 'Say that it is not started again:\nrestart: "no"',
  source: ['S1-065', 'C12', 'C24'],
  judge: project =>
    [...runningStacks(project).values()].flat().flatMap((service): Hit[] => {
      const { restart: policy } = service.compose;
      if (service.role !== 'migrate' || policy === undefined || policy === 'no') return [];
      const retries = policy.startsWith('on-failure');
      return [
        {
          place: service.compose.placeOf('restart'),
          subject: service.title,
          message: retries
            ? `"${service.name}" is started again when a migration fails: the same broken step is tried over and over.`
            : `"${service.name}" migrates and is started again when it has ended: it never counts as completed.`,
          evidence: `restart: ${policy}`,
          ...(retries ? { severity: 'low' as const } : {}),
        },
      ];
    }),
});

export const ignored: Rule = defineRule({
  id: 'compose/migration-ignored',
  title: 'A migration that fails stops the start',
  severity: deployed('medium'),
  why: 'When the server starts all the same, new code meets the old schema: the health check is green, and pages fail from the moment they touch a new column.',
  remedy:
    'Let the script end where a command fails:\n#!/bin/sh\nset -e\npython manage.py migrate --noinput\nexec gunicorn project.wsgi',
  source: ['C24', 'S1-061', 'POSIX shell, the special built-in set, option -e'],
  judge: project => {
    const found = new Map<string, Hit>();
    for (const { own, migrations: steps, start, role, title } of project.services) {
      if (!own || (role !== 'web' && role !== 'worker' && role !== 'beat')) continue;
      for (const { place, text } of steps) {
        const index = start.commands.findIndex(({ file, line }) => file === place.file && line === place.line);
        const step = start.commands[index];
        const server = start.commands.slice(index + 1).at(-1);
        if (step === undefined || server === undefined || step.role !== 'foreground') continue;
        const goesOn = server.after === 'always' && server.conditional !== true;
        if (step.forgiven !== true && !goesOn) continue;
        const key = `${place.file}:${place.line}`;
        if (found.has(key)) continue;
        found.set(key, {
          place,
          subject: `${title}: ${place.file}`,
          message: `${title} starts its server also when the migration before it has failed.`,
          evidence: `${text}${step.forgiven === true ? ' || ...' : ', and no set -e'}`,
        });
      }
    }
    return [...found.values()];
  },
});
