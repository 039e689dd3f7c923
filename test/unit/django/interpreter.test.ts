import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Processes, type ProcessRequest, type ProcessResult, systemProcesses } from '../../../src/core/process.ts';
import { findPython } from '../../../src/django/interpreter.ts';
import { startingEnvironment } from '../../../src/django/probe.ts';
import { systemTree } from '../../../src/host/tree.ts';

interface Machine {
  /** What answers to which command: `3.13.1 yes`, or what it says instead. */
  readonly pythons?: Readonly<Record<string, string>>;
  readonly says?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly asked?: string;
  readonly root?: string;
  readonly has?: (path: string) => Promise<boolean>;
}

async function find(machine: Machine) {
  const { pythons = {}, says = {}, files = [], environment = {}, asked, root = '/checkout' } = machine;
  const has = machine.has ?? (async (path: string) => files.includes(path));
  const requests: ProcessRequest[] = [];
  const processes: Processes = {
    async run(request): Promise<ProcessResult> {
      requests.push(request);
      const said = says[`${request.command} ${request.args[0] ?? ''}`];
      if (said !== undefined) return { ok: true, exitCode: 0, stdout: said, stderr: '' };
      const python = pythons[request.command];
      if (python === undefined) return { ok: false, reason: 'not-found', message: 'ENOENT' };
      if (!/^\d/.test(python)) return { ok: true, exitCode: 1, stdout: '', stderr: python };
      return { ok: true, exitCode: 0, stdout: `a banner\nobcms-deploy ${python}\n`, stderr: '' };
    },
  };
  const found = await findPython(
    { asked, root, directory: 'src', has },
    { processes, environment, signal: new AbortController().signal },
  );
  return { found, requests };
}

const pythonOf = async (machine: Machine) => {
  const { found } = await find(machine);
  return found.ok ? [found.interpreter.python, found.interpreter.version, found.interpreter.why] : found.message;
};

