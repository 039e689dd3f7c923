import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  COPIES,
  type Copy,
  changesOf,
  IMAGE,
  STACK,
  STOPPED,
  type Wanted,
  wantedOf,
} from '../../../lab/faulty/index.ts';
import { FAMILIES } from '../../../src/checks/profile.ts';
import { RULES } from '../../../src/checks/rules.ts';
import { checkCopy, secretsIn } from './faulty-scene.ts';
import type { FindingJson } from './reported.ts';
import type { Checked } from './scene.ts';

/**
 * The project with everything wrong that people do: each fault is found where a person would point, and nothing else is called high.
 * One run a copy; what the runs said is looked at from all sides.
 */

const runs = new Map<string, Checked>();
const LONGEST_MS = 120_000;
/** Passwords that faults write into an image and a stack. */
const WRITTEN = ['Tq7Lw2ZnR9sXv4Kc', 'c5Rk8wZq3Vt7Xn2Lp9Jd4Hs6'];

beforeAll(async () => {
  for (const copy of COPIES) runs.set(copy.name, await checkCopy(copy, true));
}, LONGEST_MS);

function runOf({ name }: Copy): Checked {
  const run = runs.get(name);
  if (run === undefined) throw new Error(`"${name}" was not run`);
  return run;
}

const is =
  ({ rule, file, line }: Wanted) =>
  (finding: FindingJson) =>
    finding.rule === rule && finding.file === file && finding.line === line;
const place = ({ file, line }: FindingJson) => `${file ?? 'no file'}:${line ?? '-'}`;

/** Each expected finding that is not there, with what its rule said instead. */
function missing(copy: Copy): readonly string[] {
  const { findings } = runOf(copy);
  return wantedOf(copy)
    .filter(wanted => !findings.some(is(wanted)))
    .map(({ fault, rule, file, line }) => {
      const instead = findings.filter(finding => finding.rule === rule).map(place);
      return `${rule} ${file}:${line} (${fault}); it points at ${instead.join(', ') || 'nothing'}`;
    });
}

/** What is called high or worse, and comes from no fault. */
function unexpected(copy: Copy): readonly string[] {
  const wanted = wantedOf(copy);
  return runOf(copy)
    .findings.filter(({ severity }) => severity === 'critical' || severity === 'high')
    .filter(finding => !wanted.some(each => is(each)(finding)))
    .map(finding => `${finding.severity} ${finding.rule} ${place(finding)}: ${finding.message} [${finding.evidence}]`);
}

describe.each(COPIES.map(copy => [copy.name, copy] as const))('the faulty copy "%s"', (_, copy) => {
  test('has every fault found, at its line', () => {
    expect(missing(copy)).toEqual([]);
  });

  test('has nothing else called high', () => {
    expect(unexpected(copy)).toEqual([]);
  });

  test('is not fit to be deployed, and says so in every output', () => {
    const { run, outputs, result, shown } = runOf(copy);
    expect(run.conclusion).toBe('failure');
    expect(outputs).toMatchObject({ outcome: 'failed', 'reason-code': copy.reason });
    expect(run.exitCode).toBe(1);
    expect(result.headline).not.toBe('');
    expect(run.summary).toContain('failed');
    // GitHub keeps ten annotations of a kind; the worst come first.
    const [worst] = runOf(copy).findings;
    expect(shown).toContain(worst?.rule);
  });

  test('has no value of a secret in anything that is written', () => {
    const { run, report } = runOf(copy);
    const everything = [run.log, run.rawSummary, JSON.stringify(report), JSON.stringify(run.outputs)].join('\n');
    const { committed, beside } = changesOf(copy, true);
    const secrets = Object.values({ ...committed, ...beside }).flatMap(text => secretsIn(text ?? ''));
    expect(secrets.length).toBeGreaterThan(1);
    for (const secret of [...secrets, ...WRITTEN]) expect(everything).not.toContain(secret);
  });

  test.each(copy.faults.map(({ name, expect: expected }) => [name, expected] as const))(
    '%s: each finding says what is wrong, what shows it and what to change',
    (_name, expected) => {
      for (const { rule } of expected) {
        const found = runOf(copy).findings.filter(finding => finding.rule === rule);
        expect(found).not.toEqual([]);
        for (const { message, remedy, source, subject } of found) {
          expect([message, remedy, subject].filter(text => text.trim() === '')).toEqual([]);
          expect(source.length).toBeGreaterThan(0);
        }
      }
    },
  );
});

describe('what was looked at', () => {
  test('are the settings as each service runs them: beat, which has a key of its own, apart', () => {
    const { evaluations = [] } = runOf(STACK).report;
    const module = 'obc_management.settings.production';
    expect(evaluations.map(({ services, module: own, failure }) => [[...services].sort(), own, failure])).toEqual([
      [['flower', 'migrate', 'web', 'worker'].map(name => `docker-compose.prod.yml: ${name}`), module, null],
      [['docker-compose.prod.yml: beat'], module, null],
    ]);
  });

  test('is the image itself where there is no stack', () => {
    const { evaluations = [], found } = runOf(IMAGE).report;
    expect(evaluations.map(({ services }) => services)).toEqual([['Dockerfile']]);
    expect(found?.stacks.filter(({ profile }) => profile === 'production')).toEqual([]);
  });

  test('is what starts, also when the settings cannot be loaded: containers, servers and proxies are judged all the same', () => {
    const { families = [], evaluations = [] } = runOf(STOPPED).report;
    expect(evaluations.map(({ failure }) => failure?.kind)).toEqual(['settings-missing']);
    const judged = families.filter(({ state }) => state === 'judged').map(({ family }) => family);
    expect(judged).toEqual(expect.arrayContaining(['docker', 'compose', 'server', 'proxy', 'requirements', 'source']));
  });

  test.each(COPIES.map(copy => [copy.name, copy] as const))('is told once: %s', (_, copy) => {
    const told = runOf(copy).findings.map(finding => `${finding.rule} ${place(finding)} ${finding.subject}`);
    expect(told.filter((each, index) => told.indexOf(each) !== index)).toEqual([]);
  });
});

describe('the faults', () => {
  const faults = COPIES.flatMap(({ faults: own }) => own);

  test('are many, and of every family', () => {
    const expected = faults.flatMap(({ expect: each }) => each.map(({ rule }) => rule));
    expect(faults.length).toBeGreaterThanOrEqual(60);
    for (const family of FAMILIES) {
      const own = new Set(expected.filter(rule => rule.startsWith(`${family}/`)));
      expect([family, own.size >= 3]).toEqual([family, true]);
    }
  });

  test('have names of their own, and name rules that exist', () => {
    for (const copy of COPIES) {
      const names = copy.faults.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
    const known = new Set<string>(RULES.map(({ id }) => id));
    const expected = faults.flatMap(({ expect: each }) => each.map(({ rule }) => rule));
    expect(expected.filter(rule => !known.has(rule))).toEqual([]);
  });
});
