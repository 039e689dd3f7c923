import { describe, expect, test } from '@jest/globals';
import { marked } from 'marked';
import {
  changeMarkdown,
  type FindingLinks,
  findingDetails,
  findingsTable,
} from '../../../src/report/findings-table.ts';
import { judgedFinding } from '../../support/judged.ts';

const links: FindingLinks = {
  rule: rule => `https://docs.example/${rule.replace('/', '-')}.md`,
  place: ({ file, line }) => `https://github.example/blob/abc/${encodeURIComponent(file)}#L${line}`,
};
const noLinks: FindingLinks = { rule: () => undefined, place: () => undefined };
const HOSTILE = '| a | b |\n\n# h1 <img src=x onerror=alert(1)> [x](http://e.example) @admins `code` ``` --> <!-- $$';

const cellsOf = (markdown: string) => [...String(marked.parse(markdown)).matchAll(/<td>/g)].length;

describe('the table of findings', () => {
  test('has a row each, in their order, with links to rule and line', () => {
    const table = findingsTable([judgedFinding('compose/privileged', 'high')], links);
    expect(table.split('\n')[2]).toBe(
      '| **high** | [compose/privileged](https://docs.example/compose-privileged.md) | [docker-compose.yml:3](https://github.example/blob/abc/docker-compose.yml#L3) | It is wrong. |',
    );
  });

  test('says so when a finding rests on a stand-in, and how many are not shown', () => {
    const findings = Array.from({ length: 5 }, () => judgedFinding('compose/privileged', 'high', { dummy: true }));
    const table = findingsTable(findings, noLinks, 2);
    expect(table).toContain('(rests on a stand-in)');
    expect(table).toMatch(/\n\n3 more are in the report\.$/);
    expect(findingsTable([], noLinks)).toBe('');
  });

  test('cannot be broken by what stands in a file', () => {
    const hostile = judgedFinding('compose/privileged', 'high', {
      subject: HOSTILE,
      message: HOSTILE,
      evidence: HOSTILE,
      remedy: `${HOSTILE}\n${HOSTILE}`,
      place: { file: HOSTILE, line: 3 },
    });
    for (const shown of [findingsTable([hostile], links), findingsTable([hostile], noLinks)]) {
      expect(cellsOf(shown)).toBe(4);
      expect(String(marked.parse(shown))).not.toMatch(/<img|<h1|e\.example"/);
    }
    const details = String(marked.parse(findingDetails(hostile, links)));
    expect(details).not.toMatch(/<img|<h1>|href="http:\/\/e\.example/);
    expect(details.match(/<details>/g)).toHaveLength(1);
    expect(details.match(/<\/details>/g)).toHaveLength(1);
  });
});

describe('a change', () => {
  test.each([
    ['privileged: false', 'yaml'],
    ['- web: x', 'yaml'],
    ['USER app', 'dockerfile'],
    ['SECURE_SSL_REDIRECT = True', 'python'],
    ['docker compose up', 'text'],
  ])('shows %s as %s', (line, language) => {
    expect(changeMarkdown(`Do it.\n${line}`)).toBe(`Do it.\n\n\`\`\`${language}\n${line}\n\`\`\``);
  });

  test('without exact lines is a sentence', () => {
    expect(changeMarkdown('Do it: now.')).toBe('Do it: now.');
  });
});
