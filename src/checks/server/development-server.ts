import { defineRule } from '../rule.ts';
import { faultsOf, known, placeOf, shown } from './values.ts';

export const runserver = defineRule({
  id: 'server/runserver',
  title: 'A server made for production serves the site',
  severity: { development: 'off', staging: 'high', production: 'critical' },
  why: 'Django’s runserver is not made for strangers: it has gone through no security audit, reloads itself, and says so itself at every start.',
  remedy: 'Start gunicorn in its place:\ngunicorn --config gunicorn.conf.py project.wsgi:application',
  source: ['S0-032', 'S1-054', 'https://docs.djangoproject.com/en/stable/ref/django-admin/#runserver'],
  judge: project =>
    faultsOf(project, ['runserver'], server => ({
      setting: 'runserver',
      place: server.place,
      message: who =>
        `${who} serves visitors with Django’s development server${
          server.values.get(0)?.['insecure']?.value === true
            ? ', and --insecure makes it serve static files without DEBUG'
            : ''
        }.`,
      evidence: 'manage.py runserver',
    })),
});

const RELOADERS: readonly (readonly [string, string])[] = [
  ['reload', 'restarts its workers whenever a file changes'],
  ['use_reloader', 'restarts its workers whenever a file changes'],
  ['py-autoreload', 'looks for changed files all the time'],
  ['spew', 'prints every line of Python it runs'],
  ['debug', 'runs in debug mode'],
];

export const reload = defineRule({
  id: 'server/reload',
  title: 'The server runs without its tools for development',
  severity: { development: 'off', staging: 'high', production: 'high' },
  why: 'Reloading watches all files, costs memory and time, cuts requests off in their middle, and with uvicorn there is only one process.',
  remedy: 'Leave the option out of what is deployed.',
  source: ['S1-099', 'https://docs.gunicorn.org/en/stable/settings.html#reload'],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uvicorn', 'hypercorn', 'uwsgi'], server => {
      for (const [name, does] of RELOADERS) {
        const value = known(server, name);
        if (value === undefined || value.value === false || value.value === null || value.value === 0) continue;
        return {
          setting: name,
          place: placeOf(server, value),
          message: who => `${server.program} of ${who} ${does}, which is for a developer’s machine.`,
          evidence: shown(name, value),
        };
      }
      return undefined;
    }),
});
