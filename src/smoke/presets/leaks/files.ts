import { count } from '../../../core/text.ts';
import type { WireResult } from '../../../core/wire.ts';
import { startsAsHtml } from '../answer-words.ts';
import { onceSeen, type Surroundings, surroundings } from '../application-seen.ts';
import type { LeaksOptions } from '../options.ts';
import { defineCheck, type Judgement } from '../preset.ts';
import { unknownPath } from '../unknown-path.ts';
import { type ClosedFacts, inSmallGroups, judgeClosed, listed, lookAt, standingOf } from './closed.ts';
import { listingIn } from './open-signs.ts';
import { SECRET_FILES, type SecretFile } from './secret-files.ts';

interface FilesFacts {
  readonly around: Surroundings;
  readonly visits: readonly { readonly file: SecretFile; readonly result: WireResult }[];
  /** What a path gets that is certainly no file. */
  readonly unknown: WireResult;
}

export const dotfiles = defineCheck<LeaksOptions, FilesFacts>({
  id: 'leaks/dotfiles',
  title: 'No .env, repository, backup or source file can be fetched, from the root or out of /static/ and /media/',
  why: 'One .env is every secret of the site; a .git folder is its whole history.',
  accepts: [
    'anything that is not the file: a refusal, a redirect, or the page that a front end gives for every path',
    'a file is told by its content (variables, `ref: refs/`, `[core]`, SQLite, SQL, Python, YAML), whatever its status line and type say',
    'a 200 with something else than a page that no other path gets is a warning',
  ],
  remedy:
    'Serve files only from STATIC_ROOT and MEDIA_ROOT, keep `.env` and `.git` out of the image (.dockerignore), and with nginx write `location /static/ { alias /app/static/; }` with both slashes. What was open must be changed: every secret in it is known.',
  source:
    'OWASP WSTG, unreferenced files and path traversal; OBCMS hardening guide: 404 on .env, .git/HEAD and /static/../',
  severity: 'failure',
  async collect(site) {
    // The site itself must answer, so that silence below means the path was turned away.
    const around = await surroundings(site);
    const unknown = await site.attempt({ path: unknownPath(site).slice(0, -1) });
    const visits = await inSmallGroups(SECRET_FILES, async file => ({
      file,
      result: await site.attempt({ path: file.path }),
    }));
    return { around, visits, unknown };
  },
  judge: facts => onceSeen(judgeFiles(facts), facts.around),
});

function judgeFiles({ visits, unknown }: FilesFacts): Judgement {
  const leaked: string[] = [];
  const odd: string[] = [];
  for (const { file, result } of visits) {
    if (!result.ok || result.answer.status < 200 || result.answer.status > 299) continue;
    const { status, body } = result.answer;
    // An address that echoes, or a catch-all that looks like a file, says the same of a path that is none.
    if (unknown.ok && unknown.answer.status === status && unknown.answer.body === body) continue;
    const isPage = startsAsHtml(body);
    if (!isPage && file.isReal(body)) leaked.push(`${file.path} (${status}, ${file.what})`);
    else if (body !== '' && !isPage && !isSimilar(body, unknown)) odd.push(`${file.path} (${status})`);
  }
  const expected = 'none of them';
  if (leaked.length > 0) return { verdict: 'broken', expected, actual: leaked.join(', ') };
  if (odd.length > 0) {
    const remedy = 'It is not the file that was looked for, and not the page that other paths get. Fetch it and see.';
    return { verdict: 'doubtful', expected, actual: `something at ${odd.join(', ')}`, remedy };
  }
  return { verdict: 'holds', actual: `none of ${count(visits.length, 'path')}` };
}

/** APIs that answer 200 to everything repeat the path in their text, so equality would be too much to ask. */
function isSimilar(body: string, unknown: WireResult): boolean {
  if (!unknown.ok || unknown.answer.status > 299) return false;
  return body.slice(0, 12) === unknown.answer.body.slice(0, 12);
}

/** The usual roots of files; a site without one answers 404, and that is fine. */
const FOLDERS = ['/media/', '/static/', '/uploads/'];

export const mediaListing = defineCheck<LeaksOptions, ClosedFacts>({
  id: 'leaks/media-listing',
  title: 'The folders of uploaded and static files cannot be listed',
  why: 'A list of uploads is a list of documents to fetch, personal ones included.',
  accepts: ['at /media/, /static/ and /uploads/: 404 (or another refusal), or a page that is no list of files'],
  remedy:
    'nginx: `autoindex off;`; Apache: `Options -Indexes`; Caddy: `file_server` without `browse`; a bucket: no public s3:ListBucket.',
  source: 'OBCMS hardening guide: no media listing; OWASP WSTG, directory listing',
  severity: 'failure',
  collect: site => lookAt(site, FOLDERS),
  judge: judgeListing,
});

function judgeListing(facts: ClosedFacts): Judgement {
  const texts = { expected: 'no list of files', unclear: 'Nothing was seen of it; ask again later.' };
  const judgement = judgeClosed(facts, listingIn, texts);
  const wasSeen = facts.looks.every(({ answer }) => answer.status !== 429);
  if (judgement.verdict !== 'doubtful' || !wasSeen) return judgement;
  // A page of its own at /media/ is ordinary (press material), and was just seen to be no list.
  const standings = facts.looks.map(look => standingOf(look, facts.around.unknown, listingIn));
  return { verdict: 'holds', actual: listed(standings) };
}
