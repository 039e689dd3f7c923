import { healthPathsOf } from '../checks/health-paths.ts';
import { FAMILIES, type Profile } from '../checks/profile.ts';
import type { CoolifyApplication } from '../checks/project.ts';
import type { CheckRequest } from '../checks/request.ts';
import type { Rule } from '../checks/rule.ts';
import type { ChosenEnvironment } from '../config/environment.ts';
import { oneLine } from '../core/text.ts';
import type { World } from '../core/world.ts';
import type { Baseline } from '../report/baseline.ts';
import { unknownRule } from '../report/ignore.ts';
import { type Attestations, attestationsOf } from './check-deploy-attested.ts';
import type { CoolifySaid } from './check-deploy-coolify.ts';
import { givenFrom, maskVariables, type Variables } from './check-deploy-environment.ts';
import type { CheckDeployRequest } from './check-deploy-request.ts';
import { coolifyGiven } from './coolify-inputs.ts';
import { baselineOf, inCheckout, pathOf } from './project-inputs.ts';
import { authoritiesOf, inWorkspace } from './site-inputs.ts';

/** Everything a judgement needs, read and checked; of the project itself nothing was read yet. */
export interface CheckDeploySetup {
  readonly environment: string | undefined;
  readonly request: CheckRequest;
  readonly own: CheckDeployRequest['own'];
  readonly baseline: Baseline | undefined;
  /** Absolute path; undefined when no SARIF report is wanted. */
  readonly sarif: string | undefined;
  readonly attested: Attestations;
  readonly authorities: readonly string[];
  readonly coolify: CoolifySaid | undefined;
}

/** Inputs over configuration; the variables of Coolify over both. Everything that is secret is masked before anything is said. */
export async function complete(
  { inputs, own, ...request }: CheckDeployRequest,
  chosen: ChosenEnvironment,
  rules: readonly Pick<Rule, 'id'>[],
  world: World,
): Promise<CheckDeploySetup> {
  const typed: Variables = {
    origin: 'env',
    values: new Map([...own.variables].map(([name, value]) => [name, { value }])),
    unreadable: [],
  };
  maskVariables([typed], world);
  for (const line of own.ignore) {
    const problem = unknownRule(line, rules, FAMILIES);
    if (problem !== undefined) throw inputs.refusal('ignore', `has a line that ${problem}`);
  }
  const file = await fileVariables(inputs, world);
  maskVariables([file], world);
  const authorities = await authoritiesOf(inputs, world);
  const baseline = await baselineOf(inputs, 'check-deploy', world);
  const attested = attestationsOf(chosen, world);
  const coolify = await coolifyOf({ inputs, own, ...request }, chosen, authorities, world);
  const answered = coolify === undefined ? [] : [coolify.variables];
  maskVariables([...answered, ...(coolify?.siblings.values() ?? [])], world);
  const profile = own.profile ?? profileOf(chosen);
  return {
    environment: chosen.name,
    own,
    baseline,
    attested,
    authorities,
    coolify,
    sarif: pathOf(inputs.text('sarif'), world),
    request: {
      profile,
      site: siteOf(chosen, coolify?.application),
      directory: own.directory ?? chosen.app?.directory,
      settings: own.settings,
      framework: own.framework === 'auto' ? (chosen.app?.framework ?? 'auto') : own.framework,
      python: own.python,
      given: givenFrom([...(coolify === undefined ? [] : [coolify.added]), file, typed, ...answered]),
      envFile: inCheckout(inputs.text('env-file'), world),
      missing: own.missing,
      stubs: own.stubs,
      compose: own.compose,
      files: own.files,
      healthPaths: healthPathsOf(chosen.configuration),
      application: coolify?.application,
      siblings: new Map([...(coolify?.siblings ?? [])].map(([name, variables]) => [name, givenFrom([variables])])),
    },
  };
}

/** How strict to be, by the name of the environment. What is called nothing in particular is judged as what visitors see. */
export function profileOf({ name, configuration }: ChosenEnvironment): Profile {
  if (configuration?.['promote-from'] !== undefined) return 'production';
  if (/^stag/i.test(name ?? '')) return 'staging';
  return /^(dev|local)/i.test(name ?? '') ? 'development' : 'production';
}

async function fileVariables(inputs: CheckDeployRequest['inputs'], world: World): Promise<Variables> {
  const path = inputs.text('env-file');
  if (path === undefined) return { origin: 'env-file', values: new Map(), unreadable: [] };
  const absolute = inWorkspace(path, world);
  const text = await world.readFile(absolute);
  if (text === undefined)
    throw inputs.refusal('env-file', 'does not exist; the path starts at the root of the checkout');
  const { environmentFile } = await import('../checks/env/read.ts');
  const file = inCheckout(path, world);
  // No secret's fingerprint is kept here, so the key is nobody's.
  const { entries } = environmentFile(path, text, false, '');
  const values = entries.map(({ name, line, values: { dotenv } }) => {
    const place = file === undefined ? {} : { file, line };
    return [name, { value: dotenv, ...place }] as const;
  });
  return { origin: 'env-file', values: new Map(values), unreadable: [] };
}

async function coolifyOf(
  { inputs, own }: CheckDeployRequest,
  chosen: ChosenEnvironment,
  authorities: readonly string[],
  world: World,
): Promise<CoolifySaid | undefined> {
  const given = coolifyGiven(inputs, chosen, own.allowInsecure, world);
  if (given === undefined) return undefined;
  const { coolify, token } = given;
  const [{ askCoolify }, { resourcesOf }, { coolifyClient }] = await Promise.all([
    import('./check-deploy-coolify.ts'),
    import('./coolify-resources.ts'),
    import('./coolify-client.ts'),
  ]);
  const resources = resourcesOf(inputs, chosen, coolify);
  return askCoolify(resources, coolify.home, coolifyClient(coolify, token, authorities, world), world);
}

/** Address of the site: the configuration's, else the first one Coolify has for the application. */
function siteOf(chosen: ChosenEnvironment, application: CoolifyApplication | undefined): URL | undefined {
  const candidates = [chosen.configuration?.url, ...(application?.domains ?? [])];
  const text = candidates.find(candidate => candidate !== undefined && URL.canParse(candidate));
  return text === undefined ? undefined : new URL(text);
}

/** For the log and the summary: the profile, and who decided it. */
export function profileInWords({ own, request, environment }: CheckDeploySetup): string {
  if (own.profile !== undefined) return `${request.profile} (from the input profile)`;
  if (environment === undefined) return `${request.profile} (nothing says otherwise)`;
  return `${request.profile} (from the environment ${oneLine(environment, 60)})`;
}
