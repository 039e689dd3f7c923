/**
 * The JSON of GitHub's answers. The types are those of GitHub's published OpenAPI description (through Octokit), so that
 * a missing or misnamed field does not compile.
 */
import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { ChangedFile, Commit } from './history.ts';

type Repos = RestEndpointMethodTypes['repos'];
export type BranchAnswer = Repos['getBranch']['response']['data'];
export type CommitAnswer = Repos['getCommit']['response']['data'];
export type CompareAnswer = Repos['compareCommitsWithBasehead']['response']['data'];
export type RefAnswer = RestEndpointMethodTypes['git']['getRef']['response']['data'];

/** Where a repository's links lead. */
export interface Links {
  /** `<api>/repos/<owner>/<name>` */
  readonly api: string;
  /** `https://github.com/<owner>/<name>` */
  readonly html: string;
}

export function branchAnswer(links: Links, name: string, commit: Commit): BranchAnswer {
  const self = `${links.api}/branches/${encodeURIComponent(name)}`;
  return {
    name,
    commit: commitAnswer(links, commit),
    _links: { self, html: `${links.html}/tree/${name}` },
    protected: false,
    protection: { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } },
    protection_url: `${self}/protection`,
  };
}

export function refAnswer(links: Links, fullName: string, object: { sha: string; type: 'commit' | 'tag' }): RefAnswer {
  return {
    ref: fullName,
    node_id: nodeId('Ref', fullName),
    url: `${links.api}/git/${fullName}`,
    object: { ...object, url: `${links.api}/git/${object.type}s/${object.sha}` },
  };
}

/** Authors are people without a GitHub account: `author` and `committer` are null, as GitHub has it then. */
export function commitAnswer(links: Links, commit: Commit, files?: readonly ChangedFile[]): CommitAnswer {
  const url = `${links.api}/commits/${commit.sha}`;
  const html = `${links.html}/commit/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url,
    html_url: html,
    comments_url: `${url}/comments`,
    commit: {
      url: `${links.api}/git/commits/${commit.sha}`,
      message: commit.message,
      author: commit.author,
      committer: commit.committer,
      tree: { sha: commit.tree, url: `${links.api}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    author: null,
    committer: null,
    parents: commit.parents.map(sha => ({
      sha,
      url: `${links.api}/commits/${sha}`,
      html_url: `${links.html}/commit/${sha}`,
    })),
    ...(files === undefined
      ? {}
      : { stats: statsOf(files), files: files.map(file => fileAnswer(links, commit.sha, file)) }),
  };
}

/** Facts of a comparison; the words GitHub has for it follow from the counts. */
export interface Comparison {
  readonly base: Commit;
  readonly head: Commit;
  readonly mergeBase: Commit;
  /** Commits of head that base does not have, oldest first. */
  readonly ahead: readonly Commit[];
  readonly behindBy: number;
  /** From the merge base to head. */
  readonly files: readonly ChangedFile[];
  readonly page: number;
  readonly perPage: number;
}

/** At most 300 files are listed, on the first page only. */
const filesListed = 300;

export function compareAnswer(links: Links, basehead: string, comparison: Comparison): CompareAnswer {
  const { base, head, mergeBase, ahead, behindBy, files, page, perPage } = comparison;
  const html = `${links.html}/compare/${basehead}`;
  return {
    url: `${links.api}/compare/${basehead}`,
    html_url: html,
    permalink_url: `${links.html}/compare/${base.sha}...${head.sha}`,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitAnswer(links, base),
    merge_base_commit: commitAnswer(links, mergeBase),
    status: compareStatus(ahead.length, behindBy),
    ahead_by: ahead.length,
    behind_by: behindBy,
    total_commits: ahead.length,
    commits: ahead.slice((page - 1) * perPage, page * perPage).map(commit => commitAnswer(links, commit)),
    files: page > 1 ? [] : files.slice(0, filesListed).map(file => fileAnswer(links, head.sha, file)),
  };
}

export function compareStatus(aheadBy: number, behindBy: number): CompareAnswer['status'] {
  if (aheadBy > 0) return behindBy > 0 ? 'diverged' : 'ahead';
  return behindBy > 0 ? 'behind' : 'identical';
}

type FileAnswer = NonNullable<CompareAnswer['files']>[number];

/** Without `patch`, which GitHub leaves out for binary and large files too. */
function fileAnswer(links: Links, sha: string, file: ChangedFile): FileAnswer {
  const path = file.filename.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.blob,
    filename: file.filename,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${links.html}/blob/${sha}/${path}`,
    raw_url: `${links.html}/raw/${sha}/${path}`,
    contents_url: `${links.api}/contents/${path}?ref=${sha}`,
    ...(file.previousFilename === undefined ? {} : { previous_filename: file.previousFilename }),
  };
}

function statsOf(files: readonly ChangedFile[]): { additions: number; deletions: number; total: number } {
  const sum = (count: (file: ChangedFile) => number) => files.reduce((total, file) => total + count(file), 0);
  const additions = sum(file => file.additions);
  const deletions = sum(file => file.deletions);
  return { additions, deletions, total: additions + deletions };
}

export function nodeId(type: string, key: string): string {
  return `${type}_${Buffer.from(key).toString('base64url')}`;
}
