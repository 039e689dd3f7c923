import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Postgres, startPostgres } from '../../../../lab/postgres/server.ts';
import { type Checkout, checkoutOfTwo, type Files } from '../../migration-safety/scene.ts';
import { migration, SAFE, SHOP } from '../../migration-safety/shop.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { type DatabaseFault, disturb } from './databases.ts';
import { tryOut } from './trial.ts';

jest.setTimeout(LIMIT_MS);
/** The runner sends SIGTERM after 7.5 s. */
const ENDS_WITHIN = 7_000;

/** What the run is busy with for longer than anybody waits. */
const KINDS = {
  'nothing special': SAFE,
  'Python that loads': { ...SAFE, 'shop/settings.py': `${SHOP['shop/settings.py']}\nimport time\ntime.sleep(60)\n` },
  'a migration that sleeps while it is loaded': migration([], { head: 'import time\ntime.sleep(60)\n' }),
  'a slow statement on the scratch database': migration(['migrations.RunSQL("SELECT pg_sleep(60)")']),
  'a slow data step on the scratch database': migration(['migrations.RunPython(lambda *_: time.sleep(60))'], {
    head: 'import time\n',
  }),
  'a database that says nothing': SAFE,
} as const satisfies Readonly<Record<string, Files>>;
type Kind = keyof typeof KINDS;

let postgres: Postgres;
const checkouts = new Map<Kind, Checkout>();
beforeAll(async () => {
  postgres = await startPostgres();
  for (const [kind, next] of Object.entries(KINDS))
    if (isKind(kind)) checkouts.set(kind, await checkoutOfTwo(SHOP, next));
});
afterAll(async () => {
  await Promise.all([postgres?.stop(), ...[...checkouts.values()].map(checkout => checkout.dispose())]);
});

const isKind = (name: string): name is Kind => Object.hasOwn(KINDS, name);

interface Moment {
  readonly kind: Kind;
  readonly after: number;
  /** kill -9 instead of a cancel. */
  readonly killed?: true;
}

interface Verdict {
  readonly name: string;
  readonly ended: string;
  readonly struck: boolean;
  readonly latency: number;
  readonly wrong: readonly string[];
}

let databases = 0;

