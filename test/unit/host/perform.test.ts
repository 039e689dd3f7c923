import { describe, expect, test } from '@jest/globals';
import { COMMON_REASONS, defineAction } from '../../../src/core/action.ts';
import { Cancelled, UserError } from '../../../src/core/errors.ts';
import type { Severity } from '../../../src/core/findings.ts';
import type { Outcome } from '../../../src/core/outcome.ts';
import { exitCodeOf, perform, performPost } from '../../../src/host/perform.ts';
import { type RecordingHost, recordingWorld } from '../../support/recording-world.ts';

const TOKEN = '12|abcdefghijklmnop';

const PASSED: Outcome = {
  outcome: 'passed',
  reasonCode: 'deployed',
  headline: 'It is live.',
  remedy: '',
  findings: [],
  facts: { sha: 'abc' },
};

function actionThat(run: () => Promise<Outcome>, post?: () => Promise<void>) {
  return defineAction({
    name: 'sample',
    schemaVersion: 3,
    description: 'An action of this test.',
    inputs: {
      token: { description: 'A token.', secret: true, example: 'x' },
      count: { description: 'A number.', example: '1' },
    },
    outputs: { first: 'One.', second: 'Two.' },
    reasons: COMMON_REASONS,
    read(inputs) {
      if (inputs.text('count') === 'many') throw inputs.refusal('count', 'is no number');
      return {};
    },
    run,
    present: () => ({ summary: '### sample', outputs: { first: '1' } }),
    ...(post === undefined ? {} : { post }),
  });
}

async function performed(
  run: () => Promise<Outcome>,
  raw: Readonly<Record<string, string>> = {},
  change?: (host: RecordingHost) => Partial<RecordingHost>,
) {
  const world = recordingWorld();
  const host = { ...world.host, ...change?.(world.host) };
  const outcome = await perform(actionThat(run), new Map(Object.entries({ token: TOKEN, ...raw })), { ...world, host });
  return { outcome, host, outputs: Object.fromEntries(host.outputs) };
}

const throwing = (thrown: unknown) => async (): Promise<Outcome> => {
  throw thrown;
};

describe('every way to end writes every output', () => {
  const user = new UserError('The thing is wrong.', {
    reasonCode: 'invalid-input',
    remedy: 'Mend it.',
    place: { file: 'a.yml', line: 2, column: 3 },
  });

  test.each<readonly [string, () => Promise<Outcome>, string, string, number]>([
    ['passed', async () => PASSED, 'passed', 'deployed', 0],
    ['failed', async () => ({ ...PASSED, outcome: 'failed', reasonCode: 'bad' }), 'failed', 'bad', 1],
    [
      'inconclusive',
      async () => ({ ...PASSED, outcome: 'inconclusive', reasonCode: 'timed-out' }),
      'inconclusive',
      'timed-out',
      3,
    ],
    ['wrong input', throwing(user), 'error', 'invalid-input', 2],
    ['cancelled', throwing(new Cancelled()), 'inconclusive', 'cancelled', 3],
    ['a bug', throwing(new TypeError('x is undefined')), 'error', 'internal-error', 2],
    ['something that is no error', throwing('text'), 'error', 'internal-error', 2],
  ])('%s', async (_, run, outcome, reasonCode, exitCode) => {
    const { outcome: ended, outputs, host } = await performed(run);
    expect(Object.keys(outputs)).toEqual(['first', 'second', 'outcome', 'reason-code', 'result', 'report-path']);
    expect(outputs).toMatchObject({
      outcome,
      'reason-code': reasonCode,
      'report-path': '/reports/sample.json',
      second: '',
    });
    expect(Object.keys(JSON.parse(outputs['result'] ?? '')).slice(0, 5)).toEqual([
      'schema',
      'outcome',
      'reason-code',
      'headline',
      'remedy',
    ]);
    expect(outputs['result']).toContain('"schema":"obcms-deploy/sample@3"');
    expect(host.summaries).toHaveLength(1);
    expect(exitCodeOf(ended)).toBe(exitCode);
    expect(host.annotations).toHaveLength(outcome === 'passed' ? 0 : 1);
  });
});

