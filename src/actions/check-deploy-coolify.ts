import type { CoolifyApplication } from '../checks/project.ts';
import type { ChosenEnvironment } from '../config/environment.ts';
import { RESOURCE_ID } from '../config/schema-patterns.ts';
import type { CoolifyAddress } from '../coolify/address.ts';
import { type ApplicationForm, addedVariables } from '../coolify/application-form.ts';
import type { CoolifyClient, Reply } from '../coolify/client.ts';
import { explain } from '../coolify/explain.ts';
import { runningVariables } from '../coolify/variables.ts';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { inSequence, oneLine } from '../core/text.ts';
import type { World } from '../core/world.ts';
import { askPatiently } from '../release/insisting.ts';
import type { Variables } from './check-deploy-environment.ts';
import type { CheckDeployInputs } from './check-deploy-inputs.ts';
import { wordsOf } from './check-deploy-request.ts';

/** An application of Coolify's that is judged, or compared with the one that is. */
export interface NamedResource {
  readonly name: string;
  readonly uuid: string;
}

/** What Coolify says: the form of the first application, and the variables of all. */
export interface CoolifySaid {
  readonly home: string;
  readonly application: CoolifyApplication;
  readonly variables: Variables;
  /** What Coolify adds by itself; nothing when no value can be read. No secrets. */
  readonly added: Variables;
  readonly siblings: ReadonlyMap<string, Variables>;
  /** The token may not read values at all. */
  readonly insensitive: boolean;
}

/** The input `resource`, else what a pasted address names, else all of the environment. At least one. */
export function resourcesOf(
  inputs: CheckDeployInputs,
  chosen: ChosenEnvironment,
  coolify: CoolifyAddress,
): readonly NamedResource[] {
  const configured = Object.entries(chosen.configuration?.coolify?.resources ?? {}).map(([name, { uuid }]) => ({
    name,
    uuid,
  }));
  const words = inputs.lines('resource').flatMap(wordsOf);
  const named = words.length > 0 ? words.map(word => resourceCalled(word, configured, inputs)) : undefined;
  const pasted = coolify.uuids.map(uuid => configured.find(each => each.uuid === uuid) ?? { name: uuid, uuid });
  const resources = named ?? (pasted.length > 0 ? pasted : configured);
  if (resources.length > 0) return [...new Map(resources.map(each => [each.uuid, each])).values()];
  throw inputs.refusal(
    'resource',
    'names no application, and neither does the configuration; give the id of the application, or leave coolify-token out',
  );
}

function resourceCalled(word: string, configured: readonly NamedResource[], inputs: CheckDeployInputs): NamedResource {
  const known = configured.find(({ name, uuid }) => name === word || uuid === word);
  if (known !== undefined) return known;
  if (RESOURCE_ID.test(word)) return { name: word, uuid: word };
  const names = configured.map(({ name }) => name);
  const close = nearest(word, names);
  const meant = close === undefined ? '' : `; did you mean ${close}?`;
  const unknown = names.length === 0 ? '' : `is no application of the environment (${inSequence(names)}) and `;
  throw inputs.refusal(
    'resource',
    `has the entry "${oneLine(word, 60)}", which ${unknown}is no id of Coolify's: 7 to 40 lower-case letters and digits${meant}`,
  );
}

/** Two requests for the first application, one for each other. */
export async function askCoolify(
  resources: readonly NamedResource[],
  home: string,
  client: CoolifyClient,
  world: World,
): Promise<CoolifySaid> {
  const [first, ...others] = resources;
  if (first === undefined) throw new Error('there is at least one application to ask about');
  const ask = <Value>(doing: string, call: () => Promise<Reply<Value>>) => insist(doing, call, home, world);
  const variablesOf = async ({ name, uuid }: NamedResource) => {
    const rows = await ask(`read the variables of ${name}`, () => client.variableRows(uuid, world.signal));
    return runningVariables(rows);
  };
  const [form, own, ...rest] = await Promise.all([
    ask(`read the application ${first.name}`, () => client.form(first.uuid, world.signal)),
    variablesOf(first),
    ...others.map(variablesOf),
  ]);
  return {
    home,
    application: applicationOf(form),
    variables: asVariables(own),
    added: addedBy(own.insensitive ? undefined : form, world),
    siblings: new Map(others.map(({ name }, index) => [name, asVariables(rest[index])])),
    insensitive: own.insensitive,
  };
}

async function insist<Value>(
  doing: string,
  call: () => Promise<Reply<Value>>,
  home: string,
  world: World,
): Promise<Value> {
  const reply = await askPatiently(call, world);
  if (reply.ok) return reply.value;
  const { reasonCode, message, remedy } = explain(reply.problem, { doing, home });
  throw new UserError(message, { reasonCode, remedy });
}

function asVariables(running: ReturnType<typeof runningVariables> | undefined): Variables {
  const values = [...(running?.values ?? [])].map(([name, value]) => [name, { value }] as const);
  return { origin: 'coolify', values: new Map(values), unreadable: running?.unreadable ?? [] };
}

/** The commit of this run stands for the one that would be deployed. */
function addedBy(form: ApplicationForm | undefined, { environment }: World): Variables {
  const added = form === undefined ? {} : addedVariables(form, environment['GITHUB_SHA'] || 'HEAD');
  const values = Object.entries(added).map(([name, value]) => [name, { value }] as const);
  return { origin: 'coolify', values: new Map(values), unreadable: [] };
}

function applicationOf({ uuid: _, branch: __, ...form }: ApplicationForm): CoolifyApplication {
  return form;
}
