import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { EXPLAINED } from '../../../lab/migrations/agreement/explained.ts';
import { idle, openOnes, tableOf } from '../../../lab/migrations/agreement/figures.ts';
import { type Agreement, writtenAnew } from '../../../lab/migrations/agreement/page.ts';
import { CASES } from '../../../lab/migrations/cases/index.ts';
import { compareHere, keptTruth, measureHere } from '../../../lab/migrations/measure.ts';
import type { Truth } from '../../../lab/migrations/measure-corpus.ts';

/** What the action predicts, beside what a real PostgreSQL did: case by case, with nothing known but the two releases' files. */

const LONGEST_MS = 60_000;
const DJANGO_42 = fileURLToPath(new URL('../../../lab/python/django42.txt', import.meta.url));
const PAGE = new URL('../../../docs/migration-corpus.md', import.meta.url);

let truth: Truth;

beforeAll(async () => {
  truth = await keptTruth(18);
});

describe('The corpus', () => {
  test('has the hazards and their harmless neighbours, each measured', () => {
    const names = CASES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(120);
    expect(Object.keys(truth.cases).sort()).toEqual(names.sort());
    const harmless = CASES.filter(({ rules }) => rules.length === 0);
    expect(harmless.length).toBeGreaterThanOrEqual(60);
  });

  test('fails where its cases say that it fails, and nowhere else', () => {
    const failing = CASES.filter(({ fails }) => fails !== undefined).map(({ name }) => name);
    const failed = Object.entries(truth.cases).filter(([, one]) => one.statements.some(({ error }) => error !== null));
    expect(failed.map(([name]) => name).sort()).toEqual(failing.sort());
  });
});

describe('On Django 5.2', () => {
  let agreement: Agreement;

  beforeAll(async () => {
    agreement = await compareHere(truth);
    process.stdout.write(`${tableOf(agreement.comparisons)}\n`);
  }, LONGEST_MS);

  test('the action agrees with the server, but for what is explained', () => {
    expect(agreement.judged.length).toBe(CASES.length);
    expect(openOnes(agreement.comparisons)).toEqual([]);
  });

  test('every explanation is of something that still disagrees', () => {
    expect(idle(agreement.comparisons, EXPLAINED)).toEqual([]);
  });

  test('the page shows what is so', async () => {
    const page = await readFile(PAGE, 'utf8');
    expect(writtenAnew(page, agreement)).toBe(page);
  });
});

test(
  'On Django 4.2 the action agrees in every case that it knows',
  async () => {
    const { comparisons, judged } = await compareHere(truth, { django: '4.2', requirements: DJANGO_42 });
    process.stdout.write(`${tableOf(comparisons)}\n`);
    expect(judged.length).toBeGreaterThan(150);
    expect(openOnes(comparisons)).toEqual([]);
  },
  LONGEST_MS,
);

test(
  'What is kept is what the server does today, in a share of the cases',
  async () => {
    const share = Object.keys(truth.cases).filter((_, index) => index % SHARE === 0);
    const today = await measureHere(share);
    for (const name of share) expect({ name, ...today.cases[name] }).toEqual({ name, ...truth.cases[name] });
  },
  LONGEST_MS,
);

/** One case in so many: it takes a few seconds. */
const SHARE = 8;