describe('the annotations of an action with many findings', () => {
  const finding = (severity: Severity, subject: string) => ({
    rule: 'a/b',
    severity,
    subject,
    message: 'It is wrong.',
    evidence: '',
    remedy: '',
  });
  const placed = { ...finding('medium', 'm'), place: { file: 'a.py', line: 1 } };
  const findings = [finding('low', 'l'), placed, finding('critical', 'c'), finding('high', 'h')];
  const annotated = async (parts: Partial<Outcome>) => {
    const { host } = await performed(async () => ({ ...PASSED, findings, ...parts }));
    return host.annotations.map(({ level, title }) => `${level} ${title}`);
  };

  test('are the worst, those that decided as errors, and none that is only tidy', async () => {
    expect(await annotated({ mostAnnotations: 10, decisive: 'high' })).toEqual([
      'error c: a/b',
      'error h: a/b',
      'warning m: a/b',
    ]);
    expect(await annotated({ mostAnnotations: 1, decisive: 'high' })).toEqual(['error c: a/b']);
  });

  test('leave out what decided nothing and has no line', async () => {
    const lineless = [...findings, finding('medium', 'n')];
    expect(await annotated({ findings: lineless, mostAnnotations: 10, decisive: 'high' })).not.toContain(
      'warning n: a/b',
    );
    expect(await annotated({ findings: lineless, mostAnnotations: 10, decisive: 'medium' })).toContain('error n: a/b');
  });

  test('are all of them where the low ones decide, or where nobody counts', async () => {
    expect(await annotated({ mostAnnotations: 10, decisive: 'low' })).toHaveLength(4);
    expect(await annotated({})).toEqual(['error c: a/b', 'warning h: a/b', 'warning m: a/b', 'notice l: a/b']);
  });
});

describe('what went wrong is told apart', () => {
  test('a fault of the user has its place and its remedy, and no stack', async () => {
    const place = { file: 'a.yml', line: 2, column: 3 };
    const { host } = await performed(
      throwing(
        new UserError('The thing is wrong.', { reasonCode: 'invalid-configuration', remedy: 'Mend it.', place }),
      ),
    );
    expect(host.annotations).toEqual([
      {
        level: 'error',
        title: 'sample: error (invalid-configuration)',
        message: 'The thing is wrong.\n\nMend it.',
        place,
      },
    ]);
    expect(host.lines.join('\n')).not.toContain('    at ');
  });

  test('a bug shows its stack and asks for an issue', async () => {
    const { host, outcome } = await performed(throwing(new TypeError('x is undefined')));
    expect(outcome.headline).toBe('This is a defect of obcms-deploy, not of your application: x is undefined');
    expect(outcome.remedy).toContain('open an issue');
    expect(host.lines.join('\n')).toContain('    at ');
  });

  test('an unknown end is a warning, not an error', async () => {
    const { host } = await performed(async () => ({ ...PASSED, outcome: 'inconclusive', reasonCode: 'timed-out' }));
    expect(host.annotations[0]?.level).toBe('warning');
  });

  test('a wrong input is found before anything runs', async () => {
    const { outcome } = await performed(throwing(new Error('it ran')), { count: 'many' });
    expect(outcome).toMatchObject({
      reasonCode: 'invalid-input',
      headline: 'The input "count", which is "many", is no number.',
    });
  });
});

describe('secrets', () => {
  test('are masked before anything else, the part after the bar on its own', async () => {
    const { host } = await performed(throwing(new Error('never mind')), { count: 'many' });
    expect(host.masked).toEqual([TOKEN, 'abcdefghijklmnop']);
  });

  test('are in no output, no report and no summary', async () => {
    const leaking: Outcome = {
      ...PASSED,
      outcome: 'failed',
      headline: `the token ${TOKEN} is bad`,
      remedy: TOKEN,
      facts: { nested: [{ token: TOKEN }] },
    };
    const { host, outputs } = await performed(async () => leaking);
    for (const place of [JSON.stringify(outputs), JSON.stringify(host.reports), host.summaries.join('')])
      expect(place).not.toContain('abcdefghijklmnop');
    expect(() => JSON.parse(outputs['result'] ?? '')).not.toThrow();
  });

  test('with quotation marks in them do not break the result', async () => {
    const { outputs } = await performed(async () => ({ ...PASSED, headline: 'it is "quo\\ted"!' }), {
      token: '"quo\\ted"',
    });
    expect(JSON.parse(outputs['result'] ?? '')).toMatchObject({ headline: 'it is ***!' });
  });
});

test('a report or a summary that cannot be written does not change the outcome', async () => {
  const { outcome, outputs, host } = await performed(
    async () => PASSED,
    {},
    () => ({
      report: () => Promise.reject(new Error('disk full')),
      summary: () => {
        throw new Error('too long');
      },
    }),
  );
  expect(outcome.outcome).toBe('passed');
  expect(outputs['report-path']).toBe('');
  expect(host.lines).toEqual([
    'The report could not be written: disk full',
    'The summary could not be written: too long',
    'It is live.',
  ]);
});

describe('the post step', () => {
  test('says when it failed', async () => {
    const world = recordingWorld();
    const failing = actionThat(async () => PASSED, throwing(new Error('no')) as unknown as () => Promise<void>);
    expect(await performPost(failing, new Map(), new Map(), world)).toBe(false);
    expect(world.host.annotations[0]?.title).toBe('sample: error (internal-error)');
  });

  test('does nothing for an action without one', async () => {
    expect(
      await performPost(
        actionThat(async () => PASSED),
        new Map(),
        new Map(),
        recordingWorld(),
      ),
    ).toBe(true);
  });
});
