import type { DjangoEvaluation } from '../../django/evaluation.ts';
import { baseName } from '../paths.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { entries, member, setting, text } from '../settings/values.ts';
import { runningImages } from './running.ts';

export const logsDirectory = defineRule({
  id: 'docker/logs-directory',
  title: 'The image has a folder for logs only when something is logged into files',
  severity: deployed('low'),
  why: 'A container’s log is its output. An empty folder for logs makes people look where nothing is, and mount a volume for it.',
  remedy: 'Take the line out; the log is what `docker logs` and Coolify show.',
  source: ['S2-015', 'S1-140'],
  judge: project => {
    const known = project.evaluations.filter(({ answer }) => answer.settings !== null);
    if (known.length === 0 || known.some(logsToFiles)) return [];
    return runningImages(project).flatMap(image =>
      image.stage.runs.flatMap(({ commands }) =>
        commands.flatMap(({ words, file, line }): readonly Hit[] => {
          const folder = words.slice(1).find(word => /(?:^|\/)logs?\/?$/.test(word) && !word.startsWith('-'));
          if (baseName(words[0] ?? '') !== 'mkdir' || folder === undefined) return [];
          return [
            {
              subject: `${image.title}: ${folder}`,
              place: { file, line },
              message: `${folder} is made for logs, and LOGGING writes to no file.`,
              evidence: words.join(' ').slice(0, 160),
            },
          ];
        }),
      ),
    );
  },
});

function logsToFiles(evaluation: DjangoEvaluation): boolean {
  const logging = setting(evaluation, 'LOGGING')?.value;
  const handlers = entries(member(logging, 'handlers'));
  // What is not known may well be a file.
  if (logging === undefined || handlers === undefined) return true;
  return Object.values(handlers).some(
    handler => /File/.test(text(member(handler, 'class')) ?? '') || member(handler, 'filename') !== undefined,
  );
}
