import type { ChosenEnvironment } from '../config/environment.ts';
import type { TaskAnswer } from '../coolify/answers.ts';
import type { ApplicationForm } from '../coolify/application-form.ts';
import type { CoolifyClient, Reply } from '../coolify/client.ts';
import { explain } from '../coolify/explain.ts';
import { Cancelled } from '../core/errors.ts';
import { oneLine } from '../core/text.ts';
import type { World } from '../core/world.ts';
import { type Recognize, recognizerOf } from '../migrations/checkout/migrating-command.ts';
import type { MigratingPlace } from '../migrations/facts.ts';
import type { CoolifyPlaces } from '../migrations/request.ts';
import { askPatiently } from '../release/insisting.ts';
import { coolifyClient } from './coolify-client.ts';
import { coolifyGiven } from './coolify-inputs.ts';
import { type NamedResource, resourcesOf } from './coolify-resources.ts';
import type { MigrationSafetyRequest } from './migration-safety-request.ts';

/**
 * Where the applications of the environment migrate as far as only Coolify knows it: commands before and after a deployment, the start
 * command, scheduled tasks. Nothing is asked without a token. What cannot be read is a note: the migrations are judged all the same.
 * @throws UserError for what the inputs give wrongly
 */
export async function coolifyPlacesOf(
  { inputs, own }: MigrationSafetyRequest,
  chosen: ChosenEnvironment,
  authorities: readonly string[],
  world: World,
): Promise<CoolifyPlaces | undefined> {
  const given = coolifyGiven(inputs, chosen, own.allowInsecure, world);
  if (given === undefined) return undefined;
  const { coolify, token } = given;
  const resources = resourcesOf(inputs, chosen, coolify);
  const client = coolifyClient(coolify, token, authorities, world);
  const answers = await Promise.all(resources.map(resource => placesOf(resource, client, coolify.home, world)));
  return {
    places: answers.flatMap(({ places }) => places),
    starts: answers.flatMap(({ starts }) => starts),
    applications: answers.flatMap(({ applications }) => applications),
    notes: [...new Set(answers.flatMap(({ notes }) => notes))],
  };
}

async function placesOf(
  { name, uuid }: NamedResource,
  client: CoolifyClient,
  home: string,
  world: World,
): Promise<CoolifyPlaces> {
  const [form, tasks] = await Promise.all([
    answerOf(`read the application ${name}`, () => client.form(uuid, world.signal), home, world),
    answerOf(`read the scheduled tasks of ${name}`, () => client.tasks(uuid, world.signal), home, world),
  ]);
  const title = oneLine(form.value?.name ?? name, 80);
  const typed = [...commandsOf(form.value), ...tasksOf(tasks.value ?? [])];
  const recognize = recognizerOf(NO_FILES);
  const places = await Promise.all(typed.map(command => placeOf(command, title, recognize)));
  const start = form.value?.startCommand;
  return {
    places: places.flat(),
    starts: start === undefined ? [] : [start],
    applications: form.value === undefined ? [] : [title],
    // Without the application its tasks are not missed: the reason is the same.
    notes: form.note === undefined ? (tasks.note === undefined ? [] : [tasks.note]) : [form.note],
  };
}

/** The project's own commands are known by their names alone: these run in an image, not in the checkout. */
const NO_FILES = { files: [], read: async () => undefined };

interface Typed {
  readonly kind: MigratingPlace['kind'];
  readonly command: string;
  readonly container?: string;
  /** What of the application it is, when the kind does not say it. */
  readonly part?: string;
}

function commandsOf(form: ApplicationForm | undefined): readonly Typed[] {
  if (form === undefined) return [];
  const { preDeployment, preDeploymentContainer, postDeployment, postDeploymentContainer, startCommand } = form;
  const inContainer = (container: string | undefined) => (container === undefined ? {} : { container });
  return [
    ...(startCommand === undefined
      ? []
      : [{ kind: 'entrypoint', command: startCommand, part: 'start command' } as const]),
    ...(preDeployment === undefined
      ? []
      : [{ kind: 'pre-deployment', command: preDeployment, ...inContainer(preDeploymentContainer) } as const]),
    ...(postDeployment === undefined
      ? []
      : [{ kind: 'post-deployment', command: postDeployment, ...inContainer(postDeploymentContainer) } as const]),
  ];
}

function tasksOf(tasks: readonly TaskAnswer[]): readonly Typed[] {
  return tasks.flatMap(({ name, command, enabled }): readonly Typed[] =>
    command === undefined || command === ''
      ? []
      : [
          {
            kind: 'scheduled-task',
            command,
            part: `task ${oneLine(name, 80)}${enabled === false ? ', which runs when it is executed' : ''}`,
          },
        ],
  );
}

async function placeOf(
  { kind, command, container, part }: Typed,
  application: string,
  recognize: Recognize,
): Promise<readonly MigratingPlace[]> {
  const found = await recognize(command);
  if (found === undefined) return [];
  return [
    {
      kind,
      where: `Coolify, application ${application}${part === undefined ? '' : `, ${part}`}`,
      command: oneLine(command, 160),
      ...(container === undefined ? {} : { container }),
      ...(found.takesTurns ? { takesTurns: true } : {}),
    },
  ];
}

async function answerOf<Value>(
  doing: string,
  call: () => Promise<Reply<Value>>,
  home: string,
  world: World,
): Promise<{ readonly value?: Value; readonly note?: string }> {
  const reply = await askPatiently(call, world);
  if (world.signal.aborted) throw new Cancelled();
  if (reply.ok) return { value: reply.value };
  const { message, remedy } = explain(reply.problem, { doing, home });
  return { note: `${message} ${remedy.split('\n')[0] ?? ''}`.trim() };
}
