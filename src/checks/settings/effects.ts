import type { Effect } from '../../django/answer.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { headOf } from './across.ts';
import { deployed } from './severities.ts';
import { placed } from './values.ts';

/** Everything of these kinds that happened while settings were evaluated, once a place. */
function effectsOf(
  project: Project,
  kinds: readonly Effect['kind'][],
  say: (effect: Effect) => string,
): readonly Hit[] {
  const found = project.evaluations.flatMap(evaluation =>
    evaluation.answer.effects
      .filter(({ kind }) => kinds.includes(kind))
      .map((effect): Hit => {
        const place = placed(effect.place) ?? headOf(evaluation);
        return {
          subject: effect.kind === 'printed' ? 'output' : effect.what,
          ...(place === undefined ? {} : { place }),
          message: say(effect),
          evidence: `${effect.kind}: ${effect.what}${effect.refused ? ' (refused here)' : ''}`,
        };
      }),
  );
  const seen = new Map(found.map(hit => [JSON.stringify([hit.place, hit.subject]), hit]));
  return [...seen.values()];
}

export const writesAtImport = defineRule({
  id: 'settings/writes-at-import',
  title: 'Loading the settings writes nothing',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'Settings are loaded by every process and every command, as whoever runs it: in an image that may not write there, with a read-only file system, or under another user, nothing starts.',
  remedy: 'Make folders in the Dockerfile (`RUN install -d -o app logs`), and log to standard output.',
  source: ['C20', 'S2-015', 'S2-040', 'S1-140'],
  judge: project =>
    effectsOf(
      project,
      ['wrote'],
      ({ what }) => `Loading the settings writes ${what}: where that is not allowed, nothing starts.`,
    ).filter(({ subject }) => !HARMLESS.test(subject)),
});

/** Bytecode, devices, and the folders for what is thrown away: tempfile.gettempdir() itself writes there, under another name each time. */
const HARMLESS = /^\/dev\/|__pycache__|\.pyc$|^\/(?:private\/)?(?:tmp|var\/tmp|var\/folders)\//;

export const connectsAtImport = defineRule({
  id: 'settings/connects-at-import',
  title: 'Loading the settings asks nobody else',
  severity: deployed('medium'),
  why: 'The image is built, and checks run, where no database, cache or other service can be reached. And when one of them is away, nothing starts, not even the command that would mend it.',
  remedy: 'Ask where it is used: in AppConfig.ready() at the earliest, with a time limit.',
  source: ['https://docs.djangoproject.com/en/5.2/topics/settings/'],
  judge: project => [
    ...effectsOf(
      project,
      ['connected', 'resolved'],
      ({ kind, what }) => `Loading the settings ${kind === 'connected' ? 'connects to' : 'looks up'} ${what}.`,
    ),
    // A program of the machine itself: most often `git` for the version, which trackers of errors call by themselves and do without.
    ...effectsOf(project, ['started'], ({ what }) => `Loading the settings starts ${what}.`).map(hit =>
      hit.subject === 'git' ? { ...hit, severity: 'low' as const } : hit,
    ),
  ],
});

export const printsAtImport = defineRule({
  id: 'settings/prints-at-import',
  title: 'Loading the settings prints nothing',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'Every command prints it as well: `manage.py dumpdata > file` and whatever reads a command’s output gets lines it does not expect, and what is printed tends to be a setting.',
  remedy: 'Remove the print(), or log it.',
  source: ['https://docs.djangoproject.com/en/5.2/ref/django-admin/#dumpdata'],
  judge: project => effectsOf(project, ['printed'], () => 'Loading the settings prints.'),
});
