import type { Place } from '../../core/findings.ts';
import { baseName } from '../paths.ts';
import { defineRule, type Hit } from '../rule.ts';
import type { Service } from '../services/facts.ts';
import { deployed } from '../settings/severities.ts';
import { joinPath, repositoryPaths } from '../shell/path.ts';
import { shellCall } from '../shell/shells.ts';
import { searchPath, wordsOf } from '../shell/start.ts';
import { unwrapAll } from '../shell/wrappers.ts';
import { isOfficial, shortName } from './image.ts';
import { isKnownBase, placeIn, type RunningImage, runningImages, usersOf } from './running.ts';

/** The file that a container's first words lead to, and how they ask for it. */
interface Started {
  readonly word: string;
  /** Absolute in the container. */
  readonly path: string;
  /** It must be executable itself; otherwise a shell or Python reads it. */
  readonly direct: boolean;
}

export const startFile = defineRule({
  id: 'docker/start-missing',
  title: 'The script that starts the container is in the image and can be run',
  severity: 'critical',
  why: 'The container ends at once with "no such file or directory" or "permission denied", however good the code in it is.',
  remedy: 'COPY --chmod=755 docker/entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]',
  source: ['S1-054', 'C10', 'Dockerfile reference, ENTRYPOINT', 'execve(2): ENOENT, EACCES, ENOEXEC'],
  judge: project =>
    runningImages(project).flatMap(image => {
      const found = image.services.flatMap((service): readonly Hit[] => {
        const started = startedBy(service);
        if (started === undefined) return [];
        const fault = faultOf(started, image, service);
        if (fault === undefined) return [];
        return [
          {
            subject: `${image.dockerfile.file}: ${started.word}`,
            place: startLine(image, service),
            evidence: wordsOf(service.written.entrypoint, service.written.command).join(' ').slice(0, 160),
            ...fault,
          },
        ];
      });
      return onePerMessage(found);
    }),
});

function startedBy(service: Service): Started | undefined {
  const { words } = unwrapAll(wordsOf(service.written.entrypoint, service.written.command));
  const call = shellCall(words);
  if (call?.kind === 'text') return undefined;
  const script = call?.kind === 'script' ? call.path : undefined;
  const python = /^python[0-9.]*$/.test(baseName(words[0] ?? ''))
    ? words.slice(1).find(word => !word.startsWith('-'))
    : undefined;
  const isPython = python !== undefined && words[1] === python && python.endsWith('.py');
  const word = script ?? (isPython ? python : words[0]);
  if (word === undefined || word.includes('$')) return undefined;
  const direct = script === undefined && !isPython;
  // A bare name is looked for on the PATH, where the image's own programs lie.
  if (direct && !word.includes('/') && !/\.(?:sh|bash)$/.test(word)) return undefined;
  if (word.includes('/') || !direct) {
    const path = joinPath(service.directory, word);
    return path === undefined ? undefined : { word, path, direct };
  }
  const files = service.image?.dockerfile.checkout.files;
  const paths = searchPath(service.environment.get('PATH')).map(folder => `${folder}/${word}`);
  const found = paths.find(each => repositoryPaths(each, service.sources).some(file => files?.has(file) === true));
  return { word, path: found ?? `/usr/local/bin/${word}`, direct };
}

function faultOf(started: Started, image: RunningImage, service: Service): Pick<Hit, 'message' | 'remedy'> | undefined {
  const { checkout, ignore, context } = image.dockerfile;
  const candidates = repositoryPaths(started.path, service.sources);
  const file = candidates.find(path => checkout.files.has(path));
  if (file === undefined) return absent(started, image, candidates);
  const relative = context === '' ? file : file.slice(context.length + 1);
  const mounted =
    service.compose?.volumes.some(({ kind, target }) => kind === 'bind' && isUnder(started.path, target)) === true;
  if (!mounted && ignore?.excludes(relative) === true)
    return {
      message: `${file} is left out of the build by ${ignore.file}, so ${started.path} does not exist in the container.`,
      remedy: `Let it in, after the pattern that excludes it:\n!${relative}`,
    };
  if (!started.direct) return undefined;
  const script = checkout.scripts.get(file);
  if (script?.windows === true)
    return {
      message: `The lines of ${file} end in CRLF: the kernel looks for an interpreter whose name ends in a carriage return, and finds none.`,
      remedy: 'Keep its lines as LF, in .gitattributes:\n*.sh text eol=lf',
    };
  if (!mounted && !mayRun(started, file, image))
    return {
      message: `${file} is not executable in git, and no line of the image makes it so: "permission denied".`,
      remedy: `git update-index --chmod=+x ${file}`,
    };
  return undefined;
}

