import { describe, expect, test } from '@jest/globals';
import {
  count,
  cut,
  indentedLines,
  inSequence,
  LONGEST_LINE,
  lastLines,
  oneLine,
  withoutCommands,
} from '../../../src/core/text.ts';

describe('a line from outside', () => {
  test.each([
    ['colours', '\u001B[1;31mred\u001B[0m', 'red'],
    ['a window title', '\u001B]0;title\u0007text', 'text'],
    ['a link of a terminal', '\u001B]8;;https://evil.example\u001B\\text\u001B]8;;\u001B\\', 'text'],
    ['an escape sequence that does not end', 'text\u001B[', 'text['],
    ['a carriage return that hides what came before', 'honest\rforged', 'honest forged'],
    ['line breaks and tabs', 'a\r\nb\tc', 'a b c'],
    ['null and bell', 'a\u0000b\u0007c', 'abc'],
    ['control characters of eight bits', 'a\u009B31mb\u0085c', 'a31mbc'],
    ['bidirectional controls', 'user\u202Egnp.exe\u2066', 'usergnp.exe'],
    ['zero-width characters', 'se\u200Bcr\uFEFFet', 'secret'],
    ['separators that some take for line breaks', 'a\u2028b\u2029c', 'abc'],
    ['invisible tag letters', 'ok\u{E0041}\u{E007F}', 'ok'],
    ['white space around it', '  a  ', 'a'],
  ])('loses %s', (_, text, clean) => {
    expect(oneLine(text)).toBe(clean);
  });

  test('of a megabyte is cleaned at once, whatever it is made of', () => {
    for (const piece of ['a', '\u001B[', '\u001B]', ' ', '\t', '\u202E', '##[', '::', '\u001B[0;']) {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      const began = performance.now();
      withoutCommands(oneLine(text));
      expect(performance.now() - began).toBeLessThan(1_000);
    }
  });

  test('is cut at a character boundary, and says so', () => {
    expect(oneLine('x'.repeat(5_000))).toHaveLength(LONGEST_LINE);
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('ab😀cd', 4)).toBe('ab…');
    expect(cut('abcd', 4)).toBe('abcd');
  });
});

describe('a printed line is never a workflow command', () => {
  test.each([
    ['::add-mask::x', ': :add-mask::x'],
    ['   ::error::x', ': :error::x'],
    ['text ::error::x', 'text ::error::x'],
    ['##[add-mask]x', '# #[add-mask]x'],
    ['text ##[error]##[group]', 'text # #[error]# #[group]'],
    ['#\u200B#[error]', '# #[error]'],
    ['\u001B[0m::set-output name=a::b', ': :set-output name=a::b'],
    ['\u0085::error::x', ': :error::x'],
    ['\u00A0::error::x', ': :error::x'],
  ])('%p', (text, harmless) => {
    expect(withoutCommands(oneLine(text))).toBe(harmless);
  });
});

test('the last lines of a text are kept, without empty ones', () => {
  expect(lastLines('a\n\nb\r\nc\rd\n', 3)).toEqual(['b', 'c', 'd']);
});

test('lines of YAML keep their indentation and lose everything else', () => {
  expect(indentedLines('with:\n  sha: \u001B[1mabc\u202E\n\n    - x  ')).toEqual([
    'with:',
    '  sha: abc',
    '',
    '    - x',
  ]);
});

test('words are put in a sequence and counted', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(words => inSequence(words))).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
  expect(inSequence(['a', 'b'], 'or')).toBe('a or b');
  expect([count(1, 'deployment'), count(3, 'deployment'), count(2, 'entry', 'entries')]).toEqual([
    '1 deployment',
    '3 deployments',
    '2 entries',
  ]);
});
