import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../../scripts/root.ts';

const SOURCE = join(ROOT, 'src/django/python');
const COPY = join(ROOT, 'dist/python');
const scripts = (directory: string) =>
  readdirSync(directory)
    .filter(name => name !== '__pycache__')
    .sort();

test("the bundle carries the probe's Python files, each as it is in the source, and nothing else with them", () => {
  const texts = (directory: string) =>
    Object.fromEntries(scripts(directory).map(name => [name, readFileSync(join(directory, name), 'utf8')]));
  expect(texts(COPY)).toEqual(texts(SOURCE));
  expect(scripts(SOURCE)).toContain('probe.py');
});

test('the bundle looks for the probe where its copy lies', () => {
  const chunks = readdirSync(join(ROOT, 'dist/chunks')).map(name => join(ROOT, 'dist/chunks', name));
  const asking = chunks.filter(chunk => readFileSync(chunk, 'utf8').includes('python/probe.py'));
  for (const chunk of asking) expect(readFileSync(chunk, 'utf8')).toContain('"../python/probe.py"');
  const entries = ['index.js', 'terminal.js'].map(name => readFileSync(join(ROOT, 'dist', name), 'utf8'));
  expect(entries.filter(text => text.includes('python/probe.py'))).toEqual([]);
});

test.each(scripts(SOURCE))('%s is read by Python 3.8 as well: no syntax that came later', name => {
  const text = readFileSync(join(SOURCE, name), 'utf8');
  expect(text).not.toMatch(/^\s*match .*:$|\bexcept\*|^\s*type \w+ =/m);
  expect(text.split('\n').length).toBeLessThanOrEqual(300);
});