function absent(
  started: Started,
  image: RunningImage,
  candidates: readonly string[],
): Pick<Hit, 'message' | 'remedy'> | undefined {
  const { stage } = image;
  const name = baseName(started.word);
  // Made by a RUN, or from a stage or an image that cannot be looked into.
  if (stage.runs.some(({ text }) => text.includes(name))) return undefined;
  if (
    stage.copies.some(
      ({ from, target, paths }) =>
        from !== undefined && (isUnder(started.path, target) || paths.some(path => path.endsWith(name))),
    )
  )
    return undefined;
  if (!/\.(?:sh|bash|py)$|entrypoint/.test(name)) return undefined;
  const copied = stage.copies.some(({ paths }) => paths.some(path => baseName(path) === name));
  if (candidates.length === 0 && (copied || !isKnownBase(stage))) return undefined;
  const elsewhere = [...image.dockerfile.checkout.files].filter(path => baseName(path) === name).slice(0, 3);
  const hint = elsewhere.length === 0 ? '' : ` The repository has ${elsewhere.join(', ')}.`;
  return { message: `Nothing puts ${started.path} into the image.${hint}` };
}

/** In git, by COPY --chmod, or by chmod in a RUN. */
function mayRun(started: Started, file: string, { dockerfile, stage }: RunningImage): boolean {
  const { executable } = dockerfile.checkout;
  if (executable === undefined || executable.has(file)) return true;
  if (
    stage.copies.some(
      ({ mode, target }) =>
        mode !== undefined && /[1357]|x/.test(mode) && (isUnder(started.path, target) || target === started.path),
    )
  )
    return true;
  return stage.runs.some(({ text }) => /\bchmod\b|\binstall\b/.test(text) || /\bdos2unix\b/.test(text));
}

function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/** The instruction that says it, unless Compose does. */
function startLine(image: RunningImage, service: Service): Place {
  const { compose } = service;
  if (compose?.entrypoint !== undefined) return compose.placeOf('entrypoint');
  const line = image.stage.entrypoint?.line;
  if (line !== undefined) return placeIn(image, line);
  if (compose?.command !== undefined) return compose.placeOf('command');
  return placeIn(image, image.stage.command?.line ?? image.stage.line);
}

function onePerMessage(hits: readonly Hit[]): readonly Hit[] {
  return hits.filter(
    (hit, index) =>
      hits.findIndex(
        ({ message, place }) =>
          message === hit.message && place?.line === hit.place?.line && place?.file === hit.place?.file,
      ) === index,
  );
}

export const startsNothing = defineRule({
  id: 'docker/starts-nothing',
  title: 'The image says what it starts',
  severity: deployed('critical'),
  why: 'Without CMD or ENTRYPOINT the base image’s own command runs: for Python an interpreter without input, which ends at once.',
  remedy: 'CMD ["gunicorn", "--bind", "0.0.0.0:8000", "project.wsgi:application"]',
  source: ['S1-054', 'Dockerfile reference, CMD'],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const idle = image.services.filter(
        ({ written, start }) =>
          written.command === undefined && written.entrypoint === undefined && start.commands.length === 0,
      );
      if (idle.length === 0 || !isOfficial(image.stage.base) || shortName(image.stage.base) !== 'python') return [];
      const names = usersOf(idle);
      return [
        {
          subject: `${image.title}: CMD`,
          place: placeIn(image, image.stage.line),
          message: `Neither CMD nor ENTRYPOINT stands in this stage${names === '' ? '' : `, and ${names} ${idle.length > 1 ? 'give' : 'gives'} no command`}: the container ends as soon as it is started.`,
          evidence: `FROM ${image.stage.from.image}`,
        },
      ];
    }),
});

export const unreadable = defineRule({
  id: 'docker/unreadable',
  title: 'Docker can read the Dockerfile',
  severity: 'critical',
  why: 'The build ends before its first step.',
  remedy: 'Mend the line; an instruction that goes on in the next line ends in a backslash.',
  source: ['Dockerfile reference, "Format"'],
  judge: ({ dockerfiles }) =>
    dockerfiles.flatMap(({ file, problems, stages, targets }) => [
      ...problems.map(
        ({ line, message }): Hit => ({
          subject: `${file}: ${message}`,
          place: { file, line },
          message: `${message}.`,
          evidence: `${file}, line ${line}`,
        }),
      ),
      ...targets
        .filter(
          target => stages.length > 0 && !stages.some(({ name }, index) => name === target || String(index) === target),
        )
        .map(
          (target): Hit => ({
            subject: `${file}: target ${target}`,
            place: { file, line: stages.at(-1)?.line ?? 1 },
            message: `The stage "${target}" is built, and no stage is called that.`,
            evidence: `stages: ${stages
              .map(({ name }) => name)
              .join(', ')
              .slice(0, 160)}`,
          }),
        ),
    ]),
});
