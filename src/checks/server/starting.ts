import { nearest } from '../../core/nearest.ts';
import { oneLine } from '../../core/text.ts';
import { defineRule } from '../rule.ts';
import { GUNICORN_OPTIONS } from './gunicorn-options.ts';
import { UVICORN_OPTIONS } from './other-options.ts';
import { faultsOf, knownText, placeOf, workerClass } from './values.ts';

const GUNICORN_MANUAL = 'https://docs.gunicorn.org/en/stable/configure.html';

export const configMissing = defineRule({
  id: 'server/config-missing',
  title: 'The file of --config is where the server looks for it',
  severity: { development: 'high', staging: 'critical', production: 'critical' },
  why: 'gunicorn ends at once when the file it is told to read does not exist, so that the container never answers and is restarted for ever.',
  remedy: 'Write the path as it is seen from the working directory of the container: --chdir is followed only later.',
  source: ['S1-100', 'S1-112', 'S1-174', 'C10', `gunicorn 26.2, gunicorn/app/base.py; ${GUNICORN_MANUAL}`],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uwsgi', 'hypercorn'], ({ config, place, program }) => {
      if (config === undefined || config.exists) return undefined;
      const better = config.wouldExist;
      return {
        setting: 'config',
        place,
        message: who =>
          `${program} of ${who} is told to read ${config.asked}, which is ${config.resolved} from its working directory and does not exist: it ends before it serves anything.${program === 'gunicorn' ? ' --chdir is followed only later.' : ''}`,
        evidence: `--config ${config.asked}`,
        ...(better === undefined ? {} : { remedy: `Name the file from the working directory:\n--config ${better}` }),
      };
    }),
});

/** What only a mistake in the file can be; everything else (a module, a variable, a path) may be right in the container. */
const BROKEN = /\b(SyntaxError|IndentationError|TabError|NameError|TypeError|ZeroDivisionError)\b/;

export const configFails = defineRule({
  id: 'server/config-fails',
  title: 'gunicorn’s file can be run',
  severity: { development: 'high', staging: 'critical', production: 'critical' },
  why: 'The file is a Python program. When it raises, gunicorn ends before it serves anything.',
  remedy:
    'Mend the file; this shows whether it loads and what it comes to:\ngunicorn --check-config --config gunicorn.conf.py',
  source: ['S1-100', GUNICORN_MANUAL],
  judge: project =>
    faultsOf(project, ['gunicorn'], ({ config, problem }) => {
      if (config?.exists !== true || problem === undefined) return undefined;
      const broken = BROKEN.test(problem);
      const line = Number(/\bline (\d+)/.exec(problem)?.[1] ?? 1);
      const said = oneLine(problem, 200);
      return {
        setting: 'config',
        place: { file: config.file, line: broken ? line : 1 },
        message: who =>
          broken
            ? `${config.file}, which ${who} starts with, cannot be run: ${said}. gunicorn ends before it serves anything.`
            : `What ${config.file} sets is not known here: ${said}. Rules about values it may set say nothing.`,
        evidence: said,
        ...(broken ? {} : { unknown: true as const }),
      };
    }),
});

export const applicationMissing = defineRule({
  id: 'server/application-missing',
  title: 'The server finds the application it is asked to serve',
  severity: { development: 'high', staging: 'critical', production: 'critical' },
  why: 'A worker that cannot import its application ends, gunicorn gives up after the first try, and the container is restarted for ever.',
  remedy:
    'Name the module as it is found from the folder the server runs in, and that folder with --chdir (gunicorn) or --app-dir (uvicorn).',
  source: ['S1-054', 'S1-174', 'S2-018', 'https://docs.gunicorn.org/en/stable/run.html'],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uvicorn', 'hypercorn', 'daphne'], ({ application, program }) => {
      if (application === undefined) return undefined;
      const { asked, place, searched, wouldExist, file } = application;
      const [module = '', name = 'application'] = asked.split(':');
      if (application.exists === false)
        return {
          setting: 'application',
          place,
          message: who =>
            `${program} of ${who} is asked to serve ${asked}, and there is no module ${module} in ${folders(searched)}: no worker can start.`,
          evidence: asked,
          ...(wouldExist === undefined
            ? {}
            : {
                remedy: `Start it in the folder above the package:\n${program === 'uvicorn' ? '--app-dir' : '--chdir'} ${wouldExist}`,
              }),
        };
      if (application.named !== false || file === undefined) return undefined;
      return {
        setting: 'application',
        place,
        message: who =>
          `${program} of ${who} is asked to serve ${asked}, and nothing in ${file} is called ${name}: no worker can start.`,
        evidence: asked,
      };
    }),
});

