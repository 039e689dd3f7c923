// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what must not come through
import { describe, expect, test } from '@jest/globals';
import { block, code, folded, link, plain, table } from '../../../src/report/markdown.ts';
import { timeline } from '../../../src/report/mermaid.ts';
import { verdict } from '../../../src/report/verdict.ts';

const PIECES = [
  '|',
  '\n',
  '\r',
  '`',
  '```',
  '~~~',
  '</details>',
  '<script>',
  '<!--',
  '-->',
  '@org/team',
  '[x](https://evil.example)',
  '![x](//evil.example)',
  '\\',
  '&lt;',
  '#1',
  '##[error]',
  '::error::',
  '\u001B[31m',
  '\u202E',
  '$$',
  '---',
  '===',
  '1. ',
  '> ',
  '* ',
  'https://evil.example',
  'www.evil.example',
  '{{',
  '\u2028',
  'a',
];

/** Hundreds of texts of hostile pieces, the same ones every time. */
function hostileTexts(): readonly string[] {
  let seed = 20_261_120;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  return Array.from({ length: 800 }, () =>
    Array.from({ length: 1 + next(6) }, () => PIECES[next(PIECES.length)] ?? '').join(''),
  );
}

/** What a reader of HTML would see. */
function shown(html: string): string {
  return html
    .replace(/<\/?code>/g, '')
    .replace(/&#(\d+);/g, (_, point: string) => String.fromCodePoint(Number(point)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

describe('untrusted text', () => {
  test('stays one line of plain text, whatever it is', () => {
    for (const text of hostileTexts()) {
      expect(plain(text)).not.toMatch(/[\n\r\u2028\u001B\u202E|`<>@[\]()*_~$\\!]|:\/\/|www\.|^\s*(?:-|=|\d+\.)/);
      expect(plain(text).replace(/&#?\w+;/g, '')).not.toMatch(/[#&]/);
    }
  });

  test('stays inside its inline code', () => {
    for (const text of hostileTexts()) {
      const inner = code(text).replace(/^<code>|<\/code>$/g, '');
      expect(inner).not.toMatch(/[\n\r\u2028\u001B|`<>*_~$\\@[\]]|:\/\/|www\./);
    }
    expect(code(' \n ')).toBe('');
  });

  test('reads as it was meant', () => {
    expect(shown(plain('1. a|b *c* <d> & `e` #7 @me https://x'))).toBe('1. a|b *c* <d> & `e` #7 @me https://x');
    expect(shown(code('a|b`c <d> &amp;'))).toBe('a|b`c <d> &amp;');
  });

  test('cannot end a block of lines', () => {
    for (const text of hostileTexts()) {
      const made = block([text, 'end']);
      const fence = /^`+/.exec(made)?.[0] ?? '';
      const inside = made.split('\n').slice(1, -1);
      expect(made.endsWith(`\n${fence}`)).toBe(true);
      expect(inside.every(line => !line.includes(fence))).toBe(true);
      expect(made).not.toMatch(/[\r\u2028\u001B\u202E]/);
    }
  });

  test('cannot end a cell of a table, nor a link in it', () => {
    for (const text of hostileTexts()) {
      const made = table(
        ['a', 'b'],
        [
          [plain(text), code(text)],
          [link(text, `https://site.example/${text}`), link(text, text)],
        ],
      );
      const lines = made.split('\n');
      expect(lines).toHaveLength(4);
      for (const line of lines) expect(line.match(/\|/g)).toHaveLength(3);
    }
  });
});

test('a block keeps the indentation of YAML and cuts lines without end', () => {
  expect(block(['with:', '  sha: abc'])).toBe('```text\nwith:\n  sha: abc\n```');
  expect(block(['x'.repeat(100_000)]).length).toBeLessThan(1_100);
});

test.each([
  ['https://coolify.example/project/1', '[a&#95;b](https://coolify.example/project/1)'],
  ['javascript:alert(1)', 'a&#95;b'],
  ['https://x.example/a|b', 'a&#95;b'],
  ['https://x.example/a)b', 'a&#95;b'],
  ['https://x.example/a b', 'a&#95;b'],
  ['', 'a&#95;b'],
])('a link to %p', (address, made) => {
  expect(link('a_b', address)).toBe(made);
});

test('a folded part holds Markdown', () => {
  expect(folded('Log', block(['x']))).toBe('<details><summary>Log</summary>\n\n```text\nx\n```\n\n</details>');
});

describe('a picture of the time', () => {
  const begin = Date.UTC(2026, 10, 20);
  const lane = (name: string, ...states: readonly string[]) => ({
    name,
    transitions: states.map((state, index) => ({ state, at: begin + index * 10_000 })),
  });

  test('has a section for each resource, a bar for each state and the end where it was', () => {
    expect(timeline([lane('web', 'queued', 'in_progress', 'finished')])).toBe(
      [
        '```mermaid',
        'gantt',
        '    dateFormat x',
        '    axisFormat %M:%S',
        '    section web',
        '    queued :active, 0, 10000',
        '    in progress :active, 10000, 20000',
        '    finished :milestone, done, 20000, 20000',
        '```',
      ].join('\n'),
    );
  });

  test('cannot be broken by a name or a state', () => {
    for (const text of hostileTexts()) {
      const lines = timeline([lane(text, text, 'failed')]).split('\n');
      expect(lines).toHaveLength(8);
      expect(lines.slice(4, 7).join('\n')).not.toMatch(/[`<>;#"%{}]/);
      expect(lines[5]?.match(/:/g)).toHaveLength(1);
    }
  });
});

test('a summary begins with the verdict, why, and what to do', () => {
  const made = verdict('Deployment to staging', {
    outcome: 'inconclusive',
    reasonCode: 'timed-out',
    headline: 'web was still | running.',
    remedy: 'Wait:\nwith:\n  timeout: 45m',
    findings: [],
    facts: {},
  });
  expect(made).toBe(
    '### Deployment to staging: inconclusive\n\nweb was still &#124; running. (<code>timed-out</code>)\n\n**What to do**\n\n```yaml\nWait:\nwith:\n  timeout: 45m\n```',
  );
});
