import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { XmlDocument, type XmlElement, XsdValidator } from 'libxml2-wasm';
import { type JunitCase, type JunitReport, junit } from '../../../src/report/junit.ts';

const schema = XmlDocument.fromBuffer(readFileSync(new URL('../../support/junit.xsd', import.meta.url)));
const validator = XsdValidator.fromDoc(schema);
afterAll(() => {
  validator.dispose();
  schema.dispose();
});

/** Reads the report with a real parser and a real validator, and gives what `look` finds in it. */
function parsed<T>(xml: string, look: (root: XmlElement) => T): T {
  const document = XmlDocument.fromString(xml);
  try {
    validator.validate(document);
    return look(document.root);
  } finally {
    document.dispose();
  }
}

function caseOf(more: Partial<JunitCase> = {}): JunitCase {
  return { name: 'a', classname: 'checks', seconds: 0.1, ...more };
}

function reportOf(...cases: readonly JunitCase[]): JunitReport {
  return { suites: [{ name: 'checks', cases }] };
}

const attributesOf = (element: XmlElement) => Object.fromEntries(element.attrs.map(({ name, value }) => [name, value]));

test('a report reads as people expect it', () => {
  const report: JunitReport = {
    suites: [
      { name: 'presets', cases: [caseOf({ name: 'https/redirect', classname: 'presets' })] },
      {
        name: 'checks',
        cases: [
          caseOf({
            name: 'Celery answers',
            seconds: 1.2343,
            file: 'smoke/staging.yml',
            line: 12,
            failure: { message: 'status is not as expected', text: '12 | get: /\n   expected: 200\n   actual:   503' },
          }),
          caseOf({ error: { message: 'the time limit came first' } }),
          caseOf({ skipped: { message: 'left out by `skip`' } }),
        ],
      },
    ],
  };
  expect(junit(report)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="1" errors="1" time="1.534">
  <testsuite name="presets" tests="1" failures="0" errors="0" skipped="0" time="0.100">
    <testcase name="https/redirect" classname="presets" time="0.100"/>
  </testsuite>
  <testsuite name="checks" tests="3" failures="1" errors="1" skipped="1" time="1.434">
    <testcase name="Celery answers" classname="checks" time="1.234" file="smoke/staging.yml" line="12">
      <failure message="status is not as expected" type="failure">12 | get: /
   expected: 200
   actual:   503</failure>
    </testcase>
    <testcase name="a" classname="checks" time="0.100">
      <error message="the time limit came first" type="error"/>
    </testcase>
    <testcase name="a" classname="checks" time="0.100">
      <skipped message="left out by \`skip\`"/>
    </testcase>
  </testsuite>
</testsuites>
`);
  parsed(junit(report), () => undefined);
});

test('the schema can refuse: it is not one that takes anything', () => {
  const good = junit(reportOf(caseOf({ failure: { message: 'm', text: 't' } })));
  parsed(good, () => undefined);
  for (const [from, to] of [
    ['tests="1" failures="1" errors="0" skipped', 'failures="1" errors="0" skipped'],
    ['time="0.100"', 'time="0,1 s"'],
    ['<testcase name="a"', '<testcase'],
    ['<failure', '<broken'],
  ] as const) {
    expect(good).toContain(from);
    const bad = good.replace(from, to).replace(/<\/failure>/, to === '<broken' ? '</broken>' : '</failure>');
    expect(() => parsed(bad, () => undefined)).toThrow();
  }
});

describe('whatever a server says', () => {
  test.each([
    ['markup', '<failure a="b">&amp; \'c\'', '<failure a="b">&amp; \'c\''],
    ['the end of a CDATA section', ']]>', ']]>'],
    ['line breaks and tabs', 'a\r\nb\tc\rd', 'a\r\nb\tc\rd'],
    ['controls', 'a\u0000\u001B[31mb\u0085', 'a\uFFFD\uFFFD[31mb\uFFFD'],
    ['half a surrogate pair', 'a\uD83Db\uDE00', 'a\uFFFDb\uFFFD'],
    ['a whole one', '\u{1F600}', '\u{1F600}'],
    ['what is no character', '\uFFFE\uFFFF', '\uFFFD\uFFFD'],
  ])('%s stays text', (_, given, read) => {
    const xml = junit(reportOf(caseOf({ name: given, failure: { message: given, text: given } })));
    const [name, message, text] = parsed(xml, root => [
      root.get('//testcase/@name')?.content,
      root.get('//failure/@message')?.content,
      root.get('//failure')?.content,
    ]);
    expect([name, message, text]).toEqual([read, read, read]);
  });

  test('hundreds of hostile texts are read back, in every place', () => {
    const pieces = [
      '<',
      '>',
      '&',
      '"',
      "'",
      ']]>',
      '<!--',
      '-->',
      '<![CDATA[',
      '&#0;',
      '&x;',
      '\n',
      '\r',
      '\u0001',
      '\uD800',
      '\u2028',
      'a',
    ];
    let seed = 20_261_120;
    const next = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return pieces[seed % pieces.length] ?? '';
    };
    const texts = Array.from({ length: 400 }, () => `${next()}${next()}${next()}${next()}`);
    const cases = texts.map(text =>
      caseOf({ name: text, classname: text, file: text, failure: { message: text, text } }),
    );
    const xml = junit({ suites: [{ name: texts.join(''), cases }] });
    expect(parsed(xml, root => root.find('//testcase').length)).toBe(400);
  });
});

describe('counts and times', () => {
  test('a case that ends in two ways is counted once, by the worse', () => {
    const both = caseOf({ failure: { message: 'm', text: 't' }, error: { message: 'e' }, skipped: { message: 's' } });
    const root = parsed(junit(reportOf(both)), attributesOf);
    expect(root).toMatchObject({ tests: '1', failures: '1', errors: '0' });
  });

  test('a time that is none is 0, and milliseconds are not lost in sums', () => {
    const cases = [Number.NaN, -1, Number.POSITIVE_INFINITY, ...Array.from({ length: 10 }, () => 0.001)];
    const root = parsed(junit(reportOf(...cases.map(seconds => caseOf({ seconds })))), attributesOf);
    expect(root['time']).toBe('0.010');
  });

  test('an empty report is a report', () => {
    expect(parsed(junit({ suites: [] }), attributesOf)).toMatchObject({ tests: '0', time: '0.000' });
    expect(parsed(junit(reportOf()), root => root.find('//testsuite').length)).toBe(1);
  });
});
