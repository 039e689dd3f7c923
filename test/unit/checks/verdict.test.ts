import { describe, expect, test } from '@jest/globals';
import { FAMILIES, type Family } from '../../../src/checks/profile.ts';
import type { Unjudged } from '../../../src/checks/project.ts';
import { CHECK_REASONS } from '../../../src/checks/reasons.ts';
import { RULES } from '../../../src/checks/rules.ts';
import { type CheckFacts, checkVerdict, countsInWords, DOES_NOT_START } from '../../../src/checks/verdict.ts';
import { judgedFinding } from '../../support/judged.ts';

const high = judgedFinding('compose/privileged', 'high');
const medium = judgedFinding('compose/limits', 'medium');
const low = judgedFinding('source/gitignore', 'low');

const skipped = (family: Family): Unjudged => ({ family, reason: 'skipped', why: `no ${family}`, remedy: '' });
const out = (reason: Unjudged['reason'], family: Family = 'settings'): Unjudged => ({
  family,
  reason,
  why: 'it is so',
  remedy: 'do this',
});

const facts = (parts: Partial<CheckFacts> = {}): CheckFacts => ({
  failOn: 'high',
  asked: new Set(FAMILIES),
  unjudged: [],
  fresh: [],
  ignored: 0,
  known: 0,
  ...parts,
});

const CASES: readonly (readonly [string, Partial<CheckFacts>, keyof typeof CHECK_REASONS])[] = [
  ['nothing found', {}, 'fit'],
  ['only findings below fail-on', { fresh: [medium, low] }, 'fit'],
  ['everything ignored or known', { ignored: 2, known: 1 }, 'fit'],
  ['a finding at fail-on', { fresh: [high, low] }, 'unfit'],
  ['a finding above fail-on', { fresh: [judgedFinding('compose/socket', 'critical')] }, 'unfit'],
  ['a low finding that shall fail', { fresh: [low], failOn: 'low' }, 'unfit'],
  ['a high finding where only critical ones fail', { fresh: [high], failOn: 'critical' }, 'fit'],
  ['no module', { fresh: [judgedFinding('django/settings-missing', 'critical')] }, 'settings-missing'],
  ['code that breaks', { fresh: [judgedFinding('django/import-failed', 'critical')] }, 'import-failed'],
  ['applications that break', { fresh: [judgedFinding('django/setup-fails', 'critical')] }, 'import-failed'],
  ['an entry module that breaks', { fresh: [judgedFinding('django/wsgi-fails', 'critical')] }, 'import-failed'],
  ['addresses that break', { fresh: [judgedFinding('django/check-fails', 'high')] }, 'import-failed'],
  ['an absent variable', { fresh: [high, judgedFinding('django/missing-variable', 'critical')] }, 'missing-variable'],
  ['settings that refuse', { fresh: [judgedFinding('django/settings-refuse', 'critical')] }, 'settings-refused'],
  ['values that cannot be read', { unjudged: [out('variables-unreadable')] }, 'variables-unreadable'],
  ['no interpreter', { unjudged: [out('no-interpreter')] }, 'no-interpreter'],
  ['a package that is not installed', { unjudged: [out('import-failed')] }, 'not-installed'],
  ['no environment', { unjudged: [out('missing-variable')] }, 'no-variables'],
  ['settings that reach for a server', { unjudged: [out('not-evaluated')] }, 'not-evaluated'],
  ['settings that never end', { unjudged: [out('timeout')] }, 'timeout'],
  ['something bad and something unknown', { fresh: [high], unjudged: [out('timeout')] }, 'unfit'],
  ['something unknown and something small', { fresh: [low], unjudged: [out('timeout')] }, 'timeout'],
  ['an unknown family that nobody asked for', { unjudged: [out('timeout')], asked: new Set(['docker']) }, 'fit'],
  ['families that have nothing to judge, beside others', { unjudged: [skipped('proxy'), skipped('celery')] }, 'fit'],
  [
    'nothing there but what git tracks',
    { unjudged: FAMILIES.filter(f => f !== 'source').map(skipped) },
    'nothing-to-judge',
  ],
  [
    'nothing there of the family asked for',
    { unjudged: [skipped('docker')], asked: new Set(['docker']) },
    'nothing-to-judge',
  ],
  ['only source, asked for', { asked: new Set(['source']) }, 'fit'],
];

describe('the verdict', () => {
  test.each(CASES)('of %s', (_, parts, reasonCode) => {
    expect(checkVerdict(facts(parts))).toMatchObject({ reasonCode, outcome: CHECK_REASONS[reasonCode].outcome });
  });

  test('can come to every reason that is its own', () => {
    const reached = new Set<string>(CASES.map(([, , code]) => code));
    const own = Object.entries(CHECK_REASONS).filter(([, { outcome }]) => outcome !== 'error');
    expect(own.map(([code]) => code).filter(code => !reached.has(code))).toEqual(['cancelled']);
  });

  test('says how much there is, what comes first and what to do', () => {
    const { headline, remedy } = checkVerdict(facts({ fresh: [high, medium, medium] }));
    expect(headline).toBe(
      'The app is not fit to be deployed: 1 high and 2 medium findings, 1 of them high or worse. First: It is wrong.',
    );
    expect(remedy).toBe('Mend it.\nprivileged: false');
  });

  test('of a pass says what it passed over', () => {
    expect(checkVerdict(facts({ fresh: [low], ignored: 1, known: 2 })).headline).toBe(
      'The app is fit to be deployed: 1 low finding, all below high; 1 finding ignored and 2 known from the baseline.',
    );
  });

  test('of what could not be known names the families and the way out', () => {
    const unjudged = [out('variables-unreadable', 'env'), out('variables-unreadable', 'celery')];
    expect(checkVerdict(facts({ unjudged }))).toMatchObject({
      headline:
        'Nothing that is high or worse was found in the rest, but env and celery could not be judged: it is so.',
      remedy: 'do this',
    });
  });
});

test('the rules that name a reason of their own exist', () => {
  const ids: readonly string[] = RULES.map(({ id }) => id);
  expect(Object.keys(DOES_NOT_START).filter(id => !ids.includes(id))).toEqual([]);
});

test('counts leave out severities without findings', () => {
  expect(countsInWords([])).toBe('no findings');
  expect(countsInWords([high])).toBe('1 high finding');
  expect(countsInWords([high, low, low])).toBe('1 high and 2 low findings');
});
