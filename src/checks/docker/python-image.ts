import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import type { Command } from '../shell/facts.ts';
import { placeIn, runningImages } from './running.ts';

export const pipCache = defineRule({
  id: 'docker/pip-cache',
  title: 'pip leaves no cache in the image',
  severity: deployed('low'),
  why: 'The cache is a second copy of every package, which no container ever reads.',
  remedy: 'ENV PIP_NO_CACHE_DIR=1',
  source: ['S2-011', 'hadolint DL3042'],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const run = image.stage.runs.find(({ commands, environment, mounts, text }) => {
        if (
          environment.has('PIP_NO_CACHE_DIR') ||
          mounts.some(mount => /type=cache/.test(mount)) ||
          /rm -[a-z]+ .*\.cache/.test(text)
        )
          return false;
        return commands.some(
          command =>
            isPipInstall(command) &&
            !command.words.some(word => /^--(?:no-cache-dir|no-cache)$/.test(word)) &&
            command.assignments['PIP_NO_CACHE_DIR'] === undefined,
        );
      });
      const command = run?.commands.find(isPipInstall);
      if (run === undefined || command === undefined) return [];
      return [
        {
          subject: `${image.dockerfile.file}: pip install`,
          place: { file: command.file, line: command.line },
          message: 'pip keeps everything it downloads in this layer.',
          evidence: command.words.join(' ').slice(0, 160),
        },
      ];
    }),
});

function isPipInstall({ words, through }: Command): boolean {
  return (
    /(?:^|\/)pip[0-9.]* install\b|^\S*python[0-9.]* -m pip install\b/.test(words.join(' ')) && through === undefined
  );
}

export const pythonFlags = defineRule({
  id: 'docker/python-flags',
  title: 'Python writes its log at once and no bytecode',
  severity: deployed('low'),
  why: 'Without PYTHONUNBUFFERED the last lines before a crash are lost; bytecode that is written at run time makes every container’s layer grow.',
  remedy: 'ENV PYTHONUNBUFFERED=1 \\\n    PYTHONDONTWRITEBYTECODE=1',
  source: ['S2-011'],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const own = image.services.filter(each => each.own);
      if (own.length === 0 || !/python|uv$/.test(image.stage.base.name)) return [];
      const lacks = ['PYTHONUNBUFFERED', 'PYTHONDONTWRITEBYTECODE'].filter(name =>
        own.some(({ environment }) => !environment.has(name)),
      );
      if (lacks.length === 0 || !lacks.includes('PYTHONUNBUFFERED')) return [];
      return [
        {
          subject: `${image.title}: ${lacks.join(' ')}`,
          place: placeIn(image, image.stage.line),
          message: `${lacks.join(' and ')} ${lacks.length === 1 ? 'is' : 'are'} not set.`,
          evidence: `ENV without ${lacks.join(', ')}`,
        },
      ];
    }),
});