async function end(moment: Moment): Promise<Verdict> {
  const { kind, after, killed } = moment;
  const temporary = mkdtempSync(join(tmpdir(), 'sweep-temporary-'));
  databases += 1;
  const database = `moment_${databases}`;
  const isMeasured = kind.endsWith('scratch database');
  const fault: DatabaseFault | undefined =
    kind === 'a database that says nothing' ? 'falls silent in the middle' : undefined;
  if (isMeasured || fault !== undefined) await postgres.createDatabase(database);
  const between = fault === undefined ? undefined : await disturb(postgres.url(database), fault);
  const striking = new AbortController();
  const began = performance.now();
  let struckAt = 0;
  const timer = setTimeout(() => {
    struckAt = performance.now() - began;
    striking.abort();
  }, after);
  const inputs = {
    ...(isMeasured ? { 'trace-database-url': postgres.url(database) } : {}),
    ...(between === undefined ? {} : { 'database-url': between.url }),
  };
  const workspace = checkouts.get(kind)?.directory ?? '';
  try {
    const trial = await tryOut({
      workspace,
      inputs,
      env: { TMPDIR: temporary },
      ...(killed === true ? { kill: striking.signal } : { cancel: striking.signal }),
    });
    const { run } = trial;
    const name = JSON.stringify(moment);
    if (killed === true) {
      const wrong = isMeasured ? await nextRun(workspace, database) : [];
      return { name, ended: 'killed', struck: true, latency: 0, wrong };
    }
    // Node itself was not up yet, or was taking its leave: it listens to nothing then.
    if (run.signal === 'SIGINT' && (after < 500 || /^(?:passed|failed)\//.test(trial.ended)))
      return { name, ended: 'too early or too late', struck: false, latency: 0, wrong: [] };
    const struck = run.signalsSent.length > 0;
    const latency = struck ? Math.round(run.durationMs - struckAt) : 0;
    const wrong = [...trial.broken, ...trial.foldersLeft.map(folder => `left the folder ${folder}`)];
    if (struck && latency > ENDS_WITHIN) wrong.push(`took ${latency} ms to end`);
    if (run.signal !== null || run.signalsSent.length > 1)
      wrong.push(`needed ${run.signalsSent.map(({ signal }) => signal).join(', ')}`);
    if (!struck && trial.ended === 'inconclusive/cancelled') wrong.push('says that it was cancelled');
    if (struck && trial.ended !== 'inconclusive/cancelled' && !/^(?:passed|failed)\//.test(trial.ended))
      wrong.push(`ended ${trial.ended}: ${trial.headline}`);
    // What it starts has nothing of the workflow, but the folder for temporary files.
    const left = await processesWith(temporary);
    if (left.length > 0) wrong.push(`left behind: ${left.join('; ')}`);
    if (struck && isMeasured) wrong.push(...(await nextRun(workspace, database)));
    return { name, ended: trial.ended, struck, latency, wrong };
  } finally {
    clearTimeout(timer);
    await between?.stop();
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** The scratch database is free again: another project is measured on it at once. */
async function nextRun(_: string, database: string): Promise<readonly string[]> {
  const workspace = checkouts.get('nothing special')?.directory ?? '';
  const trial = await tryOut({ workspace, inputs: { 'trace-database-url': postgres.url(database) } });
  const measured = trial.report.measured ?? 0;
  return trial.ended === 'passed/safe' && measured > 0
    ? trial.broken
    : [`the run after it ended ${trial.ended} with ${measured} statements measured: ${trial.headline}`];
}

/** What was killed may need a moment to be gone. */
const GONE_WITHIN = 500;

async function processesWith(mark: string): Promise<readonly string[]> {
  const there = () => readdirSync('/proc').filter(name => /^\d+$/.test(name) && read(name, 'environ').includes(mark));
  if (there().length > 0) await sleep(GONE_WITHIN);
  return there().map(pid => read(pid, 'cmdline').replaceAll('\0', ' '));
}

/** Empty for a process that is gone or belongs to somebody else. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

const LONG_KINDS = Object.keys(KINDS).filter(isKind).slice(1);
const EVERY: readonly Moment[] = [
  ...Array.from({ length: 20 }, (_, index): Moment => ({ kind: 'nothing special', after: 80 + index * 60 })),
  ...LONG_KINDS.flatMap(kind => [1_200, 2_500, 5_000].map((after): Moment => ({ kind, after }))),
  ...LONG_KINDS.map((kind): Moment => ({ kind, after: 3_500, killed: true })),
];
const isQuick = ({ kind, after, killed }: Moment, index: number): boolean =>
  killed === true
    ? kind === 'a slow statement on the scratch database'
    : kind === 'nothing special'
      ? index % 6 === 4
      : after === 2_500;

describe('a comparison that is ended at any moment', () => {
  test('ends in time, writes its outputs, and leaves no process, no folder and no lock behind', async () => {
    const chosen = process.env['SWEEPS'] === 'full' ? EVERY : EVERY.filter(isQuick);
    const began = performance.now();
    const verdicts = await pooled(chosen, 2, end);
    const struck = verdicts.filter(verdict => verdict.struck);
    printTable('Cancel sweep of migration-safety', [
      ['runs', chosen.length],
      ['ended', inWords(tally(struck.map(({ ended }) => ended)))],
      ['longest until the end, ms', Math.max(...struck.map(({ latency }) => latency))],
      ['not struck', verdicts.length - struck.length],
      ['seconds', Math.round((performance.now() - began) / 1_000)],
    ]);
    expect(
      verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
    ).toEqual([]);
    expect(struck.filter(({ ended }) => ended === 'inconclusive/cancelled').length).toBeGreaterThan(4);
  });
});
