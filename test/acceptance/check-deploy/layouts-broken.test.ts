import { describe, expect, test } from '@jest/globals';
import { DJANGO_PROJECTS, filesOf, HARBOUR, LIBRARY } from '../../../lab/projects/index.ts';
import { decisive, judge, linesOf, statesOf } from './foreign-scene.ts';
import type { Files } from './scene.ts';

/** Settings that do not load: what is wrong is told apart, because each is put right elsewhere. */

const SETTINGS = 'library/settings.py';
const text = filesOf(LIBRARY)[SETTINGS] ?? '';
const dockerfile = filesOf(LIBRARY)['Dockerfile'] ?? '';
const last = text.split('\n').length;
/** The settings with lines at their end, the first of which is line `last`. */
const ending = (lines: string): Files => ({ [SETTINGS]: `${text}${lines}\n` });
const { SECRET_KEY: _, ...withoutKey } = LIBRARY.environment;

describe('three that look alike', () => {
  test('the image names a settings module that does not exist', async () => {
    const image = dockerfile.replace(
      'PYTHONUNBUFFERED=1',
      'PYTHONUNBUFFERED=1 \\\n    DJANGO_SETTINGS_MODULE=library.setings',
    );
    const checked = await judge(LIBRARY, { files: { Dockerfile: image } });
    expect(checked.result).toMatchObject({ outcome: 'failed', 'reason-code': 'settings-missing' });
    expect(checked.result.headline).toContain('library.setings');
    expect(checked.result.remedy).toContain('library.settings');
  });

  test('the project imports what is not there', async () => {
    const checked = await judge(LIBRARY, { files: ending('from .local_settings import *') });
    expect(checked.result).toMatchObject({ outcome: 'failed', 'reason-code': 'import-failed' });
    expect(checked.result.headline).toContain('imports what is not there');
    expect(decisive(checked)).toContain(`django/import-failed ${SETTINGS}:${last}`);
  });

  test('a variable is missing from the environment that was given', async () => {
    const checked = await judge(LIBRARY, { inputs: { env: linesOf(withoutKey) } });
    expect(checked.result).toMatchObject({ outcome: 'failed', 'reason-code': 'missing-variable' });
    expect(checked.result.headline).toContain('library.settings cannot load without SECRET_KEY');
    expect(decisive(checked)).toEqual([`django/missing-variable ${SETTINGS}:17`]);
  });
});

test('a module that the input names and that is not there is a misspelt input', async () => {
  const checked = await judge(LIBRARY, { inputs: { settings: 'library.production' } });
  expect(checked.result).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
  expect(checked.result.headline).toContain('library.production');
});

test('without any environment nobody says that a variable is missing from it', async () => {
  const checked = await judge(LIBRARY, { inputs: { env: '' } });
  expect(checked.result).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'no-variables' });
  expect(checked.result.headline).toContain('SECRET_KEY');
  expect(checked.result.remedy).toContain('missing: dummy');
  expect(decisive(checked)).toEqual([]);
  expect(statesOf(checked)).toMatchObject({ settings: 'not-judged', docker: 'judged', server: 'judged' });
});

test.each([
  ['os.environ', LIBRARY, 'library/settings.py:17'],
  ['pydantic-settings', HARBOUR, 'src/harbour/settings.py:8'],
])('%s: one variable that the environment lacks is named at the line that wants it', async (_reader, project, line) => {
  const { [project.demands]: _gone, ...rest } = project.environment;
  const checked = await judge(project, { inputs: { env: linesOf(rest) } });
  expect(checked.result).toMatchObject({ outcome: 'failed', 'reason-code': 'missing-variable' });
  expect(checked.result.headline).toContain(`cannot load without ${project.demands}`);
  expect(decisive(checked)).toEqual([`django/missing-variable ${line}`]);
});

test.each(DJANGO_PROJECTS.map(project => [project.name, project] as const))(
  '%s without any environment is not judged, and not blamed',
  async (_name, project) => {
    const checked = await judge(project, { inputs: { env: '' } });
    expect(checked.result).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'no-variables' });
    expect(decisive(checked)).toEqual([]);
  },
);

