import { baseName } from '../paths.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import type { Copied } from './facts.ts';
import { inFolder } from './ignore.ts';
import { placeIn, type RunningImage, runningImages, stagesBehind } from './running.ts';
import { isRemote } from './sources.ts';

/** COPY and ADD from the build's own folder, in every stage that goes into the image. */
function ownCopies(image: RunningImage): readonly Copied[] {
  const all = stagesBehind(image).flatMap(({ copies }) => copies.filter(({ from }) => from === undefined));
  return all.filter((copied, index) => all.findIndex(({ line }) => line === copied.line) === index);
}

function cleaned(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
}

export const copyMissing = defineRule({
  id: 'docker/copy-missing',
  title: 'What COPY names is there, and .dockerignore lets it in',
  severity: 'critical',
  why: 'The build ends at the line: "not found".',
  remedy: 'Name a path of the repository, relative to the folder that is built.',
  source: ['S2-019', 'Dockerfile reference, COPY: "source files ... in the build context"'],
  judge: project =>
    runningImages(project).flatMap(image =>
      ownCopies(image).flatMap(({ paths, line, keyword }) =>
        paths.flatMap((path): readonly Hit[] => {
          const clean = cleaned(path);
          if (clean === '' || clean === '.' || /[*?[$]/.test(clean) || isRemote(path) || path.startsWith('..'))
            return [];
          const { context, checkout, ignore, file } = image.dockerfile;
          const hit = {
            subject: `${file}: ${clean}`,
            place: placeIn(image, line),
            evidence: `${keyword} ${paths.join(' ')}`.slice(0, 160),
          };
          if (!checkout.paths.has(inFolder(context, clean))) {
            // A result of a step before the build need not be in git.
            const made =
              /(?:^|\/)(?:dist|build|out|target|staticfiles|static|node_modules|public|wheels?|\.next)(?:\/|$)|\.whl$/.test(
                clean,
              );
            return [
              {
                ...hit,
                message: `${clean} is not in the repository${context === '' ? '' : ` (the build starts in ${context})`}: the build ends here.`,
                ...(made ? { severity: 'medium' as const } : {}),
                ...moved(clean, image),
              },
            ];
          }
          if (ignore?.excludes(clean) !== true || holdsException(clean, image)) return [];
          return [
            {
              ...hit,
              message: `${clean} is left out of the build by ${ignore.file}: the build ends here.`,
              remedy: `Let it in, after the pattern that excludes it:\n!${clean}`,
            },
          ];
        }),
      ),
    ),
});

/** A folder that is excluded, with a file in it that is let in again, can still be copied. */
function holdsException(path: string, { dockerfile }: RunningImage): boolean {
  const prefix = `${inFolder(dockerfile.context, path)}/`;
  const strip = dockerfile.context === '' ? 0 : dockerfile.context.length + 1;
  return [...dockerfile.checkout.files].some(
    file => file.startsWith(prefix) && dockerfile.ignore?.excludes(file.slice(strip)) === false,
  );
}

function moved(path: string, { dockerfile }: RunningImage): { readonly remedy?: string } {
  const name = baseName(path);
  const found = [...dockerfile.checkout.paths].filter(each => each.endsWith(`/${name}`) || each === name).slice(0, 3);
  return found.length === 0 ? {} : { remedy: `The repository has ${found.join(', ')}.` };
}

/** What may lie in a folder that is built, and what comes of it in an image. */
const UNWANTED: readonly {
  readonly shows: string;
  readonly sample: string;
  readonly secret: boolean;
  readonly when?: RegExp;
}[] = [
  { shows: '.env', sample: '.env', secret: true },
  { shows: '.git', sample: '.git', secret: false },
  { shows: '.venv', sample: '.venv', secret: false },
  { shows: '**/__pycache__', sample: 'a/__pycache__/b.cpython-313.pyc', secret: false },
  { shows: '*.sqlite3', sample: 'db.sqlite3', secret: false },
  { shows: 'node_modules', sample: 'node_modules', secret: false, when: /(?:^|\/)package\.json$/ },
];

export const ignoreFile = defineRule({
  id: 'docker/ignore',
  title: '.dockerignore keeps out what does not belong into an image',
  severity: deployed('low'),
  why: 'COPY . . takes everything along: a developer’s .env with its secrets, a local database, the whole history of the repository, packages for another system.',
  remedy: 'Write .dockerignore:\n.git\n.env\n.env.*\n.venv\n**/__pycache__\n**/*.pyc\n**/*.sqlite3\nnode_modules',
  source: ['S2-019'],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const whole = ownCopies(image).find(({ paths }) => paths.some(path => ['', '.'].includes(cleaned(path))));
      if (whole === undefined) return [];
      const { ignore, checkout, file, context } = image.dockerfile;
      const place = placeIn(image, whole.line);
      if (ignore === undefined)
        return [
          {
            subject: `${file}: .dockerignore`,
            place,
            message: `${whole.keyword} takes everything in the folder that is built, and no .dockerignore keeps anything out.`,
            evidence: `no ${inFolder(context, '.dockerignore')}`,
            severity: 'medium',
            remedy: `Write ${inFolder(context, '.dockerignore')}:\n.git\n.env\n.env.*\n.venv\n**/__pycache__\n**/*.pyc\n**/*.sqlite3\nnode_modules`,
          },
        ];
      const open = UNWANTED.filter(
        ({ sample, when }) =>
          (when === undefined || [...checkout.files].some(each => when.test(each))) &&
          !ignore.excludes(sample) &&
          // A project has the one or the other.
          !(sample === '.venv' && ignore.excludes('venv')),
      );
      if (open.length === 0) return [];
      const secret = open.some(each => each.secret);
      return [
        {
          subject: `${ignore.file}: ${open.map(({ shows }) => shows).join(' ')}`,
          place: { file: ignore.file, line: ignore.patterns.at(-1)?.line ?? 1 },
          message: `${ignore.file} lets ${open.map(({ shows }) => shows).join(', ')} into the image${secret ? ': a build on a machine with an .env puts its secrets there' : ''}.`,
          evidence: `${ignore.patterns.length} patterns`,
          remedy: `Add:\n${open.map(({ shows }) => shows).join('\n')}`,
          ...(secret ? { severity: 'medium' as const } : {}),
        },
      ];
    }),
});

