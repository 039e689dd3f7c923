import { inWords } from '../../../core/duration.ts';
import type { Place } from '../../../core/findings.ts';
import type { Project } from '../../project.ts';
import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { programOf } from '../../services/programs.ts';
import { deployed } from '../../settings/severities.ts';
import { count, truth } from '../../settings/values.ts';
import { type Running, running } from './running.ts';
import { shownCommand } from './shown.ts';

/** Docker's own: how long it waits between SIGTERM and SIGKILL. */
const DEFAULT_GRACE = 10_000;
/** What a worker should have when nothing says how long its tasks are. */
const WORKER_GRACE = 60_000;

export const grace: Rule = defineRule({
  id: 'compose/stop-grace',
  title: 'A container that is stopped may finish what it has begun',
  severity: deployed('medium'),
  why: 'After stop_grace_period Docker kills: requests end in the middle, and tasks are lost or run again from the start with every deployment.',
  remedy: 'Give it longer than its longest task or request:\nstop_grace_period: 60s',
  source: ['S1-077', 'S1-126', 'S1-162', 'S1-161', 'S1-106', 'Celery user guide, "Stopping the worker"'],
  judge: project =>
    running(project).flatMap((service): readonly Hit[] => {
      if (!service.own) return [];
      if (service.role === 'worker') return workerHits(service, project);
      return service.role === 'web' ? webHits(service, project) : [];
    }),
});

function workerHits(service: Running, project: Project): readonly Hit[] {
  const grace = service.compose.stopGracePeriod;
  const given = grace ?? DEFAULT_GRACE;
  const { soft, limit } = celeryTimes(service, project);
  const says = { place: place(service), subject: service.title, evidence: evidence(grace) };
  if (soft !== undefined) {
    if (given > soft) return [];
    return [
      {
        ...says,
        message: `"${service.name}" takes up to ${inWords(soft)} to hand its tasks back, and is killed after ${inWords(given)}.`,
        remedy: `Longer than worker_soft_shutdown_timeout, with a margin:\nstop_grace_period: ${Math.ceil(soft / 1_000) + 15}s`,
      },
    ];
  }
  if (limit !== undefined && given < limit)
    return [
      {
        ...says,
        message: `A task of "${service.name}" may take ${inWords(limit)}, and the container is killed after ${inWords(given)}: tasks are cut off with every deployment.`,
        remedy: `As long as the hard time limit, or a soft shutdown that hands tasks back:\nstop_grace_period: ${Math.ceil(limit / 1_000) + 10}s`,
        ...(given >= WORKER_GRACE ? { severity: 'low' as const } : {}),
      },
    ];
  if (limit !== undefined || given >= WORKER_GRACE / 2) return [];
  return [
    {
      ...says,
      message: `"${service.name}" is killed ${inWords(given)} after it was asked to stop: a task that runs longer is cut off with every deployment.`,
    },
  ];
}

/** Milliseconds. `soft` only where it acts: Celery 5.5 or later with a timeout, and SIGTERM turned into SIGQUIT. */
function celeryTimes(service: Running, project: Project) {
  const facts = project.celery.find(
    ({ service: own, program }) => own?.title === service.title && program === 'worker',
  );
  const configuration = facts?.answer?.configuration ?? {};
  const softly = service.environment.get('REMAP_SIGTERM') === 'SIGQUIT';
  const timeout = count(configuration['worker_soft_shutdown_timeout']);
  const option = Number(facts?.options.get('time-limit') ?? Number.NaN);
  const limit = Number.isFinite(option) ? option : count(configuration['task_time_limit']);
  return {
    soft: softly && timeout !== undefined && timeout > 0 ? timeout * 1_000 : undefined,
    limit: limit === undefined || truth(configuration['task_always_eager']) === true ? undefined : limit * 1_000,
  };
}

function webHits(service: Running, project: Project): readonly Hit[] {
  const server = project.servers.find(facts => facts.service?.title === service.title && facts.program === 'gunicorn');
  const graceful = [...(server?.values.values() ?? [])][0]?.['graceful_timeout'];
  if (graceful === undefined || typeof graceful.value !== 'number') return [];
  const given = service.compose.stopGracePeriod ?? DEFAULT_GRACE;
  const needed = graceful.value * 1_000;
  if (given >= needed) return [];
  return [
    {
      place: place(service),
      subject: service.title,
      message: `gunicorn gives requests ${inWords(needed)} to finish, and Docker kills it after ${inWords(given)}.`,
      evidence: evidence(service.compose.stopGracePeriod),
      remedy: `A little longer than graceful_timeout:\nstop_grace_period: ${graceful.value + 10}s`,
      ...(graceful.from === 'default' ? { severity: 'low' as const } : {}),
    },
  ];
}

function place({ compose, place: own }: Running): Place {
  return compose.stopGracePeriod === undefined ? own : compose.placeOf('stop_grace_period');
}

function evidence(grace: number | undefined): string {
  return grace === undefined ? 'no stop_grace_period: 10 s' : `stop_grace_period: ${inWords(grace)}`;
}

export const signals: Rule = defineRule({
  id: 'compose/signals',
  title: 'The signal that stops a container reaches its program',
  severity: deployed('medium'),
  why: 'A shell that stays in front keeps SIGTERM to itself: the program knows nothing, works on, and is killed when the grace period is over.',
  remedy:
    'Let the program take the shell’s place, or leave the shell out:\ncommand: ["sh", "-c", "cd src && exec celery -A project worker"]',
  source: ['S1-077', 'S1-076', 'https://docs.docker.com/compose/support-and-feedback/faq/'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const { start, compose, own, role } = service;
      if (!own || !['web', 'worker', 'beat'].includes(role) || start.pid1.passesSignals || start.unknown !== undefined)
        return [];
      // What the image does by itself is said of the Dockerfile.
      const key = compose.command !== undefined && compose.command.length > 0 ? 'command' : 'entrypoint';
      if (compose[key] === undefined || compose[key].length === 0) return [];
      const written = shownCommand(compose[key].join(' '));
      // A shell that the command does not name is the image's own entrypoint.
      if (!/(^|\/)(ba|da|a)?sh(\s|$)|\.sh(\s|$)/.test(written)) return [];
      return [
        {
          place: compose.placeOf(key),
          subject: service.title,
          message: `"${service.name}" runs behind ${start.pid1.program}, which does not pass SIGTERM on: it is killed instead of stopped.`,
          evidence: `${key}: ${written}`,
        },
      ];
    }),
});

export const swallowed: Rule = defineRule({
  id: 'compose/swallowed-command',
  title: 'What command says is what starts',
  severity: deployed('high'),
  why: 'An ENTRYPOINT that does not look at its words starts the same program in every container: the worker is a second web, and nothing works on the queue.',
  remedy:
    'Let the script end in `exec "$@"`, or replace the entrypoint where the command is:\nentrypoint: ["celery", "-A", "project", "worker"]\ncommand: []',
  source: ['S1-053', 'S2-034', 'S1-054', 'Dockerfile reference, "Understand how CMD and ENTRYPOINT interact"'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const { swallows, compose, start } = service;
      if (swallows === undefined) return [];
      // What the entrypoint starts anyway is what the command asks for.
      const asked = compose.command?.join(' ') ?? '';
      if (start.commands.some(({ words }) => asked.includes(programOf(words).name))) return [];
      return [
        {
          place: compose.placeOf('command'),
          subject: service.title,
          message: `The image’s ENTRYPOINT (${swallows.file}) never looks at what it is given: "${service.name}" does not start its command.`,
          evidence: `command: ${shownCommand(asked)}`,
        },
      ];
    }),
});
