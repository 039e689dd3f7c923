/** What GitHub's answers need to know of a repository, asked from real git. Nothing is cached: the repository may move. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Person;
  readonly committer: Person;
}

export interface Person {
  readonly name: string;
  readonly email: string;
  /** ISO 8601 in UTC, as GitHub prints it. */
  readonly date: string;
}

export interface ChangedFile {
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  readonly filename: string;
  readonly previousFilename: string | undefined;
  /** The blob after the change; before it for a removed file. */
  readonly blob: string;
  readonly additions: number;
  readonly deletions: number;
}

export interface History {
  /** What a branch (`main`), tag, full ref or (abbreviated) commit means; undefined when it means nothing. */
  resolve(ref: string): Promise<string | undefined>;
  /** The object a full ref points at, which for an annotated tag is the tag. */
  ref(fullName: string): Promise<{ readonly sha: string; readonly type: 'commit' | 'tag' } | undefined>;
  commit(sha: string): Promise<Commit>;
  mergeBase(a: string, b: string): Promise<string | undefined>;
  /** Commits of `head` that are not in `base`, oldest first. */
  between(base: string, head: string): Promise<readonly Commit[]>;
  changes(from: string, to: string): Promise<readonly ChangedFile[]>;
}

const run = promisify(execFile);

/** History without any repository: every ref is unknown. */
export const emptyHistory: History = {
  resolve: async () => undefined,
  ref: async () => undefined,
  commit: async sha => {
    throw new Error(`There is no commit ${sha}: this GitHub was started without a git repository.`);
  },
  mergeBase: async () => undefined,
  between: async () => [],
  changes: async () => [],
};

export function gitHistory(directory: string): History {
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('git', ['-C', directory, ...args], {
      env: {
        PATH: process.env['PATH'],
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        TZ: 'UTC',
        LC_ALL: 'C',
      },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  };
  /** For questions to which git says no by its exit code. */
  const gitOrNothing = async (...args: readonly string[]): Promise<string | undefined> => {
    try {
      return (await git(...args)).trim();
    } catch (error) {
      if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number')
        return undefined;
      throw error;
    }
  };
  const commits = async (...range: readonly string[]): Promise<readonly Commit[]> =>
    parseCommits(
      await git('log', '-z', `--format=${commitFormat}`, '--date=format-local:%Y-%m-%dT%H:%M:%SZ', ...range, '--'),
    );

  return {
    async resolve(ref) {
      if (!isSafe(ref)) return undefined;
      // GitHub prefers a branch over a tag of the same name.
      for (const name of [`refs/heads/${ref}`, `refs/tags/${ref}`, ref]) {
        const sha = await gitOrNothing('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
        if (sha !== undefined) return sha;
      }
      return undefined;
    },
    async ref(fullName) {
      if (!isSafe(fullName)) return undefined;
      const line = await git('for-each-ref', '--format=%(refname) %(objectname) %(objecttype)', fullName);
      const [name, sha, type] = line.trim().split(' ');
      // A pattern that names a folder lists what is in it: that is not this ref.
      if (name !== fullName || sha === undefined) return undefined;
      return { sha, type: type === 'tag' ? 'tag' : 'commit' };
    },
    async commit(sha) {
      const [commit] = await commits('-1', sha);
      if (commit === undefined) throw new Error(`git shows no commit ${sha}.`);
      return commit;
    },
    mergeBase: (a, b) => gitOrNothing('merge-base', a, b),
    between: (base, head) => commits('--reverse', '--topo-order', `${base}..${head}`),
    async changes(from, to) {
      return parseChanges(await git('diff', '--raw', '--numstat', '-z', '-M', '--no-abbrev', from, to, '--'));
    },
  };
}

/** Neither an option, nor a range or other revision syntax that GitHub does not know. */
function isSafe(ref: string): boolean {
  return ref !== '' && !ref.startsWith('-') && !/\.\.|[\s~^:?*[\\@{]/.test(ref);
}

const separator = '\x01';
const commitFormat = ['%H', '%T', '%P', '%an', '%ae', '%ad', '%cn', '%ce', '%cd', '%B'].join('%x01');

function parseCommits(text: string): Commit[] {
  return text
    .split('\0')
    .filter(record => record !== '')
    .map(record => {
      const [sha = '', tree = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', ...message] =
        record.split(separator);
      return {
        sha,
        tree,
        parents: parents.split(' ').filter(parent => parent !== ''),
        message: message.join(separator).trimEnd(),
        author: { name: an, email: ae, date: ad },
        committer: { name: cn, email: ce, date: cd },
      };
    });
}

const statuses: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

/** `git diff --raw --numstat -z`: first all raw records, then the counts in the same order. */
function parseChanges(text: string): ChangedFile[] {
  const fields = text.split('\0');
  const raw: Omit<ChangedFile, 'additions' | 'deletions'>[] = [];
  let at = 0;
  while (fields[at]?.startsWith(':')) {
    const [, , before = '', after = '', letter = ''] = fields[at++]?.split(' ') ?? [];
    const status = statuses[letter.charAt(0)] ?? 'changed';
    const first = fields[at++] ?? '';
    const second = status === 'renamed' || status === 'copied' ? (fields[at++] ?? '') : undefined;
    raw.push({
      status,
      filename: second ?? first,
      previousFilename: second === undefined ? undefined : first,
      blob: status === 'removed' ? before : after,
    });
  }
  return raw.map(file => {
    const [additions = '', deletions = ''] = fields[at++]?.split('\t') ?? [];
    // A rename's counts are followed by its two paths as fields of their own.
    if (file.previousFilename !== undefined) at += 2;
    // Binary files count as "-".
    return { ...file, additions: Number(additions) || 0, deletions: Number(deletions) || 0 };
  });
}
