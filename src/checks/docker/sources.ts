import { baseName } from '../paths.ts';
import { joinPath, type SourcePath } from '../shell/path.ts';
import type { Copied, Dockerfile, Stage } from './facts.ts';
import { inFolder } from './ignore.ts';

/** Different paths that are remembered of one stage: stages that copy from stages would multiply them. */
const MOST_SOURCES = 300;

type CopyingStage = Pick<Stage, 'copies' | 'name'>;
type CopyingFile = Pick<Dockerfile, 'context'> & { readonly stages: readonly CopyingStage[] };

/**
 * Where a stage puts files and folders of the repository, in the order of its COPY lines. What .dockerignore leaves out is not looked at here:
 * whoever asks for one file asks it of `excludes` too.
 */
export function sourcesOf(stage: CopyingStage, dockerfile: CopyingFile): readonly SourcePath[] {
  const known: Known = gathered.get(dockerfile.stages) ?? new Map();
  gathered.set(dockerfile.stages, known);
  return collect(stage.copies, dockerfile, known);
}

type Known = Map<CopyingStage, readonly SourcePath[]>;

/** What stages of a file put together does not change, and every RUN asks. */
const gathered = new WeakMap<readonly CopyingStage[], Known>();

function collect(copies: readonly Copied[], dockerfile: CopyingFile, known: Known): readonly SourcePath[] {
  const found = new Map<string, SourcePath>();
  for (const copied of copies) {
    const before = copied.from === undefined ? undefined : ofStage(copied.from, dockerfile, known);
    for (const path of copied.paths) {
      const sources =
        copied.from === undefined
          ? fromContext(path, copied, dockerfile.context)
          : fromStage(path, copied, before ?? []);
      for (const source of sources) {
        if (found.size >= MOST_SOURCES) return [...found.values()];
        const key = `${source.container}\n${source.repository}`;
        // The last COPY of the same path wins, so it goes to the end.
        found.delete(key);
        found.set(key, source);
      }
    }
  }
  return [...found.values()];
}

function ofStage(from: string, dockerfile: CopyingFile, known: Known): readonly SourcePath[] {
  const stage = dockerfile.stages.find(({ name }, index) => name === from || String(index) === from);
  if (stage === undefined) return [];
  const before = known.get(stage);
  if (before !== undefined) return before;
  // A stage that copies from itself, or from one that copies from it, finds nothing there.
  known.set(stage, []);
  const sources = collect(stage.copies, dockerfile, known);
  known.set(stage, sources);
  return sources;
}

function fromContext(path: string, { target, intoFolder }: Copied, context: string): readonly SourcePath[] {
  if (isRemote(path)) return [];
  const clean = path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  const pattern = /^(?:(.*)\/)?[^/]*[*?[]/.exec(clean);
  // The files behind a pattern land in the target by their own names.
  if (pattern !== null)
    return [{ container: target, repository: inFolder(context, pattern[1] ?? '').replace(/\/$/, '') }];
  if (clean === '' || clean === '.') return [{ container: target, repository: context }];
  const source = { container: target, repository: inFolder(context, clean) };
  if (!intoFolder) return [source];
  // A folder's content lands in the target, a file by its name: without looking, both are possible.
  const name = baseName(clean);
  return [source, { container: joinPath(target, name) ?? target, repository: source.repository }];
}

/** `ADD https://...`, `ADD git@...`: nothing of the repository. */
export function isRemote(path: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i.test(path);
}

/** `COPY --from=build /app /app`: what the other stage had there. */
function fromStage(path: string, { target }: Copied, sources: readonly SourcePath[]): readonly SourcePath[] {
  const root = joinPath('/', path) ?? '/';
  return sources.flatMap(({ container, repository }): readonly SourcePath[] => {
    const inside = below(container, root);
    if (inside !== undefined) return [{ container: joinPath(target, inside) ?? target, repository }];
    const above = below(root, container);
    if (above === undefined) return [];
    return [{ container: target, repository: [repository, above].filter(part => part !== '').join('/') }];
  });
}

/** The rest of a path under a folder, `''` for the folder itself. */
function below(path: string, folder: string): string | undefined {
  if (path === folder) return '';
  const start = folder === '/' ? '/' : `${folder}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}
