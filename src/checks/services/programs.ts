import { baseName } from '../paths.ts';
import type { Command } from '../shell/facts.ts';
import type { Role } from './facts.ts';

/** A command as the program people mean: `python -m celery -A x worker` and `/venv/bin/celery ...` are celery. */
export interface Program {
  readonly name: string;
  /** What follows the name; for Django's commands what follows `manage.py`. */
  readonly words: readonly string[];
}

const PYTHON = /^python[0-9.]*$/;
const SERVERS = new Set(['gunicorn', 'uvicorn', 'hypercorn', 'daphne', 'uwsgi', 'granian', 'waitress-serve']);
const WORKERS = new Set(['dramatiq', 'arq', 'huey_consumer', 'huey_consumer.py', 'rqworker']);
const WORKER_COMMANDS = new Set(['rqworker', 'qcluster', 'run_huey', 'rundramatiq', 'db_worker', 'process_tasks']);
const OTHERS: Readonly<Record<string, Role>> = {
  nginx: 'proxy',
  traefik: 'proxy',
  caddy: 'proxy',
  haproxy: 'proxy',
  httpd: 'proxy',
  pgbouncer: 'pooler',
  pgcat: 'pooler',
  postgres: 'database',
  mysqld: 'database',
  'redis-server': 'cache',
  'valkey-server': 'cache',
  memcached: 'cache',
};

export function programOf(words: readonly string[]): Program {
  const [first = '', ...rest] = words;
  const name = baseName(first);
  if (PYTHON.test(name)) return pythonProgram(rest);
  if (name === 'manage.py' || name === 'django-admin' || name === 'django-admin.py')
    return { name: 'manage.py', words: rest };
  return { name, words: rest };
}

function pythonProgram(words: readonly string[]): Program {
  let index = 0;
  while (index < words.length) {
    const word = words[index] ?? '';
    if (word === '-m') {
      const module = words[index + 1] ?? '';
      const rest = words.slice(index + 2);
      return module === 'django' ? { name: 'manage.py', words: rest } : { name: module, words: rest };
    }
    if (word === '-c') return { name: 'python', words: words.slice(index) };
    if (word === '-W' || word === '-X') index += 2;
    else if (word.startsWith('-')) index += 1;
    else return programOf(words.slice(index));
  }
  return { name: 'python', words };
}

/** What a program does for the project. A Celery worker with `-B` is a beat as well. */
export function rolesOfProgram({ name, words }: Program): readonly Role[] {
  if (SERVERS.has(name)) return ['web'];
  if (name === 'celery') return celeryRoles(words);
  if (name === 'manage.py') return managementRoles(words);
  if (name === 'alembic') return words.includes('upgrade') ? ['migrate'] : [];
  if (name === 'rq') return words.includes('worker') ? ['worker'] : [];
  if (name === 'fastapi') return words.some(word => word === 'run' || word === 'dev') ? ['web'] : [];
  if (WORKERS.has(name)) return ['worker'];
  const other = OTHERS[name];
  return other === undefined ? [] : [other];
}

function celeryRoles(words: readonly string[]): readonly Role[] {
  if (words.includes('worker') || words.includes('multi'))
    return words.some(word => word === '-B' || word === '--beat') ? ['worker', 'beat'] : ['worker'];
  if (words.includes('beat')) return ['beat'];
  return words.includes('flower') ? ['flower'] : [];
}

function managementRoles(words: readonly string[]): readonly Role[] {
  const command = words.find(word => !word.startsWith('-')) ?? '';
  if (/^runserver(_plus)?$|^testserver$/.test(command)) return ['web'];
  if (WORKER_COMMANDS.has(command)) return ['worker'];
  if (command === 'celery') return celeryRoles(words.slice(words.indexOf('celery') + 1));
  return migrates(words) ? ['migrate'] : [];
}

/** It changes the schema: `migrate` in any of its kinds, but not when it only looks. */
function migrates(words: readonly string[]): boolean {
  const command = words.find(word => !word.startsWith('-')) ?? '';
  if (words.some(word => word === '--check' || word === '--plan' || word === '--fake')) return false;
  return /^(safe_?)?migrate(_|$)/.test(command) || command === 'safemigrate';
}

/** Roles of a command line, wrappers already looked through. */
export function rolesOf(command: Command): readonly Role[] {
  return rolesOfProgram(programOf(command.words));
}

/** `--settings` of a command of Django; undefined when it says none. */
export function settingsOption(words: readonly string[]): string | undefined {
  const at = words.findIndex(word => word === '--settings' || word.startsWith('--settings='));
  return words[at] === '--settings' ? words[at + 1] : words[at]?.slice('--settings='.length);
}
