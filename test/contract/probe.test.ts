import { execFileSync } from 'node:child_process';
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

test('every file of the probe is read by Python 3.8 as well, and begins with what it is about', () => {
  const told = execFileSync('python3', ['-c', READS_AS_38, SOURCE], { encoding: 'utf8' });
  const problems: Readonly<Record<string, string>> = JSON.parse(told);
  const read = Object.entries(problems);
  expect(read.map(([name]) => name).sort()).toEqual(scripts(SOURCE));
  expect(read.filter(([, problem]) => problem !== '')).toEqual([]);
});

test.each(scripts(SOURCE))('%s has a name that tells what is in it, and at most 300 lines', name => {
  expect(name).toMatch(/^(?:__init__|[a-z][a-z0-9]*(?:_[a-z0-9]+)*)\.py$/);
  expect(name).not.toMatch(/util|helper|misc|common/);
  expect(readFileSync(join(SOURCE, name), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(300);
});

/** `feature_version` refuses syntax that came later, by Python's own parser; what it lets pass is looked for by its nodes. */
const READS_AS_38 = `
import ast, json, os, sys

LATER = ("Match", "TryStar", "TypeAlias", "TemplateStr")

def problem(path):
    try:
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read(), feature_version=(3, 8))
    except SyntaxError as error:
        return "line %s: %s" % (error.lineno, error.msg)
    for node in ast.walk(tree):
        if type(node).__name__ in LATER:
            return "line %d: %s" % (node.lineno, type(node).__name__)
    return "" if ast.get_docstring(tree) else "no docstring at the top"

folder = sys.argv[1]
names = [name for name in os.listdir(folder) if name != "__pycache__"]
print(json.dumps({name: problem(os.path.join(folder, name)) for name in names}))
`;
