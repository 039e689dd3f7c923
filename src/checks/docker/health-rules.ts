import { inWords } from '../../core/duration.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import type { Service } from '../services/facts.ts';
import { deployed } from '../settings/severities.ts';
import type { Healthcheck } from './facts.ts';
import { formText } from './form.ts';
import { isTrue, probeOf } from './health-probe.ts';
import { hasProgram } from './installed.ts';
import { placeIn, type RunningImage, runningImages } from './running.ts';

interface Checked {
  readonly image: RunningImage;
  readonly check: Healthcheck;
  /** Those that the check of the image really holds for, and that are a web. */
  readonly services: readonly Service[];
}

/** The checks of images, where they hold for a web; workers that inherit one are Compose's to judge. */
function checked(project: Project): readonly Checked[] {
  return runningImages(project).flatMap(image => {
    const check = image.stage.healthcheck?.value;
    if (check === undefined || check === 'none') return [];
    const services = image.services.filter(
      ({ compose, healthcheck, roles, role }) =>
        (compose === undefined || healthcheck?.inherited === true) &&
        (role === 'web' || roles.includes('web') || role === 'other'),
    );
    return services.length === 0 ? [] : [{ image, check, services }];
  });
}

const GOOD =
  'HEALTHCHECK --interval=30s --timeout=10s --start-period=40s --retries=3 \\\n    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://localhost:8000/health/"]';

function hit({ image, check }: Checked, rest: Pick<Hit, 'message'> & Partial<Hit>): Hit {
  const text = formText(check.test);
  return {
    subject: `${image.title}: HEALTHCHECK`,
    place: check.place,
    evidence: text.replace(/\s+/g, ' ').slice(0, 160),
    ...rest,
  };
}

export const healthMissing = defineRule({
  id: 'docker/healthcheck',
  title: 'The image says how one sees that the web is well',
  severity: deployed('medium'),
  why: 'Without a health check a container counts as running as soon as its process exists: Coolify sends visitors to a server that cannot answer, and takes the old one away.',
  remedy: GOOD,
  source: ['S1-094', 'S2-017', 'CKV_DOCKER_2', 'hadolint DL3057'],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const web = image.services.find(({ compose, role, own }) => compose === undefined && own && role === 'web');
      if (web === undefined || project.application?.health.enabled === true) return [];
      const { healthcheck, from } = image.stage;
      if (healthcheck !== undefined && healthcheck.value !== 'none') return [];
      return [
        {
          subject: `${image.title}: HEALTHCHECK`,
          place: placeIn(image, healthcheck?.line ?? from.line),
          message:
            healthcheck === undefined
              ? 'The image has no HEALTHCHECK, and Coolify was not seen to have one of its own.'
              : 'The image switches its health check off.',
          evidence: healthcheck === undefined ? 'no HEALTHCHECK instruction' : 'HEALTHCHECK NONE',
        },
      ];
    }),
});

export const healthTool = defineRule({
  id: 'docker/healthcheck-tool',
  title: 'The program that asks for health is in the image',
  severity: deployed('high'),
  why: 'Docker runs the check inside of the container. A program that is not there fails every time: the container is unhealthy for ever, and no deployment ends well.',
  remedy:
    'Install it (Coolify’s own probe wants curl or wget as well), or ask with what is there:\nRUN apt-get update && apt-get install --yes --no-install-recommends curl && rm -rf /var/lib/apt/lists/*',
  source: ['S1-094', 'Coolify asks with `curl ... || wget ...` inside of the container'],
  judge: project =>
    checked(project).flatMap((found): readonly Hit[] => {
      const { stage } = found.image;
      const programs = stage.healthCommands
        .filter(({ conditional }) => conditional !== true)
        .map(({ words }) => words[0] ?? '');
      const missing = programs.find(
        program => /^(?:curl|wget|nc|http)$/.test(program) && hasProgram(stage, program) === false,
      );
      // `curl ... || wget ...`: one of them is enough.
      const other = stage.healthCommands.some(
        ({ after, words }) =>
          after === 'failure' &&
          /^(?:curl|wget|python3?)$/.test(words[0] ?? '') &&
          hasProgram(stage, words[0] ?? '') !== false,
      );
      if (missing === undefined || other) return [];
      return [
        hit(found, {
          message: `The check calls ${missing}, and ${stage.base.text} has none, nor does any line install it: it can only fail.`,
        }),
      ];
    }),
});

