import { readCelery } from '../../../../src/checks/celery/read.ts';
import { readStacks } from '../../../../src/checks/compose/read.ts';
import { readDockerfiles } from '../../../../src/checks/docker/read.ts';
import type { Profile } from '../../../../src/checks/profile.ts';
import type { CoolifyApplication, Project } from '../../../../src/checks/project.ts';
import { readProxies } from '../../../../src/checks/proxy/read.ts';
import { readServers, serverQuestions } from '../../../../src/checks/server/read.ts';
import { readServices } from '../../../../src/checks/services/read.ts';
import type { CeleryAnswer, ServerAnswer } from '../../../../src/django/answer.ts';
import type { DjangoEvaluation } from '../../../../src/django/evaluation.ts';
import { evaluationWith, memoryRepository, projectWith, type SettingsGiven } from '../../../support/checks.ts';

export interface Running {
  readonly profile?: Profile;
  /** Variables the environment gives to `${...}`, images and processes. */
  readonly given?: Readonly<Record<string, string>>;
  readonly application?: CoolifyApplication;
  /** Settings that every service runs with. */
  readonly settings?: SettingsGiven;
  /** What importing Celery's app gave. */
  readonly celery?: Partial<CeleryAnswer>;
  readonly asked?: readonly string[];
  /** What the probe would say of gunicorn's file, in the place of reading its plain assignments. */
  readonly gunicorn?: Partial<ServerAnswer> | 'not asked';
}

/** A project as the readers find it in the text of its files: what would run, its servers, Celery programs and proxies. */
export async function running(files: Readonly<Record<string, string>>, options: Running = {}): Promise<Project> {
  const { profile = 'production', application } = options;
  const repository = memoryRepository(files);
  const values = new Map(Object.entries(options.given ?? {}));
  const given: Project['given'] = {
    variables: new Map([...values].map(([name, value]) => [name, { name, value, origin: 'env' as const }])),
    unreadable: [],
    empty: values.size === 0,
  };
  const stacks = await readStacks(repository, new Map(), values);
  const builds = stacks.flatMap(stack => stack.services.flatMap(({ build }) => (build === undefined ? [] : [build])));
  const dockerfiles = await readDockerfiles(repository, [], builds);
  const services = await readServices({
    repository,
    profile,
    stacks,
    dockerfiles,
    environmentFiles: [],
    given,
    application,
    directory: '',
  });
  const evaluations = evaluationsOf(
    options,
    services.map(({ title }) => title),
  );
  const questions = await serverQuestions(services, repository);
  const answers =
    options.gunicorn === 'not asked'
      ? []
      : questions.map(({ id, file }) => ({
          ...evaluatedFile(id, files[file.slice('/checkout/'.length)] ?? ''),
          ...(typeof options.gunicorn === 'object' ? options.gunicorn : {}),
        }));
  return projectWith({
    profile,
    application,
    given,
    stacks,
    dockerfiles,
    services,
    evaluations,
    servers: await readServers(services, repository, answers),
    celery: await readCelery(services, evaluations),
    proxies: await readProxies(repository, options.asked ?? [], services),
  });
}

function evaluationsOf({ settings, celery }: Running, services: readonly string[]): readonly DjangoEvaluation[] {
  if (settings === undefined && celery === undefined) return [];
  const answer: CeleryAnswer = {
    target: 'proj',
    problem: null,
    version: '5.6.3',
    configuration: {},
    tasks: ['core.tasks.clean'],
    beat: [],
    place: { file: 'src/proj/celery.py', line: 7 },
    defaultSettings: null,
    loaded: true,
    ...celery,
  };
  return [
    evaluationWith({
      services,
      ...settings,
      answer: { celery: celery === undefined ? [] : [answer], ...settings?.answer },
    }),
  ];
}

const CORES = [1, 2, 4, 8] as const;

/** gunicorn's file as the probe would answer, for files of plain assignments: literals, and `cores` in sums. */
function evaluatedFile(id: string, text: string): ServerAnswer {
  const lines: Record<string, number> = {};
  const read = (cores: number): Record<string, string | number | boolean | null> => {
    const values: Record<string, string | number | boolean | null> = {};
    for (const [index, line] of text.split('\n').entries()) {
      const [, name, written] = /^(\w+) = (.+)$/.exec(line) ?? [];
      if (name === undefined || written === undefined) continue;
      lines[name] = index + 1;
      values[name] = literalOf(written, cores);
    }
    return values;
  };
  const [one, two, four, eight] = CORES.map(read);
  return {
    id,
    problem: null,
    cores: { 1: one ?? {}, 2: two ?? {}, 4: four ?? {}, 8: eight ?? {} },
    lines,
    reads: [],
  };
}

function literalOf(written: string, cores: number): string | number | boolean | null {
  const [, times = '1', plus = '0', ceiling] =
    /^(?:min\()?(?:(\d+) \* )?cores(?: \+ (\d+))?(?:, (\d+)\))?$/.exec(written) ?? [];
  if (written.includes('cores')) return Math.min(Number(times) * cores + Number(plus), Number(ceiling ?? 1000));
  if (written === 'True' || written === 'False') return written === 'True';
  if (written === 'None') return null;
  return /^\d+$/.test(written) ? Number(written) : written.slice(1, -1);
}

/** An image that starts one command: `CMD` is line 6, `EXPOSE` line 5. */
export function image(command: string): string {
  return [
    'FROM python:3.13-slim-bookworm',
    'WORKDIR /app',
    'COPY . .',
    'USER app',
    'EXPOSE 8000',
    `CMD ${JSON.stringify(command.split(' '))}`,
    '',
  ].join('\n');
}

/** A project of one image: gunicorn's file, an application, and whatever else there is. */
export function served(
  command: string,
  files: Readonly<Record<string, string>> = {},
  options: Running = {},
): Promise<Project> {
  return running(
    { Dockerfile: image(command), 'proj/wsgi.py': 'application = 1\n', 'proj/asgi.py': 'application = 1\n', ...files },
    options,
  );
}

/** A production stack; services as Compose text, each indented by two blanks. */
export function stack(
  services: string,
  files: Readonly<Record<string, string>> = {},
  options: Running = {},
): Promise<Project> {
  return running(
    {
      Dockerfile: image('gunicorn --bind 0.0.0.0:8000 proj.wsgi'),
      'proj/wsgi.py': 'application = 1\n',
      'docker-compose.prod.yml': `services:\n${services}`,
      ...files,
    },
    options,
  );
}
