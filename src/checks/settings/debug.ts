import { defineRule } from '../rule.ts';
import { acrossSettings } from './across.ts';
import { deployed } from './severities.ts';
import { list, truth } from './values.ts';

const DJANGO_CHECKLIST = 'https://docs.djangoproject.com/en/5.2/howto/deployment/checklist/';

export const debug = defineRule({
  id: 'settings/debug',
  title: 'DEBUG is off',
  severity: deployed('critical'),
  why: 'Error pages show settings, local variables and SQL to whoever provokes an error, every query is kept in memory for ever, and static files and hosts are handled as on a developer’s machine.',
  remedy: 'Write the value down in the settings of this profile, without a variable:\nDEBUG = False',
  source: ['S0-027', 'S1-003', 'S1-006', 'S4-004', 'Django security.W018', DJANGO_CHECKLIST],
  judge: project =>
    acrossSettings(project, { needs: ['DEBUG'], of: 'any' }, ({ value }) =>
      truth(value('DEBUG')) === true
        ? [
            {
              on: 'DEBUG',
              message:
                typeof value('DEBUG') === 'string'
                  ? 'DEBUG is a text, and every text that is not empty is true in Python: the site runs with debugging on.'
                  : 'The site would run with debugging on.',
            },
          ]
        : [],
    ),
});

export const debugPropagation = defineRule({
  id: 'settings/debug-propagation',
  title: 'Exceptions end as an error page of the site',
  severity: deployed('medium', 'high'),
  why: 'With DEBUG_PROPAGATE_EXCEPTIONS no exception becomes a 500 page: the server cuts the connection, nobody is mailed and error trackers that hook into Django see nothing.',
  remedy: 'Remove the setting, or:\nDEBUG_PROPAGATE_EXCEPTIONS = False',
  source: ['https://docs.djangoproject.com/en/5.2/ref/settings/#debug-propagate-exceptions'],
  judge: project =>
    acrossSettings(project, { needs: ['DEBUG_PROPAGATE_EXCEPTIONS'], of: 'web' }, ({ value }) =>
      truth(value('DEBUG_PROPAGATE_EXCEPTIONS')) === true
        ? [
            {
              on: 'DEBUG_PROPAGATE_EXCEPTIONS',
              message: 'Exceptions are handed on to the server instead of becoming an error page.',
            },
          ]
        : [],
    ),
});

/** Tools for a developer's machine, with what each does where others can reach it. */
const DEVELOPER_APPS: Readonly<Record<string, string>> = {
  debug_toolbar: 'it shows settings, SQL and request data to whoever its callback lets in, and loads on every request',
  silk: 'it records every request with its body and shows them on its own pages',
  nplusone: 'it watches every query of every request',
  django_browser_reload: 'it keeps a connection to every open page and serves an address of its own',
  livereload: 'it adds a script to every page that asks a server on the visitor’s own machine',
  template_profiler_panel: 'it is a panel of the debug toolbar',
  django_pdb: 'it opens a debugger on the server’s terminal, where the request then waits for ever',
  pympler: 'it measures the memory of every request',
  test_without_migrations: 'it is for tests',
  django_nose: 'it is for tests',
};

export const developerTools = defineRule({
  id: 'settings/developer-tools',
  title: 'Tools for developers stay on their machines',
  severity: deployed('medium'),
  why: 'What makes an error easy to study for its developer makes it easy to study for everybody else.',
  remedy: 'Add it in the development settings only:\nINSTALLED_APPS += ["debug_toolbar"]',
  source: ['https://django-debug-toolbar.readthedocs.io/en/latest/installation.html', 'S1-002'],
  judge: project =>
    acrossSettings(project, { needs: ['INSTALLED_APPS'], of: 'web' }, ({ value }) =>
      (list(value('INSTALLED_APPS')) ?? []).flatMap(app => {
        const [name = app] = app.split('.');
        const harm = DEVELOPER_APPS[name];
        return harm === undefined
          ? []
          : [
              {
                on: 'INSTALLED_APPS',
                subject: name,
                message: `${name} is installed: ${harm}.`,
                evidence: `INSTALLED_APPS holds '${app}'`,
              },
            ];
      }),
    ),
});
