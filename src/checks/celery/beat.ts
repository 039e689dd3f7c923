import { inSequence } from '../../core/text.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { entries, list, placed, setting, text } from '../settings/values.ts';
import { repositoryPaths } from '../shell/path.ts';
import { appsOf, programFaults } from './apps.ts';
import type { CeleryFacts } from './facts.ts';

const MANUAL = 'https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html';

/** Programs that send scheduled tasks: beats, and workers with one inside (`-B`). */
function beatsOf(project: Project): readonly CeleryFacts[] {
  return project.celery.filter(({ program, options }) => program === 'beat' || isEmbedded({ program, options }));
}

function isEmbedded({ program, options }: Pick<CeleryFacts, 'program' | 'options'>): boolean {
  return program === 'worker' && options.get('beat') === 'true';
}

export const oneBeat = defineRule({
  id: 'celery/one-beat',
  title: 'Exactly one beat sends the schedule',
  severity: { development: 'off', staging: 'medium', production: 'high' },
  why: 'Every beat sends every task of the schedule. With two, mails go out twice and clean-ups run against each other.',
  remedy:
    'Run one beat in a service of its own, with one replica, and none inside of workers:\ncommand: ["celery", "-A", "project", "beat"]',
  source: ['S0-038', 'S1-162', `${MANUAL}#starting-the-scheduler`],
  judge: project => {
    const beats = beatsOf(project);
    const [first, ...others] = beats;
    if (first === undefined) return [];
    const place = others.at(-1)?.place ?? first.place;
    if (others.length > 0 && !beats.every(lockedByPackage)) {
      const who = beats.map(({ service }) => service?.title ?? 'beat');
      return [
        {
          place,
          subject: 'beat',
          message: `${inSequence([...new Set(who)])} each send the schedule: every task of it runs ${beats.length} times.`,
          evidence: `${beats.length} beats`,
        },
      ];
    }
    const replicas = first.service?.compose?.replicas ?? 1;
    if (others.length > 0) return [];
    if (replicas > 1 && !lockedByPackage(first))
      return [
        {
          place: first.service?.compose?.placeOf('deploy', 'replicas') ?? place,
          subject: `${first.service?.title ?? 'beat'}: replicas`,
          message: `${first.service?.title ?? 'The service'} sends the schedule and has ${replicas} replicas: every task of it runs ${replicas} times.`,
          evidence: `${replicas} replicas of a ${isEmbedded(first) ? 'worker with -B' : 'beat'}`,
        },
      ];
    if (!isEmbedded(first)) return [];
    return [
      {
        place,
        subject: `${first.service?.title ?? 'worker'}: -B`,
        message: `${first.service?.title ?? 'A worker'} holds the beat inside (-B): it cannot be scaled, and the schedule stops with it.`,
        evidence: '-B',
        severity: 'low',
      },
    ];
  },
});

/** Schedulers that hold a lock among themselves. */
function lockedByPackage({ options, answer }: CeleryFacts): boolean {
  const scheduler = options.get('scheduler') ?? text(answer?.configuration['beat_scheduler']) ?? '';
  return /redbeat/i.test(scheduler);
}

export const beatMissing = defineRule({
  id: 'celery/beat-missing',
  title: 'Somebody sends the schedule',
  severity: { development: 'off', staging: 'medium', production: 'high' },
  why: 'A schedule without a beat is a list: nothing in it ever runs, and nobody is told.',
  remedy: 'Add one service:\nbeat:\n  command: ["celery", "-A", "project", "beat", "--loglevel", "info"]',
  source: ['S0-038', 'S1-162', 'S1-129', MANUAL],
  judge: project => {
    const workers = project.celery.filter(({ program }) => program === 'worker');
    if (workers.length === 0 || beatsOf(project).length > 0 || startsElsewhere(project)) return [];
    for (const app of appsOf(project)) {
      const names = app.answer?.beat.map(({ name }) => name) ?? Object.keys(entries(app.value('beat_schedule')) ?? {});
      const [name] = names;
      if (name === undefined) continue;
      const place = placed(app.answer?.beat[0]?.place ?? null) ?? app.place('beat_schedule');
      const hit: Hit = {
        subject: 'beat_schedule',
        message: `The schedule has ${names.length === 1 ? 'a task' : `${names.length} tasks`} (${name}${names.length > 1 ? ', …' : ''}), workers run, and no service starts a beat: nothing of it is ever sent.`,
        evidence: `${names.length} in beat_schedule, no beat`,
        ...(place === undefined ? {} : { place }),
      };
      return [hit];
    }
    return [];
  },
});

/** Another application of the environment, or a start that could not be followed, may hold it. */
function startsElsewhere({ siblings, services, application }: Project): boolean {
  return (
    siblings.size > 0 ||
    (application !== undefined && application.buildPack !== 'dockercompose') ||
    services.some(({ own, start, role }) => own && start.unknown !== undefined && role === 'other')
  );
}

