import type { Place } from '../../core/findings.ts';
import { defineRule, type Hit } from '../rule.ts';
import type { Service } from '../services/facts.ts';
import { wordsOf } from '../shell/start.ts';
import { unwrapAll } from '../shell/wrappers.ts';
import { isKnownBase, placeIn, type RunningImage, runningImages, stagesBehind } from './running.ts';

/** Programs that no Debian, Alpine or Python image brings along, and what installs them. */
const INSTALLED_BY: Readonly<Record<string, string>> = {
  tini: 'RUN apt-get update && apt-get install --yes --no-install-recommends tini && rm -rf /var/lib/apt/lists/*',
  'dumb-init':
    'RUN apt-get update && apt-get install --yes --no-install-recommends dumb-init && rm -rf /var/lib/apt/lists/*',
  gosu: 'RUN apt-get update && apt-get install --yes --no-install-recommends gosu && rm -rf /var/lib/apt/lists/*',
  'su-exec': 'RUN apk add --no-cache su-exec',
  uv: 'COPY --from=ghcr.io/astral-sh/uv:0.9.8 /uv /bin/uv',
  dockerize: 'COPY --from=powerman/dockerize:0.19.0 /usr/local/bin/dockerize /usr/local/bin/',
};

export const wrapperInstalled = defineRule({
  id: 'docker/start-wrapper',
  title: 'The program in front of the server is in the image',
  severity: 'critical',
  why: 'The container ends at once: "executable file not found in $PATH".',
  remedy: 'Install it, or start the server without it:\nCMD ["gunicorn", "project.wsgi:application"]',
  source: ['S1-054', 'Dockerfile reference, ENTRYPOINT'],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const names = new Set<string>();
      const requirements = new Set(project.requirements.deployed?.entries.map(each => each.name));
      const { stage } = image;
      return image.services.flatMap(service =>
        wrappersOf(service).flatMap((name): readonly Hit[] => {
          if (names.has(name) || !Object.hasOwn(INSTALLED_BY, name) || !isAbsent(name, image, requirements)) return [];
          names.add(name);
          return [
            {
              subject: `${image.title}: ${name}`,
              place: startPlace(image, service),
              message: `${name} starts the server, and neither ${stage.base.text} has it nor does any line put it there.`,
              evidence: wordsOf(service.written.entrypoint, service.written.command).join(' ').slice(0, 160),
              remedy: INSTALLED_BY[name] ?? '',
            },
          ];
        }),
      );
    }),
});

/** The line that names it: Compose's own, else the image's. */
function startPlace(image: RunningImage, { compose }: Service): Place {
  if (compose?.entrypoint !== undefined) return compose.placeOf('entrypoint');
  const { entrypoint, command, line } = image.stage;
  if (entrypoint === undefined && compose?.command !== undefined) return compose.placeOf('command');
  return placeIn(image, entrypoint?.line ?? command?.line ?? line);
}

/** Names of the wrappers that the first words go through; one with a path lies where somebody put it. */
function wrappersOf({ written }: Service): readonly string[] {
  const { wrappers } = unwrapAll(wordsOf(written.entrypoint, written.command));
  return wrappers.filter(word => !word.includes('/'));
}

/** Not a word of it in what builds the image; an environment that another stage made may hold it. */
function isAbsent(name: string, image: RunningImage, requirements: ReadonlySet<string>): boolean {
  const { stage } = image;
  if (!isKnownBase(stage) || (name === 'uv' && /\/uv$/.test(stage.base.name)) || requirements.has(name)) return false;
  const word = new RegExp(`(?:^|[^a-z])${name}(?![a-z])`);
  const inRuns = stage.runs.some(
    ({ text, commands }) => word.test(text) || commands.some(({ words }) => /\.sh$/.test(words[0] ?? '')),
  );
  const copied = stage.copies.some(
    ({ paths, from, target }) =>
      [...paths, from ?? '', target].some(path => word.test(path)) ||
      paths.some(path => /^\/usr\/(?:local\/)?(?:bin\/?)?$|\/s?bin\/?$/.test(path)),
  );
  const made = stagesBehind(image).some(
    other =>
      other !== stage &&
      other.runs.some(({ commands }) =>
        commands.some(
          ({ words }) => words.includes('install') && words.some(each => each.split(/[=<>~[]/)[0] === name),
        ),
      ),
  );
  return !inRuns && !copied && !made;
}
