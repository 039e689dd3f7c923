import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { openOutside, SMALL } from './fit-site.ts';
import { checkoutOf, type Folder } from './project.ts';
import { tryOut } from './trial.ts';

jest.setTimeout(LIMIT_MS);
const AT_ONCE = 3;
/** The runner sends SIGTERM after 7.5 s. */
const ENDS_WITHIN = 7_000;
const isFull = process.env['SWEEPS'] === 'full';

let project: Folder;
beforeAll(async () => {
  project = await checkoutOf(SMALL);
});
afterAll(() => project?.remove());

/** When the run is cancelled: some time after its start, or when one of its requests has arrived and is not answered. */
type Moment =
  | { readonly after: number; readonly sleeps?: true }
  | { readonly peer: 'coolify' | 'github'; readonly at: number };

interface Verdict {
  readonly name: string;
  readonly ended: string;
  readonly struck: boolean;
  readonly latency: number;
  readonly wrong: readonly string[];
}

async function end(moment: Moment): Promise<Verdict> {
  const outside = await openOutside();
  const temporary = mkdtempSync(join(tmpdir(), 'sweep-temporary-'));
  const striking = new AbortController();
  const began = performance.now();
  let struckAt: number | undefined;
  const strike = () => {
    struckAt ??= performance.now() - began;
    striking.abort();
  };
  const timer = 'after' in moment ? setTimeout(strike, moment.after) : undefined;
  if ('peer' in moment) {
    outside[moment.peer].plan([{ fault: 'delay', at: moment.at, delayMs: 9_000 }]);
    outside[moment.peer].onRequest = ({ index }) => {
      if (index === moment.at) strike();
    };
  }
  try {
    const sleeps = 'sleeps' in moment ? { env: 'SLEEPS=50' } : {};
    const trial = await tryOut({
      workspace: project.path,
      inputs: { ...outside.inputs, ...sleeps },
      context: outside.context,
      env: { TMPDIR: temporary },
      cancel: striking.signal,
    });
    // Node itself was not up yet: nobody can write anything then.
    const tooEarly = trial.run.signal === 'SIGINT' && !/^::/m.test(trial.run.rawLog) && isEarly(moment);
    if (tooEarly) return { name: JSON.stringify(moment), ended: 'too early', struck: false, latency: 0, wrong: [] };
    // It had said all there was to say: Node was taking its leave, and no longer listens while it does.
    const tooLate =
      trial.run.signal === 'SIGINT' && /^(passed|failed)\//.test(trial.ended) && trial.broken.length === 0;
    if (tooLate) return { name: JSON.stringify(moment), ended: 'too late', struck: false, latency: 0, wrong: [] };
    const struck = trial.run.signalsSent.length > 0;
    const latency = struck ? Math.round(trial.run.durationMs - (struckAt ?? 0)) : 0;
    const wrong = [...trial.broken];
    if (struck && latency > ENDS_WITHIN) wrong.push(`took ${latency} ms to end`);
    if (trial.run.signal !== null || trial.run.signalsSent.length > 1)
      wrong.push(`needed ${trial.run.signalsSent.map(({ signal }) => signal).join(', ')}`);
    if (!struck && trial.ended === 'inconclusive/cancelled') wrong.push('says that it was cancelled');
    if (struck && trial.ended !== 'inconclusive/cancelled' && !/^(passed|failed)\//.test(trial.ended))
      wrong.push(`ended ${trial.ended}: ${trial.headline}`);
    // What it starts has nothing of the workflow, but the folder for temporary files.
    const left = processesWith(temporary);
    if (left.length > 0) wrong.push(`left behind: ${left.join('; ')}`);
    return { name: JSON.stringify(moment), ended: trial.ended, struck, latency, wrong };
  } finally {
    clearTimeout(timer);
    await outside.stop();
    rmSync(temporary, { recursive: true, force: true });
  }
}

const isEarly = (moment: Moment): boolean => 'after' in moment && moment.after < 500 && moment.sleeps !== true;

function processesWith(mark: string): readonly string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && read(name, 'environ').includes(mark))
    .map(pid => read(pid, 'cmdline').replaceAll('\0', ' '));
}

/** Empty for a process that is gone or belongs to somebody else. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

describe('a run of check-deploy that is cancelled at any moment', () => {
  test('ends in time, writes its outputs, and leaves no process behind', async () => {
    const every: readonly Moment[] = [
      ...([0, 1] as const).flatMap(at => [{ peer: 'coolify', at } as const, { peer: 'github', at } as const]),
      ...Array.from({ length: 24 }, (_, index) => ({ after: 60 + index * 60 })),
      ...Array.from({ length: 8 }, (_, index) => ({ after: 500 + index * 250, sleeps: true }) as const),
    ];
    const chosen = isFull ? every : every.filter((moment, index) => 'peer' in moment || index % 4 === 0);
    const began = performance.now();
    const verdicts = await pooled(chosen, AT_ONCE, end);
    const struck = verdicts.filter(verdict => verdict.struck);
    printTable('Cancel sweep of check-deploy', [
      ['runs', chosen.length],
      ['cancelled', inWords(tally(struck.map(({ ended }) => ended)))],
      ['longest until the end, ms', Math.max(...struck.map(({ latency }) => latency))],
      ['not struck', verdicts.length - struck.length],
      ['seconds', Math.round((performance.now() - began) / 1_000)],
    ]);
    expect(
      verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
    ).toEqual([]);
    expect(struck.filter(({ ended }) => ended === 'inconclusive/cancelled').length).toBeGreaterThan(5);
  });
});
