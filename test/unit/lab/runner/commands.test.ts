import { describe, expect, test } from '@jest/globals';
import { createMasks } from '../../../../lab/runner/masks.ts';
import { createStepLog, type StepLog } from '../../../../lab/runner/step-log.ts';

function logOf(...lines: string[]): StepLog {
  const log = createStepLog(createMasks());
  for (const line of lines) log.line(line);
  return log;
}

describe('a command', () => {
  test('of the :: form counts at the start of a line only, after blanks', () => {
    expect(logOf('  ::set-output name=a::1').outputs).toEqual({ a: '1' });
    const inside = logOf('said ::set-output name=a::1');
    expect(inside.outputs).toEqual({});
    expect(inside.lines).toEqual(['said ::set-output name=a::1']);
  });

  test('of the old ##[ form counts anywhere inside a line', () => {
    const log = logOf('2026-11-20 log: ##[set-output name=a;]1');
    expect(log.outputs).toEqual({ a: '1' });
    expect(log.lines).toEqual([]);
  });

  test('the runner does not know is text', () => {
    const log = logOf('::frobnicate::x', '##[frobnicate]x');
    expect(log.commands).toEqual([]);
    expect(log.lines).toEqual(['::frobnicate::x', '##[frobnicate]x']);
  });

  test('is decoded: %0A in text, %3A and %2C in properties, %25 last', () => {
    const log = logOf('::error file=a%2Cb,line=3,title=t%3Au::one%0Atwo %250A %3A');
    expect(log.annotations).toEqual([
      { level: 'error', title: 't:u', file: 'a,b', line: 3, message: 'one\ntwo %0A %3A' },
    ]);
    expect(log.lines).toEqual(['##[error]one\ntwo %0A %3A']);
  });

  test('is obeyed whatever the case of its name', () => {
    expect(logOf('::WARNING::w').annotations).toMatchObject([{ level: 'warning', message: 'w' }]);
  });

  test.each(['::set-output::x', '::set-env name=A::x', '::add-path::/x', '::echo::maybe'])(
    '%s fails the step',
    line => {
      const log = logOf(line);
      expect(log.failed).toBe(true);
      expect(log.annotations[0]?.message).toBe(`Unable to process command '${line}' successfully.`);
    },
  );
});

describe('annotations', () => {
  test('are kept ten of each level, and all are logged', () => {
    const log = logOf(...Array.from({ length: 12 }, (_, i) => `::error::e${i}`), '::notice::n');
    expect(log.annotations.filter(one => one.level === 'error')).toHaveLength(10);
    expect(log.annotations.filter(one => one.level === 'notice')).toHaveLength(1);
    expect(log.lines).toHaveLength(13);
  });

  test('are cut at 4096 characters', () => {
    expect(logOf(`::error::${'x'.repeat(5000)}`).annotations[0]?.message).toHaveLength(4096);
  });

  test('are masked in text and title', () => {
    const log = logOf('::add-mask::hunter2', '::warning title=a hunter2::is hunter2');
    expect(log.annotations).toMatchObject([{ title: 'a ***', message: 'is ***' }]);
  });
});

describe('stop-commands', () => {
  test('turns commands of both forms into text until its token returns', () => {
    const log = logOf('::stop-commands::tok1', '::error::a', '##[error]b', '::tok1::', '::error::c');
    expect(log.annotations).toMatchObject([{ message: 'c' }]);
    expect(log.lines).toEqual(['::stop-commands::tok1', '::error::a', '##[error]b', '::tok1::', '##[error]c']);
    expect(log.commands.map(command => command.name)).toEqual(['stop-commands', 'error']);
  });

  test('cannot be nested: a second token does not replace the first', () => {
    const log = logOf('::stop-commands::tok1', '::stop-commands::tok2', '::tok2::', '::error::a');
    expect(log.annotations).toEqual([]);
  });

  test('masks a token of more than six characters', () => {
    expect(logOf('::stop-commands::a-long-token').lines).toEqual(['::stop-commands::***']);
  });

  test.each(['', 'error', 'pause-logging'])('refuses the token "%s"', token => {
    const log = logOf(`::stop-commands::${token}`, '::warning::still obeyed');
    expect(log.failed).toBe(true);
    expect(log.annotations.at(-1)).toMatchObject({ level: 'warning' });
  });
});

describe('the log', () => {
  test('shows groups, hides debug lines and mask commands', () => {
    const log = logOf('::group::Title', 'text', '::debug::d', '::add-mask::secret', '::endgroup::', 'a secret');
    expect(log.lines).toEqual(['##[group]Title', 'text', '##[endgroup]', 'a ***']);
    expect(log.rawLines).toContain('::add-mask::secret');
  });

  test('shows commands after echo is on, but never a mask', () => {
    expect(logOf('::echo::on', '::set-output name=a::1', '::add-mask::secret').lines).toEqual([
      '::set-output name=a::1',
    ]);
  });
});
