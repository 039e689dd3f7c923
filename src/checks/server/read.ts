import type { Repository } from '../../core/repository.ts';
import type { ServerAnswer } from '../../django/answer.ts';
import type { ServerQuestion } from '../../django/question.ts';
import { folderOf, joined } from '../paths.ts';
import type { Service } from '../services/facts.ts';
import type { ServerFacts } from './facts.ts';
import { askedConfig, type GunicornStart, gunicornStart } from './gunicorn.ts';
import { readGunicorn } from './gunicorn-read.ts';
import { inRepository, relativeTo, startFolder } from './locate.ts';
import { readOther } from './other-read.ts';
import { type ServerStart, startsOf, variablePlace } from './start.ts';

/** The gunicorn files to be evaluated in the project's Python, each with the environment its service gives it. */
export async function serverQuestions(
  services: readonly Service[],
  repository: Repository,
): Promise<readonly ServerQuestion[]> {
  const questions: ServerQuestion[] = [];
  for (const start of startsOf(services)) {
    if (start.started.program !== 'gunicorn') continue;
    const gunicorn = gunicornOf(start);
    const config = await configOf(start, gunicorn, repository);
    if (config === undefined || !config.exists) continue;
    const known = [...gunicorn.environment].filter((entry): entry is [string, string] => entry[1] !== undefined);
    questions.push({
      id: start.id,
      file: absolute(repository, config.file),
      directory: absolute(repository, startedIn(start, repository) ?? folderOf(config.file)),
      environment: Object.fromEntries(known),
    });
  }
  return questions;
}

/** The folder of the repository that a server starts in. A single file that is copied there is no folder. */
function startedIn({ service, command }: ServerStart, { files }: Repository): string | undefined {
  const folder = startFolder(service, command.directory);
  if (folder === undefined) return '';
  return inRepository(service, folder).find(path => path === '' || files.some(file => file.startsWith(`${path}/`)));
}

/** Every application server the services start, with its values. Nothing is started and nothing is thrown: what cannot be known says so. */
export async function readServers(
  services: readonly Service[],
  repository: Repository,
  answers: readonly ServerAnswer[],
): Promise<readonly ServerFacts[]> {
  return Promise.all(
    startsOf(services).map(async start => {
      if (start.started.program !== 'gunicorn') return readOther(start, repository);
      const gunicorn = gunicornOf(start);
      const config = await configOf(start, gunicorn, repository);
      const answer = answers.find(({ id }) => id === start.id);
      const unseen = unseenBy(start, gunicorn, config, repository);
      return readGunicorn({ start, gunicorn, config, answer, unseen, repository });
    }),
  );
}

function gunicornOf({ service, command, started }: ServerStart): GunicornStart {
  return gunicornStart(started.words, command, service.environment, name => variablePlace(service, name));
}

/**
 * gunicorn looks for its file in the folder it is started in, before `--chdir` is followed (26.2, read in `gunicorn/app/base.py`).
 * Without `--config` it takes `./gunicorn.conf.py` when there is one.
 */
async function configOf(
  { service, command }: ServerStart,
  gunicorn: GunicornStart,
  repository: Repository,
): Promise<ServerFacts['config']> {
  const asked = askedConfig(gunicorn);
  const folder = startFolder(service, command.directory);
  if (asked?.includes('$')) return undefined;
  const path = pathOf(asked ?? './gunicorn.conf.py');
  if (folder === undefined && !path.startsWith('/')) return undefined;
  const inside = joined(folder ?? '', path);
  const files = inRepository(service, inside);
  const named = { asked: asked ?? './gunicorn.conf.py', resolved: inside };
  for (const file of files) if (await repository.has(file)) return { file, ...named, exists: true };
  if (asked === undefined) return undefined;
  const meant = await meantByChdir(asked, folder, gunicorn, service, repository);
  if (meant !== undefined) return { file: files[0] ?? inside, ...named, exists: false, wouldExist: meant };
  const [likeliest] = files;
  // What no COPY and no mount explains may be in the image all the same.
  if (likeliest === undefined) return undefined;
  const wouldExist = nearestTo(asked, folder, service, repository);
  return { file: likeliest, ...named, exists: false, ...(wouldExist === undefined ? {} : { wouldExist }) };
}

/** Why values may come from where nothing can be read: then defaults are no facts. */
function unseenBy(
  { service, command }: ServerStart,
  gunicorn: GunicornStart,
  config: ServerFacts['config'],
  repository: Repository,
): string | undefined {
  const { environment } = gunicorn;
  if (environment.has('GUNICORN_CMD_ARGS') && environment.get('GUNICORN_CMD_ARGS') === undefined)
    return 'GUNICORN_CMD_ARGS is set and its value cannot be read';
  if (config !== undefined) return undefined;
  const asked = askedConfig(gunicorn);
  if (asked !== undefined) return `its file ${asked} is not in the repository`;
  const folder = startFolder(service, command.directory);
  const hidden = folder === undefined || inRepository(service, folder).length === 0;
  const some = repository.files.some(file => file.endsWith('gunicorn.conf.py'));
  return hidden && some ? 'it may read a gunicorn.conf.py in a folder that is not known' : undefined;
}

/** The file that was meant: seen from `--chdir`, which gunicorn follows only later. */
async function meantByChdir(
  asked: string,
  folder: string | undefined,
  gunicorn: GunicornStart,
  service: Service,
  repository: Repository,
): Promise<string | undefined> {
  const start = folder ?? '';
  const chdir = gunicorn.line.options.get('chdir');
  if (typeof chdir !== 'string') return undefined;
  const meant = joined(joined(start, chdir), pathOf(asked));
  for (const file of inRepository(service, meant)) if (await repository.has(file)) return relativeTo(start, meant);
  return undefined;
}

/** A file of the same name, the nearest to the root. */
function nearestTo(
  asked: string,
  folder: string | undefined,
  service: Service,
  repository: Repository,
): string | undefined {
  const start = folder ?? '';
  const name = pathOf(asked).split('/').at(-1) ?? '';
  const same = repository.files
    .filter(file => file === name || file.endsWith(`/${name}`))
    .sort((a, b) => a.split('/').length - b.split('/').length)[0];
  const [own] = inRepository(service, start);
  if (same === undefined) return undefined;
  return start.startsWith('/') ? (own === undefined ? undefined : relativeTo(own, same)) : same;
}

/** `file:` is gunicorn's long way to say a path, `python:` names a module. */
function pathOf(asked: string): string {
  if (asked.startsWith('python:')) return `${asked.slice(7).replaceAll('.', '/')}.py`;
  return asked.startsWith('file:') ? asked.slice(5) : asked;
}

function absolute(repository: Repository, path: string): string {
  return path === '' || path === '.' ? repository.root : `${repository.root}/${path}`;
}
