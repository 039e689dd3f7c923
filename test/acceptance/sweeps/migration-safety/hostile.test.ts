import { describe, expect, jest, test } from '@jest/globals';
import { lexer } from 'marked';
import { startGithub } from '../../../../lab/github/index.ts';
import { checkoutOfTwo } from '../../migration-safety/scene.ts';
import { watchRun } from '../check-deploy/peak.ts';
import { PAYLOADS } from '../hostile-text.ts';
import { breakouts } from '../markdown-structure.ts';
import { type Own, obeyed } from '../obeyed.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { PLACES, type Place, RUNNING_SHOP } from './hostile-places.ts';
import { tryOut } from './trial.ts';

jest.setTimeout(LIMIT_MS);
const AT_ONCE = 2;
const MOST_MEBIBYTES = 450;
const ENDS_WITHIN = 40_000;
const HOSTS = ['github.com'];
const OWN: Own = {
  title:
    /^(migration-safety: (failed|error|inconclusive|passed) \([a-z-]+\)|.*: (lock|rows|order|data|release|rollback|drift|server|place|unknown)\/[a-z-]+|(.*: )?(import-failed|not-installed|timeout)|The comment could not be written)$/s,
  hosts: HOSTS,
  tables: 20,
};

interface Case {
  readonly name: string;
  readonly place: Place;
  readonly text: string;
}

interface Verdict {
  readonly name: string;
  readonly ended: string;
  readonly milliseconds: number;
  readonly mebibytes: number;
  readonly wrong: readonly string[];
}

const PULL_REQUEST = {
  number: 7,
  pull_request: { number: 7, head: { repo: { full_name: 'org/app' } }, base: { repo: { full_name: 'org/app' } } },
};

async function tell({ name, place, text }: Case): Promise<Verdict> {
  const checkout = await checkoutOfTwo(RUNNING_SHOP, place.next(text));
  const github = await startGithub({ repository: 'org/app', pullRequests: [7] });
  const token = github.token({ permissions: { contents: 'read', pull_requests: 'write' } });
  const watch = watchRun();
  const began = performance.now();
  try {
    const trial = await tryOut({
      workspace: checkout.directory,
      inputs: { comment: 'true', 'github-token': token, ...place.inputs?.(text) },
      context: { api_url: github.url, event_name: 'pull_request', event: PULL_REQUEST, ref: 'refs/pull/7/merge' },
      env: watch.environment,
      timeoutMs: 240_000,
    });
    const milliseconds = Math.round(performance.now() - began);
    const comment = github.comments
      .of(7)
      .map(({ body }) => body)
      .join('\n');
    const wrong = [...trial.broken, ...obeyed(trial.run, OWN)];
    if (comment !== '')
      wrong.push(...breakouts(comment.replace(/^<!--.*?-->\s*/s, ''), HOSTS, 20).map(each => `comment: ${each}`));
    for (const [what, markdown] of Object.entries({ comment, summary: trial.run.rawSummary }))
      wrong.push(...strangeInPicture(markdown).map(line => `${what}: the picture has ${JSON.stringify(line)}`));
    for (const markdown of [comment, trial.run.rawSummary])
      if (lexer(markdown).some(token => token.type === 'table' && /^\| a \|/.test(token.raw)))
        wrong.push('a table of the text’s own');
    if (comment.length > 65_536) wrong.push(`a comment of ${comment.length} characters`);
    if (trial.run.rawSummary.length > 1_048_576) wrong.push('a summary that GitHub does not take');
    if (trial.ended.endsWith('internal-error') || trial.ended.startsWith('undefined'))
      wrong.push(`ended ${trial.ended}: ${trial.headline.slice(0, 300)}`);
    if (trial.foldersLeft.length > 0) wrong.push(`left ${trial.foldersLeft.join(', ')}`);
    if (milliseconds > ENDS_WITHIN) wrong.push(`took ${milliseconds} ms`);
    if (watch.mebibytes > MOST_MEBIBYTES) wrong.push(`took ${watch.mebibytes} MiB`);
    return { name, ended: trial.ended, milliseconds, mebibytes: watch.mebibytes, wrong };
  } catch (thrown) {
    return { name, ended: '/', milliseconds: 0, mebibytes: 0, wrong: [String(thrown)] };
  } finally {
    watch.stop();
    await github.stop();
    await checkout.dispose();
  }
}

/** Lines of a Mermaid picture that are none of those that the action draws: what stands in quotes is a label. */
function strangeInPicture(markdown: string): readonly string[] {
  const drawn =
    /^\s*(?:(?:flowchart|graph) (?:LR|TD|TB)|subgraph \w+(?: ?\["[^"`<>|;%[\]]*"\])?|end|direction (?:LR|TB|TD)|[\w&, ]+(?: ?(?:-->|---|~~~|-\.->|==>)(?:\|"[^"]*"\|)? ?[\w&, ]+)+|\w+[[({>]*"[^"`<>|;%[\]]*"[\])}]*(?::::\w+)?|class(?:Def)? [\w, ]+ ?[\w:#,;.%() -]*|)\s*;?\s*$/;
  return [...markdown.matchAll(/^```mermaid\n([\s\S]*?)^```/gm)].flatMap(([, picture = '']) =>
    picture.split('\n').filter(line => !drawn.test(line)),
  );
}

const isFull = process.env['SWEEPS'] === 'full';

const casesOf = (place: Place): readonly Case[] =>
  Object.entries(PAYLOADS)
    .filter((_, index) => index === 0 || (isFull && place.short !== true))
    .map(([payload, text]) => ({ name: `${place.name}: ${payload}`, place, text }));

describe('a hostile project', () => {
  test('has texts that are shown as text and nothing more', async () => {
    const began = performance.now();
    const cases = PLACES.filter(({ quick }) => isFull || quick === true).flatMap(casesOf);
    const verdicts = await pooled(cases, AT_ONCE, tell);
    const heaviest = (by: 'milliseconds' | 'mebibytes'): string => {
      const [worst] = verdicts.toSorted((a, b) => b[by] - a[by]);
      return `${worst?.[by]} (${worst?.name})`;
    };
    printTable('Hostile-text sweep of migration-safety', [
      ['cases', cases.length],
      ['ended', inWords(tally(verdicts.map(({ ended }) => ended)))],
      ['longest, ms', heaviest('milliseconds')],
      ['most memory, MiB', heaviest('mebibytes')],
      ['seconds', Math.round((performance.now() - began) / 1_000)],
    ]);
    expect(
      verdicts
        .filter(({ wrong }) => wrong.length > 0)
        .map(
          ({ name, wrong }) =>
            `${name}\n    ${[...new Set(wrong)]
              .map(each => each.slice(0, 600))
              .slice(0, 8)
              .join('\n    ')}`,
        ),
    ).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(5);
  });
});