export const unknownOption = defineRule({
  id: 'server/unknown-option',
  title: 'Every option is one the server knows',
  severity: { development: 'high', staging: 'critical', production: 'critical' },
  why: 'An option it does not know makes the server print its usage and end.',
  remedy: 'Spell the option as the server’s --help does, or leave it out.',
  source: ['S0-032', 'S2-018', 'https://docs.gunicorn.org/en/stable/settings.html'],
  versions: 'Spellings of gunicorn 26 and uvicorn 0.54',
  judge: project =>
    faultsOf(project, ['gunicorn', 'uvicorn'], server => {
      const table = server.program === 'gunicorn' ? GUNICORN_OPTIONS : UVICORN_OPTIONS;
      const flags = table.flatMap(spec => spec.flags).filter(flag => flag.startsWith('--'));
      for (const option of server.unknownOptions) {
        // Only what is plainly a slip: another option may be newer than the table.
        const meant = flags.find(flag => bare(flag) === bare(option)) ?? nearest(option, flags);
        if (meant === undefined || !option.startsWith('--') || flags.includes(option)) continue;
        return {
          setting: option,
          place: server.place,
          message: who =>
            `${server.program} of ${who} has no option ${option}; it prints its usage and ends. The option is called ${meant}.`,
          evidence: option,
          remedy: `Write it as the server spells it:\n${meant}`,
        };
      }
      return undefined;
    }),
});

const ASYNC_SERVERS = /uvicorn|^asgi$/i;

export const interfaceDiffers = defineRule({
  id: 'server/interface-differs',
  title: 'WSGI servers serve WSGI applications and ASGI servers ASGI ones',
  severity: { development: 'high', staging: 'critical', production: 'critical' },
  why: 'The server starts and looks healthy from outside, and every request ends in a 500, because the application is called with what it does not expect.',
  remedy:
    'Serve the module that fits the worker:\ngunicorn project.wsgi:application\ngunicorn --worker-class uvicorn.workers.UvicornWorker project.asgi:application',
  source: ['S1-103', 'https://docs.djangoproject.com/en/stable/howto/deployment/asgi/uvicorn/'],
  judge: project =>
    faultsOf(project, ['gunicorn', 'daphne', 'hypercorn'], server => {
      const module = server.application?.asked.split(':')[0] ?? '';
      const kind = /(?:^|\.)(wsgi|asgi)$/.exec(module)?.[1];
      const worker = server.program === 'gunicorn' ? workerClass(server) : undefined;
      if (kind === undefined || server.application === undefined) return undefined;
      // hypercorn finds out by itself what it serves, and uvicorn tries to.
      if (server.program === 'hypercorn' || (server.program === 'gunicorn' && worker === undefined)) return undefined;
      const speaks = server.program === 'daphne' || ASYNC_SERVERS.test(worker ?? '') ? 'asgi' : 'wsgi';
      if (speaks === kind || !/^(?:sync|gthread|gevent|eventlet|asgi|.*uvicorn.*|)$/i.test(worker ?? ''))
        return undefined;
      const how = server.program === 'gunicorn' ? `workers of the class ${worker}` : 'daphne';
      const { place, asked } = server.application;
      return {
        setting: 'application',
        place,
        message: who =>
          `${who} serves ${asked} with ${how}, which speak ${speaks.toUpperCase()}: every request ends in an error.`,
        evidence: `${asked}${worker === undefined ? '' : `, worker_class ${worker}`}`,
      };
    }),
});

export const workerClassNamed = defineRule({
  id: 'server/worker-class',
  title: 'The worker class says what runs',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'gunicorn silently runs gthread when sync has more than one thread, and ignores threads for asynchronous workers: whoever reads the file plans with other numbers than the server.',
  remedy: 'Name the class that is meant:\nworker_class = "gthread"\nthreads = 2',
  source: ['S1-103', 'S1-104', 'C09', 'gunicorn 26.2, Config.worker_class: sync with threads > 1 is gthread'],
  judge: project =>
    faultsOf(project, ['gunicorn'], server => {
      const asked = knownText(server, 'worker_class');
      const first = server.values.values().next().value;
      const threads = first?.['threads'];
      if (asked === undefined || typeof threads?.value !== 'number' || threads.value < 2) return undefined;
      const real = workerClass(server);
      const place = placeOf(server, threads);
      if (real === 'gthread' && asked !== 'gthread' && first?.['worker_class']?.from !== 'default')
        return {
          setting: 'worker_class',
          place,
          message: who =>
            `${who} asks for ${asked} workers with ${threads.value} threads; what runs is gthread (--print-config goes on to say ${asked}).`,
          evidence: `worker_class = ${asked}, threads = ${threads.value}`,
        };
      if (!/gevent|eventlet|uvicorn|tornado|^asgi$/i.test(asked)) return undefined;
      return {
        setting: 'threads',
        place,
        message: who => `${who} sets ${threads.value} threads for ${asked} workers, which do not use them.`,
        evidence: `worker_class = ${asked}, threads = ${threads.value}`,
        remedy: 'Leave threads out; asynchronous workers are limited by worker_connections.',
      };
    }),
});

function bare(option: string): string {
  return option.replace(/[-_]/g, '').toLowerCase();
}

function folders(searched: readonly string[]): string {
  const named = [...new Set(searched)].map(folder => (folder === '' ? 'the root of the repository' : folder));
  return named.length === 0 ? 'the folders it looks in' : named.join(' or ');
}
