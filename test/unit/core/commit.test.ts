import { describe, expect, test } from '@jest/globals';
import { abbreviate, namesCommit, parseSha } from '../../../src/core/commit.ts';
import { sha } from '../../support/coolify-answers.ts';

describe('a commit id', () => {
  test.each([
    ['a'.repeat(40), 'a'.repeat(40)],
    [` ${'AB'.repeat(20)}\n`, 'ab'.repeat(20)],
    ['0'.repeat(64), '0'.repeat(64)],
  ])('%p is one', (text, id) => {
    expect(parseSha(text)).toBe(id);
  });

  test.each(['', 'HEAD', 'main', 'a'.repeat(7), 'a'.repeat(39), 'a'.repeat(41), 'g'.repeat(40), `${'a'.repeat(40)} b`])(
    '%p is none',
    text => {
      expect(parseSha(text)).toBeUndefined();
    },
  );

  test('is shown with 7 characters, and other text whole', () => {
    expect(abbreviate('a'.repeat(40))).toBe('aaaaaaa');
    expect(abbreviate('HEAD')).toBe('HEAD');
    expect(abbreviate('2026-11-20.1')).toBe('2026-11-20.1');
  });
});

describe('a version names a commit', () => {
  test.each([
    ['a'.repeat(40), true],
    ['a'.repeat(7), true],
    [` ${'A'.repeat(12)} `, true],
    ['a'.repeat(6), false],
    ['b'.repeat(7), false],
    ['a'.repeat(41), false],
    ['', false],
    [`v${'a'.repeat(7)}`, false],
  ])('%p: %p', (reported, named) => {
    expect(namesCommit(reported, sha('a'))).toBe(named);
  });
});
