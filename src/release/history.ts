import type { ApplicationAnswer } from '../coolify/answers.ts';
import type { Sha } from '../core/commit.ts';
import type { Http } from '../core/http.ts';
import type { World } from '../core/world.ts';
import { remoteHead } from '../github/checkout.ts';
import { githubRepository, type Known, type Relation } from '../github/repository.ts';
import type { ReleaseRequest } from './request.ts';

/** What git's history says about the application's branch. Every answer may be unknown, with the reason. */
export interface History {
  /** The commit Coolify would build if it were asked now. */
  head(application: ApplicationAnswer): Promise<Known<Sha>>;
  relation(application: ApplicationAnswer, live: Sha, candidate: Sha): Promise<Known<Relation>>;
}

/** Asks GitHub with the token, else the checkout's remote. Each question is asked once a run. */
export function historyFor(request: Pick<ReleaseRequest, 'githubToken'>, http: Http, world: World): History {
  const { repository, githubApi, workspace } = world.host.context;
  // GitHub's own address comes from the runner; plain HTTP is only ever a stand-in on the same machine.
  const safe = /^https:|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(`${githubApi}/`);
  const token = safe ? request.githubToken : undefined;
  const github =
    token === undefined || repository === undefined
      ? undefined
      : githubRepository({ repository, token, api: githubApi, http, signal: world.signal });
  const answers = new Map<string, Promise<Known<unknown>>>();
  const once = <Value>(key: string, ask: () => Promise<Known<Value>>): Promise<Known<Value>> => {
    const asked = answers.get(key) ?? ask();
    answers.set(key, asked);
    return asked as Promise<Known<Value>>;
  };
  return {
    head: application => {
      const { branch } = application;
      if (!BRANCH.test(branch))
        return Promise.resolve({ known: false, why: 'the branch of the application is no name of a branch' });
      if (!isSameRepository(application.repository, repository))
        return Promise.resolve(foreign(application, repository));
      return once(`head ${branch}`, async () => {
        const fromGithub = await github?.head(branch);
        if (fromGithub?.known === true) return fromGithub;
        const fromRemote = await remoteHead(branch, { directory: workspace, ...world });
        return fromRemote.known ? fromRemote : (fromGithub ?? fromRemote);
      });
    },
    relation: (application, live, candidate) => {
      if (!isSameRepository(application.repository, repository))
        return Promise.resolve(foreign(application, repository));
      if (github === undefined) return Promise.resolve({ known: false, why: 'no github-token was given' });
      return once(`relation ${live} ${candidate}`, () => github.relation(live, candidate));
    },
  };
}

function foreign(application: ApplicationAnswer, repository: string | undefined): { known: false; why: string } {
  return {
    known: false,
    why: `the application is built from ${ownerAndName(application.repository)}, not from ${repository ?? 'this repository'}`,
  };
}

/** What git allows as the name of a branch, near enough: no control characters, no wildcards, not endless. */
const BRANCH = /^(?!-)[^\p{Cc} ~^:?*[\\]{1,255}$/u;

/** `org/app` of `org/app`, `https://github.com/org/app.git`, `git@github.com:org/app`, `ssh://git@host/org/app`. */
export function ownerAndName(address: string): string {
  const path = address
    .replace(/^[a-z+]+:\/\/[^/]+\//i, '')
    .replace(/^[^@/]+@[^:/]+:/, '')
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/i, '');
  return path;
}

/** Without a repository of our own, or of the application's, there is nothing to compare: the checkout is taken at its word. */
function isSameRepository(address: string, repository: string | undefined): boolean {
  if (address === '' || repository === undefined) return true;
  return ownerAndName(address).toLowerCase() === repository.toLowerCase();
}
