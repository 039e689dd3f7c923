import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { startGithub } from '../../../../lab/github/index.ts';
import { PAYLOADS } from '../hostile-text.ts';
import { breakouts } from '../markdown-structure.ts';
import { type Own, obeyed } from '../obeyed.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { LYING } from './hostile-files.ts';
import { EXECUTED, OUTSIDE, RUNNING } from './hostile-projects.ts';
import { IN_FILES } from './hostile-text-files.ts';
import { IN_PYTHON, type Place } from './hostile-texts.ts';
import { watchRun } from './peak.ts';
import { checkoutOf, type Tree } from './project.ts';
import { tryOut } from './trial.ts';

jest.setTimeout(LIMIT_MS);
const AT_ONCE = 3;
const MOST_MEBIBYTES = 450;
const ENDS_WITHIN = 30_000;
const HOSTS = ['github.com'];
const OWN: Own = {
  title:
    /^(check-deploy: (failed|error|inconclusive|passed) \([a-z-]+\)|.*: (django|settings|env|docker|compose|server|celery|proxy|requirements|source)\/[a-z-]+|The comment could not be written)$/s,
  hosts: HOSTS,
  tables: 8,
};

interface Case {
  readonly name: string;
  readonly tree: Tree;
  readonly inputs: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, string>>;
  readonly ended: RegExp;
  readonly within: number;
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

async function tell({ name, tree, inputs, context, ended, within }: Case): Promise<Verdict> {
  const executed = join(tmpdir(), `hostile-${randomUUID()}`);
  const project = await checkoutOf(marked(tree, executed));
  const github = await startGithub({ repository: 'org/app', pullRequests: [7] });
  const token = github.token({ permissions: { contents: 'read', pull_requests: 'write' } });
  const watch = watchRun();
  const began = performance.now();
  try {
    const trial = await tryOut({
      workspace: project.path,
      inputs: { comment: 'true', 'github-token': token, ...inputs },
      context: {
        api_url: github.url,
        event_name: 'pull_request',
        event: PULL_REQUEST,
        ref: 'refs/pull/7/merge',
        ...context,
      },
      env: { ...watch.environment, HOSTILE: 'HOSTILE_OUTSIDE_MARK' },
      timeoutMs: 240_000,
    });
    const milliseconds = Math.round(performance.now() - began);
    const comment = github.comments
      .of(7)
      .map(({ body }) => body)
      .join('\n');
    const wrong = [...trial.broken, ...obeyed(trial.run, OWN)];
    if (comment !== '')
      wrong.push(...breakouts(comment.replace(/^<!--.*?-->\s*/s, ''), HOSTS, 8).map(text => `comment: ${text}`));
    if (comment.length > 65_536) wrong.push(`a comment of ${comment.length} characters`);
    if (!ended.test(trial.ended) || trial.ended.endsWith('internal-error'))
      wrong.push(`ended ${trial.ended}: ${trial.headline.slice(0, 300)}`);
    if (milliseconds > within) wrong.push(`took ${milliseconds} ms`);
    if (watch.mebibytes > MOST_MEBIBYTES) wrong.push(`took ${watch.mebibytes} MiB`);
    if (existsSync(executed)) wrong.push('something was executed');
    for (const [place, text] of Object.entries({
      log: trial.run.rawLog,
      report: trial.reportText,
      SARIF: trial.sarifText,
      comment,
      summary: trial.run.rawSummary,
    })) {
      const shown = OUTSIDE.exec(text);
      if (shown !== null) wrong.push(`${shown[0]} of the machine in the ${place}`);
    }
    return { name, ended: trial.ended, milliseconds, mebibytes: watch.mebibytes, wrong };
  } catch (thrown) {
    return { name, ended: '/', milliseconds: 0, mebibytes: 0, wrong: [String(thrown)] };
  } finally {
    watch.stop();
    await github.stop();
    await project.remove();
    rmSync(executed, { force: true });
  }
}

/** Whatever is executed leaves a file of its own. */
function marked(tree: Tree, executed: string): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([path, content]) => [
      path,
      typeof content === 'string' ? content.replaceAll(EXECUTED, executed) : content,
    ]),
  );
}

const isFull = process.env['SWEEPS'] === 'full';

function casesOf(place: Place): readonly Case[] {
  return Object.entries(PAYLOADS)
    .filter((_, index) => (place.short !== true || index === 0) && (isFull || index === 0))
    .map(([payload, text]) => ({
      name: `${place.name}: ${payload}`,
      tree: place.tree(text),
      inputs: place.inputs?.(text) ?? {},
      context: place.context?.(text) ?? {},
      ended: /./,
      within: ENDS_WITHIN,
    }));
}

async function sweep(title: string, cases: readonly Case[]): Promise<readonly Verdict[]> {
  const began = performance.now();
  const together = await pooled(cases, AT_ONCE, tell);
  // Whether it was the action or the crowd that was slow, the action alone can tell.
  const isSlow = (index: number): boolean => (together[index]?.milliseconds ?? 0) > (cases[index]?.within ?? 0);
  const again = await pooled(
    cases.filter((_, index) => isSlow(index)),
    1,
    tell,
  );
  const verdicts = [...together.filter((_, index) => !isSlow(index)), ...again];
  const heaviest = (by: 'milliseconds' | 'mebibytes'): string => {
    const [worst] = verdicts.toSorted((a, b) => b[by] - a[by]);
    return `${worst?.[by]} (${worst?.name})`;
  };
  printTable(title, [
    ['cases', cases.length],
    ['once again alone', again.length],
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
  return verdicts;
}

describe('a hostile project', () => {
  test('has texts that are shown as text and nothing more', async () => {
    const chosen = [...IN_PYTHON, ...IN_FILES].filter(({ quick }) => isFull || quick === true);
    const verdicts = await sweep('Hostile-text sweep of check-deploy', chosen.flatMap(casesOf));
    expect(verdicts.length).toBeGreaterThan(6);
  });

  test('does nothing to the run that looks at it, and the run tells the truth in time', async () => {
    const chosen = [...RUNNING, ...LYING].filter(({ quick }) => isFull || quick === true);
    await sweep(
      'Hostile-project sweep of check-deploy',
      chosen.map(({ name, tree, inputs = {}, ended, within = ENDS_WITHIN }) => ({
        name,
        tree: tree(),
        inputs,
        context: {},
        ended,
        within,
      })),
    );
  });
});
