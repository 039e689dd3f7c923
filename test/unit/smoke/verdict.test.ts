import { describe, expect, test } from '@jest/globals';
import type { CheckGroup, CheckResult, CheckState, Readiness, SmokeRun } from '../../../src/smoke/result.ts';
import { verdictOf } from '../../../src/smoke/verdict.ts';

const READY: Readiness = { kind: 'ready', path: '/health/', waited: 1_400, version: undefined };

function result(state: CheckState, group: CheckGroup = 'checks', id = `${group}-${state}`): CheckResult {
  const problem = {
    message: 'GET /: status is not as expected',
    expected: '200',
    actual: '503',
    remedy: 'Mend it.',
    place: undefined,
    excerpt: [],
  };
  const problems = state === 'failed' ? [problem] : [];
  return { id, group, title: id, tags: [], state, note: '', problems, duration: 1, place: undefined, exchanges: [] };
}

function run(states: readonly (CheckState | CheckResult)[], more: Partial<SmokeRun> = {}): SmokeRun {
  const results = states.map(state => (typeof state === 'string' ? result(state) : state));
  return { readiness: READY, results, cutShort: undefined, duration: 10, ...more };
}

const SILENT: Readiness = { kind: 'silent', path: '/health/', waited: 120_000, why: 'connection refused' };
const WRONG: Readiness = { kind: 'wrong', path: '/health/', waited: 120_000, why: 'it answers 500', final: false };

describe('a run ends', () => {
  test.each<[string, SmokeRun, string, string]>([
    ['all hold', run(['passed', 'passed']), 'passed', 'works'],
    ['some warn', run(['passed', 'warned']), 'passed', 'works'],
    ['one warns alone', run(['warned']), 'passed', 'works'],
    ['a login alone', run([result('passed', 'logins')]), 'passed', 'works'],
    ['some are skipped', run(['passed', 'skipped']), 'passed', 'works'],
    ['not waited for', run(['passed'], { readiness: { kind: 'not-asked' } }), 'passed', 'works'],
    ['one fails', run(['passed', 'failed']), 'failed', 'checks-failed'],
    ['a login fails', run([result('failed', 'logins'), 'skipped']), 'failed', 'checks-failed'],
    [
      'one fails before the time is over',
      run(['failed', 'unfinished'], { cutShort: 'timeout' }),
      'failed',
      'checks-failed',
    ],
    ['one fails before a cancel', run(['failed', 'unfinished'], { cutShort: 'cancelled' }), 'failed', 'checks-failed'],
    ['clean-up fails', run(['passed', result('failed', 'clean-up')]), 'failed', 'clean-up-failed'],
    [
      'clean-up fails after a cancel',
      run(['unfinished', result('failed', 'clean-up')], { cutShort: 'cancelled' }),
      'failed',
      'clean-up-failed',
    ],
    ['both fail', run(['failed', result('failed', 'clean-up')]), 'failed', 'checks-failed'],
    ['the time is over', run(['passed', 'unfinished'], { cutShort: 'timeout' }), 'inconclusive', 'timeout'],
    ['cancelled', run(['passed', 'unfinished'], { cutShort: 'cancelled' }), 'inconclusive', 'cancelled'],
    [
      'cancelled while waiting',
      run(['unfinished'], { cutShort: 'cancelled', readiness: SILENT }),
      'inconclusive',
      'cancelled',
    ],
    ['never answered', run(['unfinished'], { readiness: SILENT }), 'inconclusive', 'unreachable'],
    ['answered wrongly', run(['unfinished'], { readiness: WRONG }), 'failed', 'not-ready'],
    ['unfinished for no reason', run(['passed', 'unfinished']), 'inconclusive', 'timeout'],
    ['nothing', run([]), 'error', 'nothing-checked'],
    ['all skipped', run(['skipped', 'skipped']), 'error', 'nothing-checked'],
    ['only clean-up', run([result('passed', 'clean-up')]), 'error', 'nothing-checked'],
    ['only skipped and clean-up', run(['skipped', result('passed', 'clean-up')]), 'error', 'nothing-checked'],
  ])('%s', (_, given, outcome, reasonCode) => {
    expect(verdictOf(given, new URL('https://site.example'))).toMatchObject({ outcome, reasonCode });
  });
});

describe('the headline says', () => {
  test.each<[string, SmokeRun, string]>([
    [
      'how many hold',
      run(['passed', 'passed', 'warned', 'skipped']),
      'site.example passed all 3 checks that were run (1 warning and 1 not run).',
    ],
    ['that the only one holds', run(['passed']), 'site.example passed the one check that was run.'],
    ['which one failed and what was seen', run(['passed', 'failed']), 'site.example failed checks-failed (503).'],
    [
      'the first of many',
      run(['passed', ...['a', 'b', 'c', 'd', 'e'].map(id => result('failed', 'checks', id))]),
      'site.example failed 5 of 6 checks: a, b, c and 2 more.',
    ],
    [
      'that clean-up failed as well',
      run(['failed', result('failed', 'clean-up')], { cutShort: 'timeout' }),
      'site.example failed checks-failed (503). 1 clean-up failed as well. The run was out of time before its end.',
    ],
    ['that nothing was there', run([]), 'No check was run: there is none.'],
    [
      'that everything was left out',
      run(['skipped', 'skipped']),
      'No check was run: all 2 were left out, or could not be known from here.',
    ],
    [
      'what was waited for',
      run(['unfinished'], { readiness: WRONG }),
      'The site is not ready after 2 min: /health/: it answers 500.',
    ],
    [
      'what else failed in front of the site',
      run([result('failed', 'presets', 'https/certificate-time')], { readiness: { ...WRONG, waited: 0, final: true } }),
      'The site is not ready: /health/: it answers 500. Failed as well: https/certificate-time.',
    ],
    [
      'how long nobody answered',
      run([], { readiness: SILENT }),
      '/health/ did not answer once in 2 min: connection refused.',
    ],
    [
      'what was still open',
      run(['passed', 'unfinished'], { cutShort: 'timeout' }),
      'The time was over before 1 check had ended (checks-unfinished); 1 held and none failed so far.',
    ],
  ])('%s', (_, given, headline) => {
    expect(verdictOf(given, new URL('https://site.example')).headline).toBe(headline);
  });

  test.each([
    ['it answers 400', 'ALLOWED_HOSTS'],
    ['it answers 403', 'closed to visitors'],
    ['it answers 404', 'no such page'],
    ['certificate has expired', 'ca-file'],
  ])('and the remedy fits what waiting does not change: %s', (why, remedy) => {
    const readiness: Readiness = { kind: 'wrong', path: '/health/', waited: 0, why, final: true };
    expect(verdictOf(run([], { readiness }), new URL('https://site.example')).remedy).toContain(remedy);
  });

  test('and the remedy is that of the first failure', () => {
    expect(verdictOf(run(['failed']), new URL('https://site.example')).remedy).toBe('Mend it.');
  });
});
