import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ROOT } from '../../../scripts/root.ts';
import { suiteOf, visit } from './scene.ts';
import { type ScriptedSite, scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

const SUITE = suiteOf(
  {
    Plain: 'tags: [security]\nget: /plain/',
    Made: "as: web\ntags: [write]\nsteps:\n  - post: '/things/${run}/'\n    headers: { X-Key: $SMOKE_PASSWORD }\n    capture: { id: $.id }\n  - get: '/things/${id}/'\n    until: { status: 200 }\n    within: 45s\nalways:\n  - delete: '/things/${id}/'",
    Steady: 'load: { get: /, rate: 20, duration: 15s }',
  },
  `presets: [cookies]
skip: [cookies/prefixes]
logins:
  web: { kind: django-form, path: /login/, username: smoke, password: $SMOKE_PASSWORD }
  ops: { kind: bearer, token: $SMOKE_PASSWORD, path: /metrics/ }
`,
);

const LISTED = `logins
  + login/web: Login "web" works (django-form)
      GET /login/
      POST /login/
  + login/ops: Login "ops" works (bearer)
      GET /metrics/ without credentials
      GET /metrics/ with them
checks
  + Plain [security]
      GET /plain/
  - Made [write] as web
      not run: tag "write" is not run in production unless it is asked for (only: write, or only: all)
  - Steady [load]
      not run: tag "load" is not run in production unless it is asked for (only: load, or only: all)
`;

const MADE = `  + Made [write] as web
      POST /things/\${run}/
      GET /things/\${id}/, again and again for up to 45 s
      always: DELETE /things/\${id}/
  + Steady [load]
      GET /, 20 times a second over 5 connections for 15 s
`;

const PASSWORD = 'a-password-4711';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Runs the program of the terminal door, in a folder with these files. */
async function cli(words: readonly string[], files: Readonly<Record<string, string>>): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), 'obcms-deploy-terminal-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const child = spawn(process.execPath, [join(ROOT, 'dist/cli.js'), 'smoke-test', ...words], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, SMOKE_PASSWORD: PASSWORD },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const code = await new Promise<number | null>(resolve => child.on('close', resolve));
    return { code, out, errors };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const at = (site: ScriptedSite): readonly string[] => ['--base-url', site.origin, '--ca-file', site.caFile];
const plain = (text: string): string => text.replace(/^ {2}/gm, '');

describe('on the terminal', () => {
  test.concurrent('--list says what would run, expanded, and sends nothing', () =>
    stage.at({ '*': {} }, async site => {
      const words = ['--suite', 'smoke.yml', '--list', '--environment', 'production', ...at(site)];
      const { code, out, errors } = await cli(words, { 'smoke.yml': SUITE });
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      expect(out).toContain('What would run');
      expect(plain(out)).toContain(LISTED);
      expect(plain(out)).toMatch(/ {2}\+ cookies\/secure: \S.*\n/);
      expect(plain(out)).toMatch(/ {2}- cookies\/prefixes: .*\n {6}not run: left out by the suite \(`skip`\)\n/);
      expect(out).toMatch(/passed \(listed\), report: \S+\n$/);
      expect(out).not.toContain(PASSWORD);
      expect(site.requests).toHaveLength(0);
    }));

  test.concurrent('--list shows steps, polling, clean-up and load of what is run', () =>
    stage.at({ '*': {} }, async site => {
      const { out } = await cli(['--suite', 'smoke.yml', '--list', ...at(site)], { 'smoke.yml': SUITE });
      expect(plain(out)).toContain(MADE);
    }));

  test.concurrent('--list needs no site that answers', async () => {
    const words = ['--suite', 'smoke.yml', '--list', '--base-url', 'https://localhost:1'];
    expect((await cli(words, { 'smoke.yml': SUITE })).code).toBe(0);
  });

  test.concurrent.each([
    ['0 when every check holds', suiteOf({ Fine: 'get: /fine/' }), [], 0, 'passed (works)'],
    ['1 when one does not', suiteOf({ Bad: 'get: /bad/' }), [], 1, 'failed (checks-failed)'],
    [
      '1 when only clean-up fails',
      suiteOf({ A: 'get: /fine/\nalways: [{ get: /broken/ }]' }),
      [],
      1,
      'failed (clean-up-failed)',
    ],
    ['2 when the suite is wrong', 'version: 1\nchekcs: []\n', [], 2, 'error (invalid-suite)'],
    ['2 when an input is wrong', suiteOf({ Fine: 'get: /fine/' }), ['--timeout', 'soon'], 2, 'error (invalid-input)'],
    ['2 when nothing is checked', suiteOf({ Fine: 'get: /fine/' }), ['--skip', 'Fine'], 2, 'error (nothing-checked)'],
    [
      '2 when --list finds nothing to check',
      suiteOf({ Fine: 'get: /fine/' }),
      ['--skip', 'Fine', '--list'],
      2,
      'error (nothing-checked)',
    ],
    ['3 when the time is over', suiteOf({ Open: 'get: /hangs/' }), ['--timeout', '1s'], 3, 'inconclusive (timeout)'],
  ])('the exit status is %s', (_, suite, words, code, ending) =>
    stage.at(
      { 'GET /fine/': {}, 'GET /bad/': { status: 500 }, 'GET /broken/': { status: 500 }, 'GET /hangs/': 'hangs' },
      async site => {
        const ended = await cli(['--suite', 'smoke.yml', ...at(site), ...words], { 'smoke.yml': suite });
        expect(ended).toMatchObject({ code, errors: '' });
        expect(ended.out).toContain(ending);
      },
    ),
  );

  test.concurrent('a failure is shown with its line, once, and the report is where the last line says', () =>
    stage.at({ 'GET /bad/': { status: 500 } }, async site => {
      const { out } = await cli(['--suite', 'smoke.yml', ...at(site)], {
        'smoke.yml': suiteOf({ Bad: 'get: /bad/\nexpect: { status: 200 }' }),
      });
      expect(out.match(/smoke\.yml:5:15/g)).toHaveLength(1);
      expect(out).toContain('5 |     expect: { status: 200 }');
      const path = /failed \(checks-failed\), report: (\S+)\n$/.exec(out)?.[1] ?? '';
      expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ outcome: 'failed', failed: 1 });
    }));

  test.concurrent('an input that there is not gets the nearest one', async () => {
    const { code, errors } = await cli(['--siute', 'x'], {});
    expect(code).toBe(2);
    expect(errors).toContain('smoke-test has no input "siute"; did you mean --suite?');
  });
});

describe('in a workflow', () => {
  const env = { SMOKE_PASSWORD: PASSWORD };

  test.concurrent('list: true passes, prints the same, and counts nothing', () =>
    stage.at({ '*': {} }, async site => {
      const smoke = await visit(site, SUITE, { list: 'true', environment: 'production' }, { env });
      expect(smoke.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'listed', passed: '', failed: '' });
      expect(smoke.run.log).toContain(LISTED);
      expect(site.requests).toHaveLength(0);
    }));

  test.concurrent('a list finds what is wrong with the suite, and secrets that are missing', () =>
    stage.at({ '*': {} }, async site => {
      expect(
        (await visit(site, SUITE.replace('until', 'untill'), { list: 'true' }, { env })).outputs['reason-code'],
      ).toBe('invalid-suite');
      expect((await visit(site, SUITE, { list: 'true' })).outputs['reason-code']).toBe('secret-missing');
    }));
});
