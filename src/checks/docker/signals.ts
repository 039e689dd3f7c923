import { baseName } from '../paths.ts';
import { defineRule, type Hit } from '../rule.ts';
import type { Service } from '../services/facts.ts';
import { programOf } from '../services/programs.ts';
import { deployed } from '../settings/severities.ts';
import { placeIn, type RunningImage, runningImages, usersOf } from './running.ts';

export const signals = defineRule({
  id: 'docker/signals',
  title: 'The signal that stops the container reaches the server',
  severity: deployed('medium'),
  why: 'A shell as PID 1 keeps SIGTERM to itself: requests and tasks are cut off when Docker loses patience and kills everything, at every deployment.',
  remedy:
    'Use the exec form, or exec in the shell:\nCMD ["gunicorn", "project.wsgi:application"]\nCMD ["sh", "-c", "exec gunicorn --bind 0.0.0.0:${PORT:-8000} project.wsgi:application"]',
  source: [
    'S1-054',
    'S1-077',
    'hadolint DL3025',
    'dash stays the parent of what -c starts (tried with 0.5.12); bash takes its place',
  ],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const held = image.services.filter(service => isHeld(service) && fromImage(service));
      const [first] = held;
      if (first === undefined) return [];
      const names = usersOf(held);
      const last = first.start.commands.at(-1);
      const script = last !== undefined && first.start.scripts.includes(last.file) ? last : undefined;
      const { stage } = image;
      const program = baseName(last?.words[0] ?? '');
      return [
        {
          subject: `${image.title}: ${first.start.pid1.program}`,
          place:
            script === undefined
              ? placeIn(image, stage.command?.line ?? stage.entrypoint?.line ?? stage.line)
              : { file: script.file, line: script.line },
          message: `${first.start.pid1.program} stays in front of ${program}${names === '' ? '' : ` in ${names}`} and does not pass SIGTERM on: ${program} is killed when the time to stop is over.`,
          evidence: last?.words.join(' ').slice(0, 160) ?? first.start.pid1.program,
          ...(script === undefined
            ? {}
            : { remedy: `Let the script end in it:\nexec ${script.words.join(' ').slice(0, 200)}` }),
        },
      ];
    }),
});

/** Only what runs for long is cut off. */
function isHeld({ start, role }: Service): boolean {
  return !start.pid1.passesSignals && (role === 'web' || role === 'worker' || role === 'beat');
}

/** What Compose starts is Compose's to judge. */
function fromImage({ compose, written, image }: Service): boolean {
  if (compose === undefined) return written.command === image?.stage.command?.value || written.entrypoint !== undefined;
  if (compose.entrypoint !== undefined) return false;
  return compose.command === undefined || written.entrypoint !== undefined;
}

export const stopSignal = defineRule({
  id: 'docker/stop-signal',
  title: 'STOPSIGNAL asks for a graceful stop',
  severity: deployed('medium'),
  why: 'gunicorn finishes its requests on SIGTERM only; on SIGINT and SIGQUIT it drops them. SIGKILL nobody can answer.',
  remedy: 'Take the line out; Docker sends SIGTERM by itself.',
  source: ['S1-077', 'https://docs.gunicorn.org/en/stable/signals.html'],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const { stopSignal: found } = image.stage;
      if (found === undefined) return [];
      const signal = found.value.toUpperCase().replace(/^SIG/, '');
      const kills = signal === 'KILL' || signal === '9';
      const quick = /^(?:INT|QUIT|2|3)$/.test(signal) && image.services.some(startsGunicorn);
      if (!kills && !quick) return [];
      return [
        {
          subject: `${image.title}: STOPSIGNAL`,
          place: placeIn(image, found.line),
          message: kills
            ? 'The container is killed outright at every stop.'
            : `On SIG${signal} gunicorn stops at once, with requests unanswered.`,
          evidence: `STOPSIGNAL ${found.value}`,
          ...(kills ? { severity: 'high' as const } : {}),
        },
      ];
    }),
});

function startsGunicorn({ start, compose }: Service): boolean {
  return compose?.stopSignal === undefined && start.commands.some(({ words }) => programOf(words).name === 'gunicorn');
}

/** For other rules: images whose services are the project's own. */
export function ownImages(images: readonly RunningImage[]): readonly RunningImage[] {
  return images.filter(({ services }) => services.some(({ own }) => own));
}
