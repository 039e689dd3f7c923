import { oneLine } from '../../core/text.ts';
import { defineRule } from '../rule.ts';
import { placed } from '../settings/values.ts';
import { programFaults, since } from './apps.ts';
import type { CeleryFacts } from './facts.ts';

const MANUAL = 'https://docs.celeryq.dev/en/stable/userguide/application.html';

export const target = defineRule({
  id: 'celery/target',
  title: 'The app of -A can be imported',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'A worker or beat that does not find its app ends at once; tasks pile up in the broker and nobody sees it on the site.',
  remedy:
    'Name the package that holds celery.py, from the folder the program runs in (--workdir):\ncelery -A project worker',
  source: ['S0-037', 'S2-034', 'C04', `${MANUAL}; celery.app.utils.find_app`],
  judge: project =>
    programFaults(project, ['worker', 'beat', 'flower'], facts => {
      const problem = facts.answer?.problem;
      if (problem === null || problem === undefined) return undefined;
      const said = oneLine(problem, 200);
      const sure = !rests(facts, problem);
      return {
        on: facts.target ?? 'celery',
        place: facts.place,
        message: who =>
          sure
            ? `${who} starts celery -A ${facts.target}, which cannot be imported: ${said}.`
            : `Whether celery -A ${facts.target} of ${who} can be imported is not known here: ${said}.`,
        evidence: said,
        ...(sure ? {} : { unknown: true as const }),
      };
    }),
});

/** Not the project's fault: a package that is not installed here, or a module that was stubbed. */
function rests({ target: asked, evaluation }: CeleryFacts, problem: string): boolean {
  if ((evaluation?.answer.stubs.length ?? 0) > 0 || /celery cannot be imported/.test(problem)) return true;
  const missing = /No module named ['"]?([\w]+)/.exec(problem)?.[1];
  return missing !== undefined && missing !== asked?.split(/[.:]/)[0];
}

export const exported = defineRule({
  id: 'celery/app-not-loaded',
  title: 'The site itself knows the task app',
  severity: { development: 'low', staging: 'medium', production: 'medium' },
  why: 'Tasks of `@shared_task` belong to whichever app was made in the process. Where the site makes none, `.delay()` sends to Celery’s own default broker, amqp on localhost, and ends in an error.',
  remedy:
    'Load it with the project, in the package’s __init__.py:\nfrom .celery import app as celery_app\n\n__all__ = ("celery_app",)',
  source: ['S1-127', 'https://docs.celeryq.dev/en/stable/django/first-steps-with-django.html'],
  judge: project =>
    programFaults(project, ['worker'], ({ answer, evaluation, target: asked }) => {
      // Tasks that only beat sends need nothing of the site; a task of the project's own is the least.
      if (answer?.loaded !== false || answer.problem !== null || !answer.tasks.some(isOwn)) return undefined;
      if ((evaluation?.answer.stubs.length ?? 0) > 0 || evaluation?.answer.failure != null) return undefined;
      const place = placed(answer.place);
      return {
        on: 'app',
        place,
        message: who =>
          `Nothing that the site loads imports the task app (${asked}) which ${who} runs: shared tasks that it sends go to amqp://localhost.`,
        evidence: 'no app after settings, applications and addresses were loaded',
      };
    }),
});

function isOwn(task: string): boolean {
  return !/^(?:celery|django_celery_\w+)\./.test(task);
}

export const targetLate = defineRule({
  id: 'celery/target-position',
  title: '-A stands before the subcommand',
  severity: { development: 'medium', staging: 'critical', production: 'critical' },
  why: 'From Celery 5.0 on, `celery worker -A project` prints an error and ends.',
  remedy: 'Put it first:\ncelery -A project worker --loglevel info',
  versions: 'Celery 5.0 and later',
  source: ['S0-037', 'https://docs.celeryq.dev/en/stable/history/whatsnew-5.0.html'],
  judge: project =>
    programFaults(project, ['worker', 'beat', 'flower'], facts =>
      !facts.targetLate || since(facts, project, '5.0') === false
        ? undefined
        : {
            on: 'command',
            place: facts.place,
            message: who =>
              `${who} starts celery ${facts.command} -A ${facts.target ?? '…'}; Celery 5 takes -A before the subcommand only, and ends.`,
            evidence: `celery ${facts.command} -A ${facts.target ?? '…'}`,
            remedy: `Put it first:\ncelery -A ${facts.target ?? 'project'} ${facts.command}`,
          },
    ),
});

/** `development`, `settings.dev`, `local_settings`: what nobody should run with by accident. */
const DEVELOPMENT = /(^|[._])(dev|devel|develop|development|local|localhost|debug|test|testing)([._]|$)/i;

export const developmentSettings = defineRule({
  id: 'celery/development-settings',
  title: 'Without DJANGO_SETTINGS_MODULE workers do not take development’s settings',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'celery.py sets the module for whoever starts a worker without the variable: it then runs with DEBUG, another database and another broker than the site.',
  remedy:
    'Fall back to production, or to nothing:\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings.production")',
  source: ['S1-128', 'C07', 'https://docs.celeryq.dev/en/stable/django/first-steps-with-django.html'],
  judge: project =>
    programFaults(project, ['worker', 'beat'], ({ answer, service }) => {
      const fallback = answer?.defaultSettings;
      if (fallback === null || fallback === undefined || !DEVELOPMENT.test(fallback.module)) return undefined;
      const used = service !== undefined && service.settings === undefined;
      return {
        on: 'DJANGO_SETTINGS_MODULE',
        place: placed(fallback.place),
        message: who =>
          used
            ? `${who} has no DJANGO_SETTINGS_MODULE, so that it runs with ${fallback.module}.`
            : `celery.py falls back to ${fallback.module} where DJANGO_SETTINGS_MODULE is missing; ${who} is one lost variable away from it.`,
        evidence: `setdefault("DJANGO_SETTINGS_MODULE", "${fallback.module}")`,
        ...(used ? { severity: 'high' as const } : {}),
      };
    }),
});

export const detached = defineRule({
  id: 'celery/detached',
  title: 'Celery stays in the foreground',
  severity: { development: 'medium', staging: 'critical', production: 'critical' },
  why: 'A container lives as long as its first process. `celery multi` and --detach put the worker into the background and end.',
  remedy: 'Start it in the foreground:\nexec celery -A project worker --loglevel info',
  source: ['S1-076', 'S1-162', 'https://docs.celeryq.dev/en/stable/userguide/daemonizing.html'],
  judge: project =>
    programFaults(project, ['worker', 'beat', 'other'], ({ options, command, service, place }) => {
      const multi = command === 'multi';
      if ((!multi && options.get('detach') !== 'true') || service === undefined) return undefined;
      if (service.compose === undefined && service.image === undefined && project.application === undefined)
        return undefined;
      // Whatever is started after it may keep the container alive.
      const last = service.start.commands.at(-1);
      if (last !== undefined && (last.file !== place.file || last.line !== place.line)) return undefined;
      return {
        on: 'command',
        place,
        message: who =>
          `${who} puts Celery into the background; nothing is left in the foreground, so that its container ends.`,
        evidence: multi ? 'celery multi' : '--detach',
      };
    }),
});
