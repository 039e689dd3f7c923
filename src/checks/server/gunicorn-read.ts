import type { Place } from '../../core/findings.ts';
import type { Repository } from '../../core/repository.ts';
import type { ServerAnswer } from '../../django/answer.ts';
import { joined } from '../paths.ts';
import { locateApplication } from './application.ts';
import type { ServedApplication, ServerFacts, ServerValue } from './facts.ts';
import { doubtfulNames, type GunicornStart, gunicornValues, type Values } from './gunicorn.ts';
import { inContainer, startFolder } from './locate.ts';
import type { ServerStart } from './start.ts';
import { unitOf } from './unit.ts';

const CORES = ['1', '2', '4', '8'] as const;

/** Puts the facts of one gunicorn together. `answer` is what Python said of its file; without one the file's part is unknown. */
export async function readGunicorn(given: {
  readonly start: ServerStart;
  readonly gunicorn: GunicornStart;
  readonly config: ServerFacts['config'];
  readonly answer: ServerAnswer | undefined;
  /** Why there may be settings nobody can see. */
  readonly unseen: string | undefined;
  readonly repository: Repository;
}): Promise<ServerFacts> {
  const { start, gunicorn, config, answer, unseen, repository } = given;
  const file = config?.exists === true ? config.file : undefined;
  const text = file === undefined ? '' : ((await repository.read(file)) ?? '');
  const usable = answer?.problem === null ? answer : undefined;
  const doubtful = doubtfulNames(usable, text, gunicorn.environment);
  const placeOf = (name: string): Place | undefined => {
    const line = usable?.lines[name];
    return file === undefined || line === undefined ? undefined : { file, line };
  };
  const values = perCores(cores =>
    gunicornValues(gunicorn, usable === undefined ? undefined : usable.cores[cores], placeOf, doubtful),
  );
  return {
    program: 'gunicorn',
    service: start.service,
    place: gunicorn.place,
    config,
    application: await applicationOf(start, gunicorn, values, file !== undefined && usable === undefined, repository),
    values,
    unknownOptions: [...gunicorn.line.unknown, ...gunicorn.extra.unknown],
    unit: await unitOf(start, repository),
    problem: unseen ?? (file === undefined ? undefined : problemOf(answer)),
  };
}

function problemOf(answer: ServerAnswer | undefined): string | undefined {
  return answer === undefined
    ? 'it was not evaluated: no Python of the project was asked'
    : (answer.problem ?? undefined);
}

function perCores(read: (cores: (typeof CORES)[number]) => Values): ServerFacts['values'] {
  const each = CORES.map(cores => [Number(cores), read(cores)] as const);
  const first = each[0];
  const same = first !== undefined && each.every(([, values]) => JSON.stringify(values) === JSON.stringify(first[1]));
  return same ? new Map([[0, first[1]]]) : new Map(each);
}

/** The word of the command line, else the file's `wsgi_app`; looked for in `chdir`, PYTHONPATH and `pythonpath`. */
async function applicationOf(
  { service, command }: ServerStart,
  gunicorn: GunicornStart,
  values: ServerFacts['values'],
  fileIsUnknown: boolean,
  repository: Repository,
): Promise<ServedApplication | undefined> {
  const merged = values.values().next().value ?? {};
  const word = gunicorn.line.positional[0] ?? gunicorn.extra.positional[0];
  const named = merged['wsgi_app'];
  const asked = word ?? (typeof named?.value === 'string' ? named.value : undefined);
  if (asked === undefined || asked.includes('$') || gunicorn.line.options.has('paste')) return undefined;
  const start = startFolder(service, command.directory);
  const chdir = folder(merged['chdir'], start, repository, service);
  const place = word === undefined ? (named?.place ?? gunicorn.place) : gunicorn.place;
  const paths = [gunicorn.environment.get('PYTHONPATH'), merged['pythonpath']?.value]
    .filter(path => typeof path === 'string')
    .flatMap(path => path.split(/[:,]/))
    .filter(path => path !== '');
  const unknown =
    start === undefined || chdir === undefined || (gunicorn.environment.has('PYTHONPATH') && paths.length === 0);
  // What an unread file says of chdir or pythonpath may make it found.
  if (unknown || fileIsUnknown) {
    const found = await locateApplication(asked, place, start === undefined ? [] : [start], service, repository);
    return found.exists === true ? found : { ...found, exists: undefined };
  }
  const folders = [chdir, ...paths.map(path => joined(start, path)), ...(chdir === start ? [] : [start])];
  return locateApplication(asked, place, folders, service, repository);
}

/** Evaluated on this machine, `chdir` is a path of this checkout where the file makes it of its own place. */
function folder(
  value: ServerValue | undefined,
  start: string | undefined,
  repository: Repository,
  service: ServerStart['service'],
): string | undefined {
  if (value?.unknown === true) return undefined;
  if (typeof value?.value !== 'string') return start;
  const path = value.value;
  if (path.includes('$')) return undefined;
  if (path === repository.root || path.startsWith(`${repository.root}/`)) {
    const own = path.slice(repository.root.length + 1);
    return start?.startsWith('/') === true ? inContainer(service, own) : own;
  }
  return start === undefined ? undefined : joined(start, path);
}
