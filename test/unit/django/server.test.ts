import { describe, expect, test } from '@jest/globals';
import type { ServerAnswer } from '../../../src/django/answer.ts';
import { askProject } from '../../support/asked-project.ts';

async function served(text: string, environment: Readonly<Record<string, string>> = {}): Promise<ServerAnswer> {
  const { servers } = await askProject(
    { 'gunicorn.conf.py': text, 'workers_of.py': 'def some():\n    return 3\n' },
    root => ({
      servers: [{ id: 'web', file: `${root}/gunicorn.conf.py`, directory: root, environment }],
    }),
  );
  const [answer] = servers;
  if (answer === undefined) throw new Error('the probe answered no server');
  return answer;
}

describe('a configuration of gunicorn', () => {
  test.each([
    ['multiprocessing.cpu_count', 'import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1\n'],
    ['a name of it', 'from multiprocessing import cpu_count\nworkers = cpu_count() * 2 + 1\n'],
    ['os.cpu_count', 'import os\nworkers = (os.cpu_count() or 1) * 2 + 1\n'],
    ['os.sched_getaffinity', 'import os\nworkers = len(os.sched_getaffinity(0)) * 2 + 1\n'],
  ])('has the workers of each number of cores, asked by %s', async (_way, text) => {
    const { cores, problem } = await served(text);
    expect(problem).toBeNull();
    expect(Object.values(cores)).toEqual([{ workers: 3 }, { workers: 5 }, { workers: 9 }, { workers: 17 }]);
  });

  test('sees its own environment and no other, and which variables it read', async () => {
    const answer = await served(
      'import os\nworkers = int(os.environ.get("WEB_CONCURRENCY", "2"))\nbind = f"0.0.0.0:{os.environ[\'PORT\']}"\n',
      { PORT: '9000' },
    );
    expect(answer.cores['1']).toEqual({ workers: 2, bind: '0.0.0.0:9000' });
    expect(answer.reads.map(({ name, present, place }) => [name, present, place])).toEqual([
      ['WEB_CONCURRENCY', false, { file: 'gunicorn.conf.py', line: 2 }],
      ['PORT', true, { file: 'gunicorn.conf.py', line: 3 }],
    ]);
  });

  test('has the line of the last binding of each name', async () => {
    const { lines } = await served(`import os

workers = 2
if os.environ.get("MANY"):
    workers = 8
else:
    threads: int = 4
timeout, graceful_timeout = 60, 30
other = 1


def on_starting(server):
    timeout = 5
`);
    expect(lines).toEqual({ workers: 5, threads: 7, timeout: 8, graceful_timeout: 8, on_starting: 12 });
  });

  test('tells settings only: functions by name, of variables for workers no values', async () => {
    const { cores } = await served(`import os
from pathlib import Path

helper = 1
secret = os.environ.get("SECRET_KEY")
raw_env = ["SECRET_KEY=very-s3cret", "MODE=web"]
worker_tmp_dir = Path("/dev/shm")
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}
forwarded_allow_ips = "*"


def post_fork(server, worker):
    pass


class Logger:
    pass


logger_class = Logger
`);
    expect(cores['2']).toEqual({
      raw_env: ['SECRET_KEY', 'MODE'],
      worker_tmp_dir: { $: 'path', value: '/dev/shm' },
      secure_scheme_headers: { 'X-FORWARDED-PROTO': 'https' },
      forwarded_allow_ips: '*',
      post_fork: { $: 'name', value: 'post_fork' },
      logger_class: { $: 'name', value: 'Logger' },
    });
  });

  test('may import what lies in the folder it is started in', async () => {
    const { cores, problem } = await served('from workers_of import some\n\nworkers = some()\n');
    expect(problem).toBeNull();
    expect(cores['8']).toEqual({ workers: 3 });
  });
});

describe('a configuration that cannot be evaluated', () => {
  test.each([
    ['a syntax error', 'workers = 1\nbind = \n', 'line 2: SyntaxError: invalid syntax'],
    ['a name that is not defined', '\nworkers = cores * 2\n', "line 2: NameError: name 'cores' is not defined"],
    ['a variable that is absent', 'import os\nbind = os.environ["BIND"]\n', "line 2: KeyError: 'BIND'"],
    ['a module that is not installed', 'import psutils\n', "line 1: ModuleNotFoundError: No module named 'psutils'"],
    [
      'a program it wants to start',
      'import subprocess\nsubprocess.check_output(["nproc"])\n',
      /^line 2: FileNotFoundError: .*obcms-deploy/,
    ],
    ['the end of the process', 'import sys\nsys.exit(3)\n', 'line 2: SystemExit: 3'],
    ['a hard end', 'import os\nos._exit(7)\n', 'it ended the process (status 7)'],
    ['a signal', 'import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n', 'the process was ended by signal 9'],
  ])('says why: %s', async (_what, text, problem) => {
    const answer = await served(text);
    expect(answer.problem).toEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem));
    expect(answer.cores).toEqual({ '1': {}, '2': {}, '4': {}, '8': {} });
  });

  test('says why: there is no such file', async () => {
    const { servers } = await askProject({}, root => ({
      servers: [{ id: 'web', file: `${root}/nothing.py`, directory: root, environment: {} }],
    }));
    expect(servers[0]?.problem).toBe('the file cannot be read: No such file or directory');
  });
});