export const scheduledTasks = defineRule({
  id: 'celery/scheduled-task-missing',
  title: 'Every scheduled task exists',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'Beat sends names. A name that no worker knows is thrown away with a line in the log: the job never runs.',
  remedy:
    'Write the task’s full name, as `celery inspect registered` lists it, and let autodiscover_tasks find its module.',
  source: ['S1-129', MANUAL],
  judge: project =>
    appsOf(project).flatMap(({ answer, evaluation }) => {
      if (answer === undefined || answer.problem !== null || answer.tasks.length === 0) return [];
      // A module that was stubbed may have held it.
      if ((evaluation?.answer.stubs.length ?? 0) > 0) return [];
      const known = new Set(answer.tasks);
      return answer.beat
        .filter(({ task }) => task !== '' && !known.has(task))
        .map(({ name, task, place }): Hit => {
          const at = placed(place) ?? placed(answer.place);
          return {
            ...(at === undefined ? {} : { place: at }),
            subject: `beat_schedule: ${name}`,
            message: `The schedule sends ${task} (${name}), and no task of that name is registered: it never runs.`,
            evidence: task,
          };
        });
    }),
});

export const scheduleFile = defineRule({
  id: 'celery/schedule-file',
  title: 'Beat can write its schedule file, and finds it again',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'Beat keeps the time of each task’s last run in a file. Where it may not write it ends at the start; where the file is lost with the container, long intervals begin anew at every deployment.',
  remedy:
    'Keep it in a volume, or in the database:\ncelery -A project beat --schedule /var/lib/celery/celerybeat-schedule\ncelery -A project beat --scheduler django_celery_beat.schedulers:DatabaseScheduler',
  source: ['S0-038', 'S1-162', `${MANUAL}#starting-the-scheduler (celerybeat-schedule in the working directory)`],
  judge: project =>
    programFaults(project, ['beat'], ({ options, answer, service, place, directory }) => {
      const scheduler = options.get('scheduler') ?? text(answer?.configuration['beat_scheduler']) ?? '';
      const inContainer = service?.compose !== undefined || service?.image !== undefined;
      if (service === undefined || !inContainer || /database|redbeat/i.test(scheduler)) return undefined;
      const path =
        options.get('schedule') ?? text(answer?.configuration['beat_schedule_filename']) ?? 'celerybeat-schedule';
      if (path.includes('$')) return undefined;
      const folder = path.startsWith('/')
        ? path.slice(0, path.lastIndexOf('/')) || '/'
        : folderOf(directory, options.get('workdir'));
      const mount = (service.compose?.volumes ?? []).find(
        ({ target }) => folder !== undefined && (folder === target || folder.startsWith(`${target}/`)),
      );
      if (mount !== undefined && mount.kind !== 'tmpfs') return undefined;
      if (!path.startsWith('/') && refusesWriting(service, folder))
        return {
          on: 'schedule',
          place,
          message: who =>
            `${who} runs as ${service.user} and writes ${path} into ${folder}, which the image fills as root: beat ends with “Permission denied”.`,
          evidence: `--schedule ${path}, user ${service.user}`,
          severity: project.profile === 'production' ? 'high' : 'medium',
          remedy: 'Write it where the user may:\n--schedule /tmp/celerybeat-schedule',
        };
      return {
        on: 'schedule',
        place,
        message: who =>
          `${who} keeps its schedule file (${path}) inside of the container: each deployment forgets when tasks ran last.`,
        evidence: `--schedule ${path}`,
      };
    }),
});

function folderOf(directory: string | undefined, workdir: string | undefined): string | undefined {
  if (workdir === undefined || directory === undefined) return directory;
  return workdir.startsWith('/') ? workdir : `${directory}/${workdir}`.replace(/\/\.?$/, '');
}

/**
 * Sure only when nothing in the image changes an owner, the folder is filled by it as root, and the user comes after that: a home folder, or a
 * WORKDIR made under the user, is the user's.
 */
function refusesWriting(service: NonNullable<CeleryFacts['service']>, folder: string | undefined): boolean {
  const user = service.user?.split(':')[0];
  if (user === undefined || user === 'root' || user === '0' || folder === undefined || service.image === undefined)
    return false;
  const { instructions, copies } = service.image.stage;
  if (copies.some(({ owner }) => owner !== undefined)) return false;
  const text = instructions.map(instruction => instruction.text).join('\n');
  const owned =
    /chown|chmod|\binstall\b.*\s-o/.test(text) ||
    new RegExp(`(useradd|adduser).*${escaped(folder)}(\\s|$)`, 'm').test(text);
  if (owned || service.start.unknown !== undefined) return false;
  const keywords = instructions.map(({ keyword }) => keyword);
  if (keywords.includes('USER') && keywords.indexOf('USER') < keywords.lastIndexOf('WORKDIR')) return false;
  return repositoryPaths(folder, service.sources).length > 0;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

export const schedulerInstalled = defineRule({
  id: 'celery/scheduler-not-installed',
  title: 'The scheduler’s tables exist',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'The database scheduler reads its schedule from tables of django_celery_beat. Without the app there are none, and beat ends.',
  remedy: 'INSTALLED_APPS += ["django_celery_beat"]',
  source: ['S0-038', 'https://django-celery-beat.readthedocs.io/en/latest/'],
  judge: project =>
    programFaults(project, ['beat'], ({ options, answer, evaluation, place }) => {
      const scheduler = options.get('scheduler') ?? text(answer?.configuration['beat_scheduler']) ?? '';
      const apps = evaluation === undefined ? undefined : list(setting(evaluation, 'INSTALLED_APPS')?.value);
      if (!/django_celery_beat|^django$/.test(scheduler) || apps === undefined) return undefined;
      if (apps.some(app => app.startsWith('django_celery_beat'))) return undefined;
      return {
        on: 'scheduler',
        place,
        message: who => `${who} takes its schedule from django_celery_beat, which is not in INSTALLED_APPS.`,
        evidence: scheduler,
      };
    }),
});
