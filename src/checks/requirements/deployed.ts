import type { Copied, Dockerfile, Stage } from '../docker/facts.ts';
import { baseName } from '../paths.ts';
import type { Command } from '../shell/facts.ts';

/**
 * The files that the images install, most telling first: what the RUN instructions of the built stages name; without a Dockerfile what
 * build packs look for. Empty when it is unclear.
 */
export function deployedPaths(
  dockerfiles: readonly Dockerfile[],
  files: readonly string[],
  directory: string,
): readonly string[] {
  const known = new Set(files);
  const installed = dockerfiles.flatMap(dockerfile => installedBy(dockerfile, known));
  if (installed.length > 0) return [...new Set(installed)];
  return usual(directory)
    .filter(path => known.has(path))
    .slice(0, 1);
}

/** In the order in which nixpacks and Heroku's build pack choose. */
function usual(directory: string): readonly string[] {
  const folders = directory === '' ? [''] : ['', `${directory}/`];
  const names = ['uv.lock', 'poetry.lock', 'Pipfile.lock', 'requirements.txt'];
  return [
    ...folders.flatMap(folder => names.map(name => `${folder}${name}`)),
    ...folders.map(folder => `${folder}pyproject.toml`),
  ];
}

function installedBy(dockerfile: Dockerfile, known: ReadonlySet<string>): readonly string[] {
  return builtStages(dockerfile).flatMap(stage =>
    stage.runs.flatMap(run => {
      const brought = [...stage.copies.flatMap(broughtBy), ...run.mounts.flatMap(boundBy)];
      return run.commands.flatMap(command =>
        filesOf(command).flatMap(path => {
          const wanted = absolute(path, command.directory ?? stage.workdir);
          const found = [...sourcesOf(wanted, brought), path.replace(/^\.?\//, '')].map(candidate =>
            dockerfile.context === '' ? candidate : `${dockerfile.context}/${candidate}`,
          );
          return found.find(candidate => known.has(candidate)) ?? [];
        }),
      );
    }),
  );
}

/** The stages that the targets are made of: parents, and what `COPY --from` takes from. */
export function builtStages(dockerfile: Dockerfile): readonly Stage[] {
  const byName = new Map(dockerfile.stages.map(stage => [stage.name, stage]));
  const targets = dockerfile.targets.flatMap(name => byName.get(name) ?? []);
  const last = dockerfile.stages.at(-1);
  const open: Stage[] = targets.length > 0 ? [...targets] : last === undefined ? [] : [last];
  const seen = new Set<Stage>();
  for (let stage = open.shift(); stage !== undefined; stage = open.shift()) {
    if (seen.has(stage)) continue;
    seen.add(stage);
    const names = [stage.from.stage, ...stage.copies.map(({ from }) => from)];
    for (const name of names) {
      const next = name === undefined ? undefined : (byName.get(name) ?? dockerfile.stages[Number(name)]);
      if (next !== undefined) open.push(next);
    }
  }
  return [...seen];
}

/** Files that a command of pip, uv, Poetry or Pipenv installs, as written. */
function filesOf({ words }: Pick<Command, 'words'>): readonly string[] {
  const program = (words[0] ?? '').replace(/^.*\//, '');
  const rest = words.slice(1);
  if (/^python[\d.]*$/.test(program) && rest[0] === '-m') return filesOf({ words: rest.slice(1) });
  if (program === 'uv' && rest[0] === 'pip') return filesOf({ words: rest });
  if (program === 'uv' && (rest[0] === 'sync' || rest[0] === 'export')) return ['uv.lock'];
  if (program === 'poetry' && rest.includes('install')) return ['poetry.lock', 'pyproject.toml'];
  if (program === 'pipenv' && rest.some(word => word === 'install' || word === 'sync')) return ['Pipfile.lock'];
  if (!/^pip[\d.]*$/.test(program)) return [];
  if (rest[0] === 'sync') return rest.slice(1).filter(word => !word.startsWith('-'));
  if (!rest.some(word => word === 'install' || word === 'wheel')) return [];
  const named = rest.flatMap((word, index) => {
    if (word === '-r' || word === '--requirement') return rest[index + 1] ?? [];
    return /^(?:--requirement=|-r)(\S+)$/.exec(word)?.[1] ?? [];
  });
  return named.length === 0 && rest.some(word => /^\.(?:\[.*\])?$/.test(word)) ? ['pyproject.toml'] : named;
}

/** A path of the context and the one it has in the image; a folder stands for everything in it. */
interface Brought {
  readonly source: string;
  readonly target: string;
}

function broughtBy({ from, paths, target, intoFolder }: Copied): readonly Brought[] {
  if (from !== undefined) return [];
  return paths.flatMap(path => {
    const source = path.replace(/^\.?\//, '').replace(/\/$/, '');
    const base = baseName(source);
    const folder = { source: source === '.' ? '' : source, target: absolute(target, '/') };
    // A file goes into the folder under its own name; the content of a folder goes into it as it is.
    return intoFolder && base !== '' && base !== '.' ? [{ source, target: absolute(base, target) }, folder] : [folder];
  });
}

/** `type=bind,source=requirements.txt,target=/tmp/requirements.txt` of a RUN. */
function boundBy(mount: string): readonly Brought[] {
  const parts = new Map(
    mount.split(',').map((part): [string, string] => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']),
  );
  if (parts.get('type') !== 'bind' || parts.has('from')) return [];
  const target = parts.get('target') ?? parts.get('dst') ?? parts.get('destination') ?? '';
  return [
    { source: (parts.get('source') ?? parts.get('src') ?? '').replace(/^\.?\//, ''), target: absolute(target, '/') },
  ];
}

function sourcesOf(wanted: string, brought: readonly Brought[]): readonly string[] {
  return brought.flatMap(({ source, target }) => {
    if (target === wanted) return [source];
    const folder = slashed(target);
    if (!wanted.startsWith(folder)) return [];
    const within = wanted.slice(folder.length);
    return [source === '' ? within : `${source}/${within}`];
  });
}

function absolute(path: string, directory: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${directory}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function slashed(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