export const copyOrder = defineRule({
  id: 'docker/copy-order',
  title: 'Requirements are copied and installed before the code',
  severity: deployed('low'),
  why: 'Every change of the code throws the layer of installed packages away: builds take minutes longer, and so does each deployment.',
  remedy: 'COPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .',
  source: ['Docker, "Building best practices": order layers'],
  judge: project =>
    runningImages(project).flatMap(image =>
      stagesBehind(image).flatMap((stage): readonly Hit[] => {
        const own = stage.copies.find(
          ({ from, line, paths }) =>
            from === undefined && line > stage.line && paths.some(path => ['', '.'].includes(cleaned(path))),
        );
        const install = stage.runs.find(
          ({ line, commands }) => own !== undefined && line > own.line && commands.some(installsRequirements),
        );
        // Whoever installs most of them before copies the code for the project itself only.
        const before = stage.runs.some(
          ({ line, commands }) => own !== undefined && line < own.line && commands.some(installsRequirements),
        );
        if (own === undefined || install === undefined || before) return [];
        return [
          {
            subject: `${image.dockerfile.file}: ${stage.name}`,
            place: placeIn(image, own.line),
            message: `All of the code is copied before the packages are installed in line ${install.line}: each change of the code installs them again.`,
            evidence: `${own.keyword} ${own.paths.join(' ')} before ${install.commands.find(installsRequirements)?.words.slice(0, 3).join(' ')}`,
          },
        ];
      }),
    ),
});

function installsRequirements({ words }: { readonly words: readonly string[] }): boolean {
  const text = words.slice(0, 4).join(' ');
  if (/^uv sync|^poetry install|^pipenv (?:install|sync)/.test(text)) return true;
  const named = words.some(word => /^(?:-r|--requirements?)/.test(word));
  return named && /(?:^|\/)pip[0-9.]* install|-m pip install|^uv pip install/.test(text);
}
