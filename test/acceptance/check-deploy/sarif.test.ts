import { describe, expect, test } from '@jest/globals';
import { LIBRARY, PARCELS } from '../../../lab/projects/index.ts';
import { sarifProblems } from '../../support/sarif-schema.ts';
import { judge } from './foreign-scene.ts';

/** What is known, accepted, new and gone. Only files are judged here, which is quick. */
const inputs = { families: 'docker, server, compose' } as const;
const faults = PARCELS.faults.filter(({ edit }) => edit.file === 'Dockerfile');
const [root, config] = faults;

describe('a SARIF report', () => {
  test('is valid against the schema of SARIF 2.1.0, and every result has its rule with a page', async () => {
    const { sarif } = await judge(LIBRARY, { faults: LIBRARY.faults });
    expect(sarifProblems(sarif)).toEqual([]);
    const [run] = sarif?.runs ?? [];
    const rules = new Set(run?.tool.driver.rules.map(({ id }) => id));
    expect(run?.results.filter(({ ruleId }) => !rules.has(ruleId))).toEqual([]);
    expect(new Set(run?.results.map(({ level }) => level))).toEqual(new Set(['error', 'warning', 'note']));
  });

  test('is not written unless asked for, and a path that cannot be written takes nothing away', async () => {
    const none = await judge(PARCELS, { inputs, options: { sarif: false } });
    expect(none.outputs['sarif-path']).toBe('');
    const blocked = await judge(PARCELS, { inputs: { ...inputs, sarif: 'Dockerfile/report.sarif' } });
    expect(blocked.outputs['sarif-path']).toBe('');
    expect(blocked.shown).toContain('The SARIF report could not be written');
    expect(blocked.result.outcome).toBe('passed');
  });
});

describe('a baseline', () => {
  const path = '.github/baseline.json';

  test('keeps what is known from failing, fails for what is new, and says what is gone', async () => {
    const earlier = await judge(PARCELS, { faults: root === undefined ? [] : [root], inputs });
    expect(earlier.result.outcome).toBe('failed');
    const baseline = { [path]: JSON.stringify(earlier.report) };
    const known = { ...inputs, baseline: path };

    const same = await judge(PARCELS, { faults: root === undefined ? [] : [root], files: baseline, inputs: known });
    expect(same.result).toMatchObject({ outcome: 'passed', 'reason-code': 'fit', high: 0, baseline: { gone: [] } });
    expect(same.result.known).toContainEqual(expect.objectContaining({ rule: 'docker/root-user' }));
    expect(same.sarif?.runs[0]?.results.find(({ ruleId }) => ruleId === 'docker/root-user')?.baselineState).toBe(
      'unchanged',
    );

    const more = await judge(PARCELS, { faults, files: baseline, inputs: known });
    expect(more.result).toMatchObject({ outcome: 'failed', 'reason-code': 'unfit' });
    expect(more.findings.map(({ rule }) => rule)).toEqual([config?.expect.rule]);
    expect(sarifProblems(more.sarif)).toEqual([]);

    const gone = await judge(PARCELS, { files: baseline, inputs: known });
    expect(gone.result.outcome).toBe('passed');
    expect(gone.result.baseline?.gone).toContainEqual(expect.objectContaining({ rule: 'docker/root-user' }));
    expect(gone.run.rawSummary).toContain('Gone since');
    expect(gone.sarif?.runs[0]?.results.find(({ ruleId }) => ruleId === 'docker/root-user')?.baselineState).toBe(
      'absent',
    );
    expect(sarifProblems(gone.sarif)).toEqual([]);
  });
});

describe('lines of ignore', () => {
  test('take their finding away with the reason, in the report and in SARIF, and stale ones are told', async () => {
    const checked = await judge(PARCELS, {
      faults,
      inputs: {
        ...inputs,
        ignore: [
          'docker/root-user Dockerfile -- the image runs without privileges by its host',
          'server/* -- the server is replaced next week',
          'docker/old-base old/Dockerfile -- gone long ago',
        ].join('\n'),
      },
    });
    expect(checked.result).toMatchObject({ outcome: 'passed', 'reason-code': 'fit', high: 0 });
    expect(checked.result.ignored).toContainEqual(
      expect.objectContaining({ rule: 'docker/root-user', reason: 'the image runs without privileges by its host' }),
    );
    expect(checked.result['stale-ignores']).toEqual([expect.stringContaining('docker/old-base old/Dockerfile')]);
    const suppressed = checked.sarif?.runs[0]?.results.find(({ ruleId }) => ruleId === 'docker/root-user');
    expect(suppressed?.suppressions).toEqual([
      expect.objectContaining({ justification: 'the image runs without privileges by its host' }),
    ]);
    expect(sarifProblems(checked.sarif)).toEqual([]);
  });

  test('fail-on decides which findings fail the step', async () => {
    const strict = await judge(PARCELS, { inputs: { ...inputs, 'fail-on': 'low' } });
    expect(strict.result).toMatchObject({ outcome: 'failed', 'fail-on': 'low' });
    const lax = await judge(PARCELS, {
      faults: root === undefined ? [] : [root],
      inputs: { ...inputs, 'fail-on': 'critical' },
    });
    expect(lax.result).toMatchObject({ outcome: 'passed', high: 1 });
  });
});
