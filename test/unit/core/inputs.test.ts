import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../../src/core/errors.ts';
import { Inputs } from '../../../src/core/inputs.ts';

const SPECS = {
  url: { description: 'An address.', example: 'https://coolify.example' },
  token: { description: 'A secret.', secret: true, example: '${{ secrets.TOKEN }}' },
  resources: { description: 'Lines.', example: 'web=abc\nworker=def' },
  sha: { description: 'A commit.', default: '${{ github.sha }}', example: '0123456789abcdef0123456789abcdef01234567' },
  wait: { description: 'Waits.', default: 'true', choices: ['true', 'false'], example: 'true' },
  timeout: { description: 'Time.', default: '30m', example: '30m' },
  logs: { description: 'Logs.', default: 'on-failure', choices: ['on-failure', 'always', 'never'], example: 'always' },
  force: { description: 'Forces.', example: 'true' },
} as const;

function given(values: Readonly<Record<string, string>>): Inputs<typeof SPECS> {
  return new Inputs(SPECS, new Map(Object.entries(values)));
}

function refusalOf(read: () => unknown): {
  readonly message: string;
  readonly remedy: string;
  readonly reasonCode: string;
} {
  try {
    read();
  } catch (thrown) {
    if (thrown instanceof UserError)
      return { message: thrown.message, remedy: thrown.remedy, reasonCode: thrown.reasonCode };
    throw thrown;
  }
  throw new Error('it was not refused');
}

describe('an input that cannot be used is refused with its name, its value and an example', () => {
  test('a flag', () => {
    expect(refusalOf(() => given({ force: 'yes' }).flag('force'))).toEqual({
      message: 'The input "force", which is "yes", is neither true nor false.',
      remedy: 'with:\n  force: true',
      reasonCode: 'invalid-input',
    });
  });

  test('a duration', () => {
    expect(refusalOf(() => given({ timeout: '30' }).duration('timeout')).message).toBe(
      'The input "timeout", which is "30", is no duration: write a number with its unit, such as 90s, 30m or 1h30m.',
    );
  });

  test('a choice, with the word that was meant', () => {
    expect(refusalOf(() => given({ logs: 'alway' }).choice('logs', SPECS.logs.choices))).toEqual({
      message: 'The input "logs", which is "alway", must be one of on-failure, always, never (did you mean always?).',
      remedy: 'with:\n  logs: always',
      reasonCode: 'invalid-input',
    });
  });

  test('a commit, with the reason why a short one is not enough', () => {
    expect(refusalOf(() => given({ sha: 'main' }).commit('sha'))).toEqual({
      message:
        'The input "sha", which is "main", is no full commit id: 40 hexadecimal digits are needed, because a shorter one, a branch or a tag can come to mean another commit.',
      remedy: 'with:\n  sha: 0123456789abcdef0123456789abcdef01234567',
      reasonCode: 'invalid-input',
    });
  });

  test('an empty one', () => {
    expect(given({ url: '  ' }).refusal('url', 'is needed').message).toBe(
      'The input "url", which is empty, is needed.',
    );
  });

  test('with several lines in the example', () => {
    expect(given({}).refusal('resources', 'is needed').remedy).toBe(
      'with:\n  resources: |\n    web=abc\n    worker=def',
    );
  });
});

test('a refusal never repeats a secret, nor a password in an address', () => {
  expect(given({ token: '12|abc' }).refusal('token', 'is wrong').message).toBe(
    'The input "token", whose value is secret, is wrong.',
  );
  const { message } = given({ url: 'https://me:p@ss@coolify.example/api' }).refusal('url', 'holds a password');
  expect(message).toBe('The input "url", which is "https://***@coolify.example/api", holds a password.');
});

test('a refusal stays one readable line, whatever was given', () => {
  const { message } = given({ url: `a\n::error::b\u001B[31m${'x'.repeat(5_000)}` }).refusal('url', 'is no address');
  expect(message).not.toContain('\n');
  expect(message).not.toContain('\u001B');
  expect(message.length).toBeLessThan(300);
});

describe('empty text means the default', () => {
  test('so that an expression with nothing in it does not switch waiting off', () => {
    expect(given({ wait: '' }).flag('wait')).toBe(true);
    expect(given({}).flag('wait')).toBe(true);
    expect(given({ wait: 'false' }).flag('wait')).toBe(false);
    expect(given({ timeout: ' ' }).duration('timeout')).toBe(1_800_000);
    expect(given({ logs: '' }).choice('logs', SPECS.logs.choices)).toBe('on-failure');
  });

  test('unless only the runner could evaluate it', () => {
    expect(given({ sha: '' }).commit('sha')).toBeUndefined();
    expect(given({}).text('sha')).toBeUndefined();
  });

  test('and nothing where there is no default', () => {
    expect(given({}).flag('force')).toBe(false);
    expect(given({ url: '' }).text('url')).toBeUndefined();
  });
});

test('lines come without blank ones, comments and white space', () => {
  expect(given({ resources: '\n  web=a  \r\n# note\n\n b, c\n' }).lines('resources')).toEqual(['web=a', 'b, c']);
});