describe("the project's interpreter", () => {
  test('is the active virtualenv, before one in the checkout', async () => {
    expect(
      await pythonOf({
        environment: { VIRTUAL_ENV: '/venv' },
        files: ['.venv/pyvenv.cfg'],
        pythons: { '/venv/bin/python': '3.13.1 yes', '/checkout/.venv/bin/python': '3.12.0 yes' },
      }),
    ).toEqual(['/venv/bin/python', '3.13.1', 'the active virtualenv']);
  });

  test.each(['src/.venv', 'venv', 'src/env'])('is %s of the checkout', async folder => {
    const python = `/checkout/${folder}/bin/python`;
    expect(
      await pythonOf({ files: [`${folder}/pyvenv.cfg`], pythons: { [python]: '3.12.0 yes', python3: '3.11.0 yes' } }),
    ).toEqual([python, '3.12.0', folder]);
  });

  test('is a virtualenv of the checkout whose interpreter is a link to the one of the machine, as all of them are', async () => {
    const root = await mkdtemp(join(tmpdir(), 'obcms-deploy-venv-'));
    try {
      await mkdir(join(root, '.venv', 'bin'), { recursive: true });
      await writeFile(join(root, '.venv', 'pyvenv.cfg'), 'home = /usr/bin\n');
      await symlink('/usr/bin/env', join(root, '.venv', 'bin', 'python'));
      expect(await systemTree.kind(root, '.venv/bin/python')).toBeUndefined();
      const has = async (path: string) => (await systemTree.kind(root, path)) !== undefined;
      expect(await pythonOf({ root, has, pythons: { [`${root}/.venv/bin/python`]: '3.12.0 yes' } })).toEqual([
        `${root}/.venv/bin/python`,
        '3.12.0',
        '.venv',
      ]);
    } finally {
      await rm(root, { recursive: true });
    }
  });

  test("is uv's or Poetry's, where the project is theirs", async () => {
    expect(
      await pythonOf({
        files: ['uv.lock'],
        says: { 'uv python': '/home/.local/share/uv/python3.13\n' },
        pythons: { '/home/.local/share/uv/python3.13': '3.13.0 yes' },
      }),
    ).toEqual(['/home/.local/share/uv/python3.13', '3.13.0', "uv's interpreter"]);
    expect(
      await pythonOf({
        files: ['src/poetry.lock'],
        says: { 'poetry env': '/home/.cache/pypoetry/x/bin/python' },
        pythons: { '/home/.cache/pypoetry/x/bin/python': '3.12.4 yes' },
      }),
    ).toEqual(['/home/.cache/pypoetry/x/bin/python', '3.12.4', "Poetry's interpreter"]);
  });

  test('is the first that has Django, and without one the first that starts', async () => {
    const pythons = { '/venv/bin/python': '3.13.1 no', python3: '3.12.3 yes' };
    expect(await pythonOf({ environment: { VIRTUAL_ENV: '/venv' }, pythons })).toEqual([
      'python3',
      '3.12.3',
      'python3 on PATH',
    ]);
    const { found } = await find({ pythons: { python3: '3.12.3 no', python: '3.11.0 no' } });
    expect(found).toMatchObject({ ok: true, interpreter: { python: 'python3', hasDjango: false } });
  });

  test('is what was asked for: a command, a path, the folder of a virtualenv', async () => {
    const pythons = {
      'python3.12': '3.12.0 no',
      '/opt/py/bin/python': '3.13.0 yes',
      '/checkout/.v/bin/python': '3.9.1 yes',
    };
    expect(await pythonOf({ asked: 'python3.12', pythons })).toEqual(['python3.12', '3.12.0', 'the input python']);
    expect(await pythonOf({ asked: '/opt/py/', pythons })).toEqual([
      '/opt/py/bin/python',
      '3.13.0',
      'the input python',
    ]);
    expect(await pythonOf({ asked: './.v/bin/python', pythons: { '/checkout/./.v/bin/python': '3.9.1 yes' } })).toEqual(
      ['/checkout/./.v/bin/python', '3.9.1', 'the input python'],
    );
  });

  test('is what was asked for by the bare name of a virtualenv in the root', async () => {
    const pythons = { '/checkout/.venv/bin/python': '3.12.4 yes', python3: '3.11.0 yes' };
    expect(await pythonOf({ asked: '.venv', pythons })).toEqual([
      '/checkout/.venv/bin/python',
      '3.12.4',
      'the input python',
    ]);
  });

  test('that was asked for and does not work is an error, with what to write instead', async () => {
    const { found } = await find({ asked: 'python9', pythons: { python3: '3.12.0 yes' } });
    expect(found).toMatchObject({ ok: false, reason: 'asked' });
    expect(found.ok ? '' : found.message).toBe(
      'The input "python" names "python9", which cannot evaluate the settings: not there.',
    );
    const old = await find({ asked: 'python2', pythons: { python2: '2.7.18 no' } });
    expect(old.found.ok ? '' : old.found.message).toContain('it is Python 2.7.18, and 3.8 is the oldest');
  });

  test('that is not there at all says what was tried and how to install one', async () => {
    const { found } = await find({ pythons: { python3: 'cannot open shared object file' } });
    if (found.ok) throw new Error('found one');
    expect(found.reason).toBe('none');
    expect(found.message).toContain('python3 on PATH: it does not start: cannot open shared object file');
    expect(found.message).toContain('python on PATH: not there');
    expect(found.remedy).toContain('- uses: actions/setup-python@');
    expect(found.remedy).toContain('pip install -r requirements.txt');
  });

  test('is looked for without any token of the workflow', async () => {
    const { requests } = await find({
      environment: { PATH: '/bin', GITHUB_TOKEN: 'x', INPUT_TOKEN: 'y', LC_ALL: 'C', DJANGO_SETTINGS_MODULE: 'a' },
      pythons: { python3: '3.12.0 yes' },
    });
    expect(requests.map(({ environment }) => environment)).toEqual([{ PATH: '/bin', LC_ALL: 'C' }]);
    expect(requests.map(({ directory }) => directory)).toEqual(['/checkout/src']);
  });
});

test('a process of Python starts with what an interpreter needs and nothing else', () => {
  expect(
    startingEnvironment({
      PATH: '/bin',
      HOME: '/root',
      LANG: 'C',
      LC_CTYPE: 'C',
      TMPDIR: '/tmp',
      VIRTUAL_ENV: '/v',
      PYTHONPATH: '/lib',
      SSL_CERT_FILE: '/c',
      PYTHONSTARTUP: '/x',
      GITHUB_TOKEN: 't',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't',
      DATABASE_URL: 'd',
      EMPTY: undefined,
    }),
  ).toEqual({
    PATH: '/bin',
    HOME: '/root',
    LANG: 'C',
    LC_CTYPE: 'C',
    TMPDIR: '/tmp',
    VIRTUAL_ENV: '/v',
    PYTHONPATH: '/lib',
    SSL_CERT_FILE: '/c',
  });
});

test("is asked without running what the project's folder holds", async () => {
  const root = await mkdtemp(join(tmpdir(), 'obcms-interpreter-'));
  try {
    for (const name of ['importlib', 'types', 'django'])
      await writeFile(join(root, `${name}.py`), 'raise SystemExit(3)\n');
    const found = await findPython(
      { asked: 'python3', root, directory: '', has: async () => false },
      {
        processes: systemProcesses,
        environment: { PATH: process.env['PATH'] },
        signal: new AbortController().signal,
      },
    );
    // A file of that name is no Django.
    expect(found).toMatchObject({ ok: true, interpreter: { hasDjango: false } });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
