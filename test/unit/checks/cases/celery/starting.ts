import type { CeleryAnswer } from '../../../../../src/django/answer.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { type Running, stack } from '../../server/running.ts';

/** A worker of these words, on line 4 of the stack, and what its app answered. */
export const worker = (words: string, celery: Partial<CeleryAnswer> = {}, options: Running = {}, more = '') =>
  stack(`  worker:\n    build: .\n    command: ${words}\n${more}`, {}, { settings: {}, celery, ...options });
const GOOD = 'celery -A proj worker -l info -c 2';
const COMMAND: [string, number][] = [['docker-compose.prod.yml', 4]];
export const APP: [string, number][] = [['src/proj/celery.py', 7]];

export const STARTING: RuleCases = {
  'celery/target': {
    fires: [
      {
        name: 'no such module',
        project: worker(GOOD, { problem: "ModuleNotFoundError: No module named 'proj'" }),
        at: COMMAND,
      },
      {
        name: 'it raises',
        project: worker(GOOD, { problem: 'NameError: name "Celry" is not defined (src/proj/celery.py:5)' }),
        at: COMMAND,
      },
    ],
    silent: [
      {
        name: 'a package that is not installed here',
        project: worker(GOOD, { problem: "ModuleNotFoundError: No module named 'boto3'" }),
      },
      { name: 'it can be imported', project: worker(GOOD) },
    ],
  },
  'celery/app-not-loaded': {
    fires: [{ name: 'nothing of the site made it', project: worker(GOOD, { loaded: false }), at: APP }],
    silent: [
      { name: 'the package loads it', project: worker(GOOD, { loaded: true }) },
      {
        name: 'no task of the project’s own',
        project: worker(GOOD, { loaded: false, tasks: ['celery.backend_cleanup'] }),
      },
    ],
  },
  'celery/target-position': {
    fires: [{ name: 'after the subcommand', project: worker('celery worker -A proj -l info'), at: COMMAND }],
    silent: [
      { name: 'before it', project: worker('celery --app=proj worker -l info') },
      { name: 'Celery 4 takes both', project: worker('celery worker -A proj', { version: '4.4.7' }) },
    ],
  },
  'celery/development-settings': {
    fires: [
      {
        name: 'nothing else sets the module',
        project: worker(GOOD, {
          defaultSettings: { module: 'proj.settings.development', place: { file: 'src/proj/celery.py', line: 5 } },
        }),
        at: [['src/proj/celery.py', 5]],
      },
    ],
    silent: [
      {
        name: 'production',
        project: worker(GOOD, {
          defaultSettings: { module: 'proj.settings.production', place: { file: 'src/proj/celery.py', line: 5 } },
        }),
      },
      {
        name: 'a word that only begins so',
        project: worker(GOOD, {
          defaultSettings: { module: 'devices.settings', place: { file: 'src/proj/celery.py', line: 5 } },
        }),
      },
    ],
  },
  'celery/detached': {
    fires: [
      { name: '--detach', project: worker('celery -A proj worker --detach'), at: COMMAND },
      { name: 'celery multi', project: worker('celery multi start w1 -A proj'), at: COMMAND },
    ],
    silent: [
      { name: 'in the foreground', project: worker(GOOD) },
      {
        name: 'something else stays in the foreground',
        project: stack('  web:\n    build: .\n    entrypoint: ["/app/start.sh"]\n', {
          'start.sh': '#!/bin/sh\ncelery -A proj worker --detach\nexec gunicorn -b 0.0.0.0:8000 proj.wsgi\n',
        }),
      },
    ],
  },
};
