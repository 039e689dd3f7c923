/**
 * The project's scripted history: each release a commit, the same commit on every machine.
 *
 * `base/` is the release `first`; `releases/<name>/` holds the files another release changes, its `message`, and in
 * `.deleted` the paths it removes, one a line. The commits are made by `git fast-import`, which takes modes, authors
 * and dates from the stream alone: nothing of the file system or of anybody's git configuration reaches a hash.
 */
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { git } from './git.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const AUTHOR = 'OBCMS Team <team@obcms.example>';
const FIRST_COMMIT_SECONDS = Date.UTC(2026, 0, 5, 1, 0, 0) / 1000;
const SECONDS_BETWEEN_COMMITS = 3_600;
const TIME_ZONE = '+0800';

/** Every release and the one it follows, parents first. */
const PARENTS = {
  first: undefined,
  /** A page and a style sheet change; no migration. */
  plain: 'first',
  /** A nullable column is added and used. */
  expand: 'plain',
  /** A column that `expand` reads is renamed. */
  breaking: 'expand',
  /** The build command fails: a style sheet names a picture that is not there. */
  'no-build': 'expand',
  /** Every gunicorn worker fails to import; gunicorn gives up. */
  'no-boot': 'expand',
  /** /health/ answers 200, every page answers 500. */
  'healthy-but-dead': 'expand',
  /** The proxy's header is no longer believed: https redirects to itself. */
  'redirect-loop': 'expand',
  /** Serves nothing for its first eight seconds (GAZETTEER_SECONDS). */
  'slow-start': 'expand',
} as const satisfies Record<string, string | undefined>;

export type ReleaseName = keyof typeof PARENTS;

export interface Release {
  /** 40 hex. */
  readonly sha: string;
  /** The first line of the commit's message. */
  readonly title: string;
}

export interface History {
  /** A bare repository. `main` starts at `first`; every release has the tag `release/<name>`. */
  readonly directory: string;
  readonly releases: Readonly<Record<ReleaseName, Release>>;
  /** Points a branch at a commit, as a push would; makes the branch when it is new. */
  branch(name: string, sha: string): Promise<void>;
  /** A clone with the whole history and that commit checked out, as `actions/checkout` with `fetch-depth: 0` leaves it. */
  clone(directory: string, sha: string): Promise<void>;
}

/** The names of all releases, parents before children. */
export const RELEASE_NAMES = Object.keys(PARENTS).filter(isReleaseName);

export function isReleaseName(name: string): name is ReleaseName {
  return Object.hasOwn(PARENTS, name);
}

/** Makes the repository in an empty or missing directory. */
export async function createHistory(directory: string): Promise<History> {
  await mkdir(directory, { recursive: true });
  const inside = { directory };
  await git(['init', '--quiet', '--bare', '--template=', '--object-format=sha1', '--initial-branch=main'], inside);
  const titles = new Map(RELEASE_NAMES.map(name => [name, title(name)]));
  await git(['fast-import', '--quiet'], { ...inside, input: await stream(titles) });

  const release = async (name: ReleaseName): Promise<[ReleaseName, Release]> => [
    name,
    { sha: await git(['rev-parse', `refs/tags/release/${name}`], inside), title: titles.get(name) ?? name },
  ];
  const branch = async (name: string, sha: string): Promise<void> => {
    await git(['check-ref-format', '--branch', name], inside);
    await git(['update-ref', `refs/heads/${name}`, sha], inside);
  };
  const releases = everyRelease(new Map(await Promise.all(RELEASE_NAMES.map(release))));
  await branch('main', releases.first.sha);
  return { directory, releases, branch, clone: (target, sha) => clone(directory, target, sha) };
}

async function clone(repository: string, target: string, sha: string): Promise<void> {
  await git(['clone', '--quiet', '--no-checkout', '--template=', repository, target], { directory: repository });
  await git(['checkout', '--quiet', '--detach', sha], { directory: target });
}

/** What fast-import reads: all commits, the oldest first. */
async function stream(titles: ReadonlyMap<ReleaseName, string>): Promise<Uint8Array> {
  const parts: (string | Uint8Array)[] = [];
  for (const [index, name] of RELEASE_NAMES.entries()) {
    const parent = PARENTS[name];
    const when = FIRST_COMMIT_SECONDS + index * SECONDS_BETWEEN_COMMITS;
    parts.push(`commit refs/tags/release/${name}\n`, `mark :${index + 1}\n`);
    parts.push(`committer ${AUTHOR} ${when} ${TIME_ZONE}\n`, ...blob(`${titles.get(name)}\n`));
    if (parent !== undefined) parts.push(`from :${RELEASE_NAMES.indexOf(parent) + 1}\n`);
    for (const change of await changes(name)) parts.push(...change);
  }
  return Buffer.concat(parts.map(part => Buffer.from(part)));
}

async function changes(name: ReleaseName): Promise<(string | Uint8Array)[][]> {
  const root = folder(name);
  const own = name === 'first' ? [] : ['message', '.deleted'];
  const files = (await filesBelow(root)).filter(path => !own.includes(path));
  const written = files.map(async path => {
    const content = await readFile(join(root, path));
    // A script says so in its first two bytes; the mode it has on this disk says nothing.
    const mode = content.subarray(0, 2).toString() === '#!' ? '100755' : '100644';
    return [`M ${mode} inline ${path}\n`, ...blob(content)];
  });
  const deleted = await readFile(join(root, '.deleted'), 'utf8').catch(() => '');
  const removed = deleted.split('\n').filter(path => path !== '');
  return [...removed.map(path => [`D ${path}\n`]), ...(await Promise.all(written))];
}

function blob(content: string | Uint8Array): (string | Uint8Array)[] {
  return [`data ${Buffer.byteLength(content)}\n`, content, '\n'];
}

/** Sorted paths with slashes, without what running the project in place leaves behind. */
async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(path => !/(^|\/)(__pycache__|staticfiles|\.env|[^/]*\.sqlite3)(\/|$)/.test(path))
    .sort();
}

function folder(name: ReleaseName): string {
  return name === 'first' ? join(HERE, 'base') : join(HERE, 'releases', name);
}

function title(name: ReleaseName): string {
  if (name === 'first') return 'Keep records of communities';
  return readFileSync(join(folder(name), 'message'), 'utf8').trim();
}

function everyRelease(found: ReadonlyMap<ReleaseName, Release>): Record<ReleaseName, Release> {
  const get = (name: ReleaseName): Release => {
    const release = found.get(name);
    if (release === undefined) throw new Error(`The history has no release "${name}".`);
    return release;
  };
  return {
    first: get('first'),
    plain: get('plain'),
    expand: get('expand'),
    breaking: get('breaking'),
    'no-build': get('no-build'),
    'no-boot': get('no-boot'),
    'healthy-but-dead': get('healthy-but-dead'),
    'redirect-loop': get('redirect-loop'),
    'slow-start': get('slow-start'),
  };
}
