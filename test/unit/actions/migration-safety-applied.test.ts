import { describe, expect, test } from '@jest/globals';
import { appliedIn } from '../../../src/actions/migration-safety-applied.ts';

describe('a file of applied migrations', () => {
  test('is the plan that showmigrations prints', () => {
    expect(appliedIn('[X]  auth.0001_initial (0.1s)\n[ ]  shop.0002_more ... (auth.0001_initial)\n')).toEqual([
      'auth.0001_initial',
    ]);
  });

  test('is the list that showmigrations prints, squashes and apps without migrations included', () => {
    const text = [
      'auth',
      ' [X] 0001_initial',
      ' [X] 0002_squashed (2 squashed migrations)',
      'empty',
      ' (no migrations)',
      'shop',
      ' [X] 0001_initial',
      ' [ ] 0002_more',
    ].join('\r\n');
    expect(appliedIn(text)).toEqual(['auth.0001_initial', 'auth.0002_squashed', 'shop.0001_initial']);
  });

  test('is one name a line, with comments', () => {
    expect(appliedIn('# live\nshop.0001_initial\nshop.0002_more\n')).toEqual(['shop.0001_initial', 'shop.0002_more']);
  });

  test('is what alembic current prints', () => {
    expect(appliedIn('1975ea83b712 (head)\n')).toEqual(['1975ea83b712']);
  });

  test.each(['', '# nothing\n', 'CommandError: no such app\n', '{"a": 1}'])('is not %j', text => {
    expect(appliedIn(text)).toBeUndefined();
  });

  test('may say that nothing is applied', () => {
    expect(appliedIn('[ ]  shop.0001_initial\n')).toEqual([]);
  });
});