export const healthVerdict = defineRule({
  id: 'docker/healthcheck-verdict',
  title: 'The health check fails when the answer is bad',
  severity: deployed('medium'),
  why: 'A check that cannot fail keeps a broken container in service, and a bad deployment counts as a good one.',
  remedy: GOOD,
  source: ['S2-017', 'S1-094', 'C01'],
  judge: project =>
    checked(project).flatMap((found): readonly Hit[] => {
      const { healthCommands } = found.image.stage;
      if (healthCommands.length === 0) return [];
      if (healthCommands.every(isTrue))
        return [hit(found, { message: 'The check asks nothing: it is always well.', severity: 'high' })];
      const last = healthCommands.at(-1);
      if (last !== undefined && isTrue(last) && last.after !== 'success')
        return [
          hit(found, {
            message: `"${last.words.join(' ')}" makes every answer a good one: the container is never unhealthy.`,
            severity: 'high',
          }),
        ];
      const probe = probeOf(healthCommands);
      if (probe === undefined || probe.fails) return [];
      return [
        hit(found, {
          message:
            probe.tool === 'curl'
              ? 'curl counts 404 and 500 as success unless --fail is given: the check sees only whether something listens.'
              : 'The answer’s status is never looked at: an error page counts as well.',
        }),
      ];
    }),
});

export const healthAddress = defineRule({
  id: 'docker/healthcheck-address',
  title: 'The health check asks this container, as it speaks, for a page made for it',
  severity: deployed('medium'),
  why: 'What another machine, a redirect or a login page answers says little of this container, and changes for other reasons.',
  remedy: GOOD,
  source: ['C01', 'S2-017'],
  judge: project =>
    checked(project).flatMap((found): readonly Hit[] => {
      const probe = probeOf(found.image.stage.healthCommands);
      if (probe === undefined) return [];
      if (!/^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\$.*)$/.test(probe.host))
        return [
          hit(found, {
            message: `The check asks ${probe.host}, which is another machine or the proxy: while that answers, this container counts as well.`,
          }),
        ];
      if (probe.secure && !servesTls(found.services))
        return [
          hit(found, {
            message: 'The check speaks TLS, and the server in the container speaks plain HTTP: it can only fail.',
            severity: 'high',
          }),
        ];
      if (/(?:^|\/)(?:admin|login|accounts)(?:\/|$)/.test(probe.path))
        return [
          hit(found, {
            message: `The check loads ${probe.path}, a page for people: it needs the database and templates every time, an allow-list of addresses blocks it, and it moves when the admin’s address does.`,
          }),
        ];
      const seen = project.evaluations.some(({ answer }) => answer.visits.length > 0);
      if (project.framework === 'django' && !seen && /\/[^/.?#]+$/.test(probe.path))
        return [
          hit(found, {
            message: `${probe.path} has no slash at its end: if the project’s address has one, it is answered by a redirect, which counts as success.`,
            severity: 'low',
          }),
        ];
      return [];
    }),
});

function servesTls(services: readonly Service[]): boolean {
  return (
    services.some(({ start }) =>
      start.commands.some(({ words }) => words.some(word => /^--?(?:certfile|ssl|https)|nginx|caddy/.test(word))),
    ) || services.every(({ role }) => role !== 'web')
  );
}

/** Docker's own values where nothing is said. */
const DEFAULTS = { interval: 30_000, retries: 3 };
/** A Django application with its imports and a pool of workers takes about this long on a small server. */
const SLOW_START = 30_000;
const SHORT_PERIOD = 10_000;

export const healthTimes = defineRule({
  id: 'docker/healthcheck-times',
  title: 'The health check leaves time to start',
  severity: deployed('low'),
  why: 'Failures after start-period count: a container that migrates or warms up is called unhealthy before it could answer, and a deployment fails by chance.',
  remedy: GOOD,
  source: ['S2-017', 'C11', 'A HEALTHCHECK in the image wins over the times in Coolify’s form'],
  judge: project =>
    checked(project).flatMap((found): readonly Hit[] => {
      const { interval = DEFAULTS.interval, retries = DEFAULTS.retries, startPeriod = 0 } = found.check;
      const patience = startPeriod + interval * retries;
      const migrates = found.services.some(({ migrations }) => migrations.length > 0);
      if (patience < (migrates ? 2 * SLOW_START : SLOW_START))
        return [
          hit(found, {
            message: `The container has ${inWords(patience)} until it is called unhealthy${migrates ? ', and it migrates in that time' : ''}.`,
            evidence: `start-period ${inWords(startPeriod)}, interval ${inWords(interval)}, retries ${retries}`,
            severity: 'medium',
          }),
        ];
      if (startPeriod >= SHORT_PERIOD) return [];
      return [
        hit(found, {
          message:
            startPeriod === 0
              ? 'The check counts failures from the first second on.'
              : `The check counts failures from ${inWords(startPeriod)} on.`,
          evidence: `start-period ${inWords(startPeriod)}`,
        }),
      ];
    }),
});
