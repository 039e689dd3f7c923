import { describe, expect, test } from '@jest/globals';
import { loadParser } from '../../../../src/migrations/sql/parser.ts';

const parse = await loadParser();

describe('A text of SQL is cut into statements', () => {
  test('with the line of each first word, comments and empty statements left out', () => {
    const parsed = parse(
      '-- first\nSELECT 1;;\n\n/* a /* nested */ one */\n  SELECT \'é;\', $$ ; $$ ;\n-- last\nSELECT "ö" -- end\n',
    );
    expect(parsed.ok && parsed.statements.map(({ text, line }) => [line, text])).toEqual([
      [2, 'SELECT 1'],
      [5, "SELECT 'é;', $$ ; $$"],
      [7, 'SELECT "ö" -- end'],
    ]);
  });

  test.each(['', '  \n', '-- nothing', ';'])('where there is nothing, there are none: %j', text => {
    expect(parse(text)).toEqual({ ok: true, statements: [] });
  });

  test('names are in lower case unless they are quoted, and public is left out', () => {
    const acts = (text: string) => {
      const parsed = parse(text);
      return parsed.ok ? parsed.statements.flatMap(each => each.acts) : parsed.message;
    };
    expect(acts('DROP TABLE Public.Old, "Old", audit.Log')).toEqual([
      { act: 'drop-table', tables: ['old', 'Old', 'audit.log'], cascade: false, ifExists: false },
    ]);
  });
});

describe('A text that PostgreSQL refuses', () => {
  test.each([
    ["SELECT 'é';\n\nSELEC 1", 3, 'syntax error at or near "SELEC"'],
    ['SELECT 1;\nSELECT 2 FROM', 2, 'syntax error at end of input'],
    ["SELECT 'open", 1, 'unterminated quoted string at or near "\'open"'],
    [
      'SELECT 1;\n\\copy item FROM x',
      2,
      'syntax error at or near "\\": \\copy is a command of psql, which no driver understands',
    ],
    ['SELECT %s', 1, 'syntax error at or near "%": %s is a placeholder, and no value was given for it'],
    ['SELECT %(name)s', 1, 'syntax error at or near "%": %(name)s is a placeholder, and no value was given for it'],
  ])('is answered in its words, with the line: %j', (text, line, message) => {
    expect(parse(text)).toEqual({ ok: false, line, message });
  });

  test('a zero byte does not hide what comes after it', () => {
    expect(parse('SELECT 1;\0 DROP TABLE item')).toEqual({
      ok: false,
      line: 1,
      message: 'the text holds a zero byte, which PostgreSQL refuses',
    });
  });

  const deep = [
    `SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`,
    `SELECT ${'NOT '.repeat(20_000)}true`,
    `SELECT 1${'::int'.repeat(20_000)}`,
  ];
  test.each(deep)('nesting without end is refused, and the parser lives on', text => {
    expect(parse(text)).toMatchObject({ ok: false });
    expect(parse('SELECT 1')).toMatchObject({ ok: true });
  });
});

/** Alone on a machine it is 0.03 ms; what is told apart here is work that grows with something else. */
test('A statement takes a fraction of a millisecond', () => {
  const text = 'ALTER TABLE "item" ADD COLUMN "amount" integer DEFAULT 5 NOT NULL CHECK ("amount" >= 0)';
  for (let warm = 0; warm < 200; warm += 1) parse(text);
  const rounds = Array.from({ length: 5 }, () => {
    const started = performance.now();
    for (let count = 0; count < 200; count += 1) parse(text);
    return (performance.now() - started) / 200;
  });
  expect(Math.min(...rounds)).toBeLessThan(0.5);
});
