import { expect, test } from '@jest/globals';
import type { Run } from '../../../../lab/demo/chronicle.ts';
import { type Telling, telling } from '../../../../lab/demo/telling.ts';

function told(play: (telling: Telling) => void, screen: { coloured?: boolean; columns?: number } = {}): string {
  let text = '';
  play(
    telling({
      write: part => {
        text += part;
      },
      coloured: screen.coloured ?? false,
      columns: screen.columns ?? 120,
    }),
  );
  return text;
}

const FAILED: Run = {
  kind: 'run',
  action: 'redeploy',
  environment: 'staging',
  sha: 'a'.repeat(40),
  title: 'A release',
  outcome: 'failed',
  reasonCode: 'deployment-failed',
  headline: 'It does not boot.',
  summary: '',
  log: '',
  startedAt: 0,
  endedAt: 3_000,
  deployments: [],
  checks: undefined,
  visits: { requests: 9, failures: 0 },
};

test('lines for the runner are not shown, masks above all; groups are shown by their title', () => {
  const text = told(story => {
    for (const line of ['::add-mask::secret', '::group::Deploying', 'web: queued', '::endgroup::'])
      story.actionLine(line);
  });
  expect(text).toBe('     Deploying\n     web: queued\n');
});

test('what Coolify is, is told in the first run only, unless something new is said', () => {
  const text = told(story => {
    for (const more of [[], ['Coolify does not answer']]) {
      for (const line of ['::group::Looking around', 'Coolify 4.3.10', ...more]) story.actionLine(line);
    }
  });
  expect(text).toBe('     Looking around\n     Coolify 4.3.10\n     Coolify does not answer\n');
});

test('everything else is told each time', () => {
  const text = told(story => {
    for (const line of ['::group::Deploying', 'web: queued', '::group::Deploying', 'web: queued'])
      story.actionLine(line);
  });
  expect(text.match(/web: queued/g)).toHaveLength(2);
});

test('a headline that was the last line already is not repeated', () => {
  expect(told(story => story.ended(FAILED))).toContain('It does not boot.');
  const text = told(story => {
    story.actionLine('It does not boot.');
    story.ended(FAILED);
  });
  expect(text.match(/It does not boot/g)).toHaveLength(1);
});

test('an end says outcome, code, time and how visitors fared', () => {
  const text = told(story => story.ended(FAILED));
  expect(text).toContain('failed (deployment-failed) after 3 s');
  expect(text).toContain('9 requests over HTTPS, none failed.');
});

test('a deviation stands out and says what was found', () => {
  const text = told(story => story.check({ kind: 'check', text: 'The row is there.', held: false, found: '502' }));
  expect(text).toBe('   NOT AS TOLD  The row is there. (found: 502)\n');
});

test('a pipe gets no colours, a terminal does', () => {
  const play = (story: Telling): void => story.chapter(1, 'One', 'Because.');
  expect(told(play)).not.toContain('\u001b');
  expect(told(play, { coloured: true })).toContain('\u001b[1m1. One\u001b[0m');
});

test('long text is wrapped to the terminal', () => {
  const text = told(story => story.chapter(1, 'One', 'word '.repeat(60)), { columns: 60 });
  expect(text.split('\n').every(line => line.length <= 60)).toBe(true);
});

test('a visit tells how its checks ended', () => {
  const visit: Run = {
    ...FAILED,
    action: 'smoke-test',
    reasonCode: 'checks-failed',
    headline: 'Failed: login/web.',
    visits: undefined,
    checks: { passed: 79, failed: 0, skipped: 6 },
  };
  expect(told(story => story.ended(visit))).toContain('     Checks: 79 hold, none failed, 6 not run.\n');
});
