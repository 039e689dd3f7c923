import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/root.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(read('package.json'));

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
});
const pages = tracked
  .split('\n')
  .filter(path => path.endsWith('.md') && !path.startsWith('lab/app/') && existsSync(join(ROOT, path)));

describe('the documents', () => {
  test.each(pages)('%s has no link that leads nowhere', page => {
    const dead = linksOf(read(page)).filter(link => !existsSync(join(ROOT, dirname(page), decodeURIComponent(link))));
    expect(dead).toEqual([]);
  });

  test.each(pages)('%s names no npm script that does not exist', page => {
    const named = [...read(page).matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name ?? '');
    expect(named.filter(name => scripts[name] === undefined)).toEqual([]);
  });

  test('find a dead link and leave the others alone', () => {
    expect(linksOf('[a](b.md) [c](https://x.example) [d](#e) ![f](g.png#h) `[i](j)`\n```\n[k](l)\n```')).toEqual([
      'b.md',
      'g.png',
    ]);
  });

  test('have a row for every package in the bundle', () => {
    const bundled = [...read('dist/licences.txt').matchAll(/^(@?[\w./-]+) \d+\.\d+\.\d+\S* \(/gm)].map(
      ([, name]) => name ?? '',
    );
    // The parts of Octokit are one decision.
    const decided = bundled.filter(name => !/^@octokit\/(?!rest|plugin-retry|plugin-throttling)/.test(name));
    expect(bundled.length).toBeGreaterThan(10);
    expect(decided.filter(name => !read('docs/decisions/dependencies.md').includes(name))).toEqual([]);
  });
});

describe('CI', () => {
  const { jobs }: { jobs: Readonly<Record<string, { steps: readonly { run?: string }[] }>> } = parse(
    read('.github/workflows/ci.yml'),
  );
  const commands = Object.values(jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run }) => (run === undefined ? [] : [run])),
  );
  const parts = [...read('.ci/run').matchAll(/^\s*part (npm .+)$/gm)].map(
    ([, words]) => words?.replace(/ --no-.*/, '') ?? '',
  );

  test('runs what .ci/run runs, and nothing of its own', () => {
    expect(parts).toEqual(['npm ci', 'npm run check', 'npm test', 'npm run demo', 'npm run test:workflows']);
    expect([...new Set(commands)].sort()).toEqual([...parts].sort());
  });
});

/** The relative targets of links and pictures, without what follows `#`; code is no link. */
function linksOf(markdown: string): readonly string[] {
  const prose = markdown.replace(/^(```+|~~~+)[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
    .map(([, target]) => (target ?? '').replace(/#.*/, ''))
    .filter(target => target !== '' && !/^[a-z]+:/.test(target));
}
