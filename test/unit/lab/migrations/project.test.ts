import { expect, test } from '@jest/globals';
import { runsOn } from '../../../../lab/migrations/project.ts';

test('a case runs on the versions it says, and on all when it says none', () => {
  const runs = (range: { django?: string; postgres?: string }, django: string, postgres: number) =>
    runsOn(range, { django, postgres });
  expect(runs({}, '4.2', 12)).toBe(true);
  expect([runs({ django: '>=5.0' }, '4.2', 18), runs({ django: '>=5.0' }, '5.2', 18)]).toEqual([false, true]);
  expect([runs({ django: '>=4.0 <6.0' }, '5.2', 18), runs({ django: '>=4.0 <6.0' }, '6.0', 18)]).toEqual([true, false]);
  expect([runs({ postgres: '>=14' }, '5.2', 13), runs({ postgres: '>=14' }, '5.2', 14)]).toEqual([false, true]);
  expect(() => runs({ django: '~5' }, '5.2', 18)).toThrow('no range of versions');
});