test('an env file that holds it is enough, and wins over nothing that is given beside it', async () => {
  const files = { 'deploy/production.env': `SECRET_KEY=from-a-file\nDEBUG=1\n` };
  const checked = await judge(LIBRARY, {
    files,
    inputs: { 'env-file': 'deploy/production.env', env: `${linesOf(LIBRARY.environment)}\nDEBUG=0` },
  });
  expect(checked.result.outcome).not.toBe('error');
  expect(checked.findings.some(({ rule }) => rule === 'settings/debug')).toBe(false);
});

describe('settings that refuse', () => {
  test.each([
    [
      'an exception of their own',
      'from django.core.exceptions import ImproperlyConfigured\nraise ImproperlyConfigured("No tax office is set.")',
      'No tax office is set',
      1,
    ],
    ['the end of the process', 'import sys\nsys.exit("this machine is not allowed")', 'this machine is not allowed', 1],
    ['a mistake in the code', 'QUOTA = 1 / 0', 'division by zero', 0],
  ])('by %s say so with their words and line', async (_what, lines, words, offset) => {
    const checked = await judge(LIBRARY, { files: ending(lines) });
    expect(checked.result).toMatchObject({ outcome: 'failed', 'reason-code': 'settings-refused' });
    expect(checked.result.headline).toContain(words);
    expect(decisive(checked)).toEqual([`django/settings-refuse ${SETTINGS}:${last + offset}`]);
  });

  test('by what Python cannot read, at the line it stops at', async () => {
    const checked = await judge(LIBRARY, { files: ending('QUOTA = = 1') });
    expect(checked.result).toMatchObject({ outcome: 'failed', 'reason-code': 'import-failed' });
    expect(decisive(checked)).toContain(`django/import-failed ${SETTINGS}:${last}`);
  });

  test('by being killed leave the rest judged, and are no pass', async () => {
    const checked = await judge(LIBRARY, { files: ending('import os\nos.kill(os.getpid(), 9)') });
    expect(checked.result).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'not-evaluated' });
    expect(statesOf(checked)).toMatchObject({ django: 'not-judged', settings: 'not-judged', docker: 'judged' });
  });
});

describe('settings that do what settings should not', () => {
  test('print, write, start programs and speak to servers: all of it is told, nothing of it happens outside', async () => {
    const checked = await judge(LIBRARY, {
      files: ending(`import pathlib, socket, subprocess, sys
print("::set-output name=outcome::passed")
sys.stderr.write("loading\\n")
pathlib.Path("run.log").write_text("started")
try:
    socket.create_connection(("192.0.2.1", 443), 1)
except OSError:
    pass
try:
    subprocess.run(["touch", "started"])
except OSError:
    pass`),
    });
    const rules = checked.findings.map(({ rule }) => rule);
    expect(rules).toEqual(
      expect.arrayContaining(['settings/prints-at-import', 'settings/writes-at-import', 'settings/connects-at-import']),
    );
    expect(checked.outputs['outcome']).toBe(checked.result.outcome);
    expect(checked.run.log).not.toContain('::set-output');
  });

  test('cannot be judged when they rest on a server', async () => {
    const checked = await judge(LIBRARY, {
      files: ending('import socket\nsocket.create_connection(("192.0.2.1", 443), 1)'),
    });
    expect(checked.result).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'not-evaluated' });
    expect(checked.result.remedy).toContain('read variables only');
  });

  test('fork, and what they leave behind does not outlive the step', async () => {
    const checked = await judge(LIBRARY, {
      files: ending('import os, time\nif os.fork() == 0:\n    time.sleep(60)\n    os._exit(0)'),
    });
    expect(checked.run.orphans).toEqual([]);
    expect(['passed', 'inconclusive', 'failed']).toContain(checked.result.outcome);
  });

  // A minute of waiting: every week, not with every change.
  if (process.env['SWEEPS'] === 'full') {
    test('never end: they are stopped after a minute', async () => {
      const checked = await judge(LIBRARY, { files: ending('import time\nwhile True:\n    time.sleep(0.2)') });
      expect(checked.result).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'timeout' });
      expect(statesOf(checked)).toMatchObject({ settings: 'not-judged', docker: 'judged' });
    }, 120_000);
  }
});
