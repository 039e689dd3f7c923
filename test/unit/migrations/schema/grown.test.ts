import { describe, expect, test } from '@jest/globals';
import { grown } from '../../../../src/migrations/schema/grown.ts';

describe('a map that grows', () => {
  const first = new Map([['a', 1]]);

  test('leaves the ones before as they are', () => {
    const second = grown(first, 'b', 2);
    const third = grown(second, 'c', 3);
    const other = grown(second, 'd', 4);
    expect([[...first], [...second], [...third], [...other]].map(entries => entries.flat().join(' '))).toEqual([
      'a 1',
      'a 1 b 2',
      'a 1 b 2 c 3',
      'a 1 b 2 d 4',
    ]);
    expect([second.size, second.has('c'), second.get('c'), third.get('c'), other.has('c')]).toEqual([
      2,
      false,
      undefined,
      3,
      false,
    ]);
  });

  test('keeps the place of a name that it has', () => {
    expect([...grown(grown(first, 'b', 2), 'a', 9)]).toEqual([
      ['a', 9],
      ['b', 2],
    ]);
  });

  test('is gone through like any other', () => {
    const seen: string[] = [];
    const map = grown(first, 'b', 2);
    map.forEach((value, name) => {
      seen.push(`${name}${value}`);
    });
    expect([seen, [...map.keys()], [...map.values()], new Map(map).size]).toEqual([
      ['a1', 'b2'],
      ['a', 'b'],
      [1, 2],
      2,
    ]);
  });
});
