import { describe, expect, test } from '@jest/globals';
import { stages } from '../../../src/report/mermaid.ts';
import { PAYLOADS } from '../../acceptance/sweeps/hostile-text.ts';

describe('a picture of stages', () => {
  test('has a box with its things, a moment, and an arrow between them', () => {
    const picture = stages([
      {
        title: 'before',
        items: [
          { label: 'a.0001', mark: 'none' },
          { label: 'a.0002', mark: 'stop' },
        ],
      },
      { title: 'deploy', items: [] },
    ]);
    expect(picture.split('\n').slice(0, 9)).toEqual([
      '```mermaid',
      'flowchart LR',
      '    subgraph s0 ["before"]',
      '        direction TB',
      '        s0i0["a.0001"]',
      '        s0i1["a.0002"]:::stop',
      '        s0i0 --- s0i1',
      '    end',
      '    s1(["deploy"])',
    ]);
    expect(picture).toContain('\n    s0 --> s1\n');
  });

  test('shows the first of many, and says how many are left', () => {
    const items = Array.from({ length: 25 }, (_, index) => ({ label: `a.${index}`, mark: 'none' as const }));
    const picture = stages([{ title: 'before', items }]);
    expect(picture).toContain('["and 5 more"]');
    expect(picture).not.toContain('"a.20"');
  });

  test.each(Object.entries(PAYLOADS))('keeps its structure with %s as every label', (_, text) => {
    const lines = stages([{ title: text, items: [{ label: text, mark: 'stop' }] }]).split('\n');
    expect(lines).toHaveLength(9);
    expect(lines[2]).toMatch(/^ {4}subgraph s0 \["[\p{L}\p{N} ._:()-]+"\]$/u);
    expect(lines[4]).toMatch(/^ {8}s0i0\["[\p{L}\p{N} ._:()-]+"\]:::stop$/u);
  });

  test('makes no list of what begins like one', () => {
    expect(stages([{ title: '1. first - second', items: [] }])).toContain('(["1.first -second"])');
  });
});
