import type { CoolifyApplication } from '../checks/project.ts';
import { type ApplicationForm, addedVariables } from '../coolify/application-form.ts';
import type { CoolifyClient, Reply } from '../coolify/client.ts';
import { explain } from '../coolify/explain.ts';
import { runningVariables } from '../coolify/variables.ts';
import { UserError } from '../core/errors.ts';
import type { World } from '../core/world.ts';
import { askPatiently } from '../release/insisting.ts';
import type { Variables } from './check-deploy-environment.ts';
import type { NamedResource } from './coolify-resources.ts';

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
