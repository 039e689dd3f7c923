import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../../scripts/root.ts';
import { parserProblems } from '../../scripts/workflows/parser.ts';
import { PAGES, yamlBlocks } from '../support/pages.ts';

const workflows = PAGES.flatMap(page => yamlBlocks(readFileSync(join(ROOT, page), 'utf8'), page)).filter(({ text }) =>
  /^jobs:$/m.test(text),
);

describe('the pages have workflows', () => {
  test.each(workflows.map(({ where, text }) => [where, text]))(
    "at %s that GitHub's own parser accepts",
    async (where, text) => {
      expect(await parserProblems(where, text)).toEqual([]);
    },
  );

  test('which would be refused with a key that GitHub does not know', async () => {
    expect(workflows.length).toBeGreaterThanOrEqual(4);
    const [{ where, text } = { where: '', text: '' }] = workflows;
    expect(await parserProblems(where, text.replace(/^jobs:$/m, 'jbos:'))).not.toEqual([]);
  });
});
