import type { ChosenEnvironment } from '../config/environment.ts';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { oneLine } from '../core/text.ts';
import type { World } from '../core/world.ts';
import { type Plan, planOf, unknownWords, wordsFor } from '../smoke/plan.ts';
import { PRESETS } from '../smoke/presets/index.ts';
import type { Profile } from '../smoke/presets/preset.ts';
import { loadSuite } from '../smoke/suite/load.ts';
import type { PresetUse, Suite } from '../smoke/suite/suite.ts';
import { parseVersionSource, type VersionSource } from '../smoke/version-source.ts';
import { authoritiesOf, inWorkspace, siteOf, withoutFile } from './site-inputs.ts';
import type { SmokeTestInputs } from './smoke-test-inputs.ts';
import { type SmokeTestRequest, wordsOf } from './smoke-test-request.ts';
import { checkConfiguredQuery, checkQuery, configuredVersion } from './version-inputs.ts';

/** What would be checked, read without looking at the site. */
export interface PlannedSuite {
  readonly suite: Suite;
  readonly plan: Plan;
  readonly profile: Profile;
  /** Where the site says its version; undefined when nothing says so. */
  readonly version: VersionSource | undefined;
}

/** Everything a run needs, read and checked; nothing was sent yet. */
export type SmokeTestSetup = Omit<SmokeTestRequest['own'], 'presets' | 'only' | 'skip' | 'version'> &
  PlannedSuite & {
    readonly environment: string | undefined;
    readonly base: URL;
    /** The plain HTTP side; undefined when it cannot be known. */
    readonly plain: URL | undefined;
    readonly authorities: readonly string[];
    /** Absolute path; undefined when no JUnit report is wanted. */
    readonly junit: string | undefined;
  };

/** The suite of the inputs or the configuration, and which of it is chosen. Nothing is sent. */
export async function planned(
  request: SmokeTestRequest,
  chosen: ChosenEnvironment,
  world: World,
): Promise<PlannedSuite> {
  const { inputs, own } = request;
  checkPresets(request);
  const profile = profileOf(chosen);
  const { suite, presets } = await suiteOf(request, chosen, world);
  const everything = planOf(suite, PRESETS, { profile, presets, only: [], skip: [] });
  const only = chosenWords('only', request, everything);
  const skip = chosenWords('skip', request, everything);
  const plan = planOf(suite, PRESETS, { profile, presets, only, skip });
  const version = await versionPage(request, suite, chosen);
  if (own.expected === undefined || version !== undefined) return { suite, plan, profile, version };
  throw inputs.refusal(
    'expected-sha',
    'cannot be compared, because nothing says where the site shows its commit; give version: "/health/#$.version"',
  );
}

/** Inputs over configuration: all that a run needs. Nothing is sent. */
export async function complete(
  request: SmokeTestRequest,
  chosen: ChosenEnvironment,
  world: World,
): Promise<SmokeTestSetup> {
  const { inputs, own } = request;
  const base = siteOf(inputs, chosen, own.allowInsecure);
  if (base === undefined) {
    throw inputs.refusal('base-url', `does not say where the site is${withoutFile(chosen, world)}`);
  }
  return {
    ...own,
    ...(await planned(request, chosen, world)),
    environment: chosen.name,
    base,
    plain: plainOf(inputs, base),
    authorities: await authoritiesOf(inputs, world),
    junit: junitOf(inputs, world),
  };
}

/** A line that is an id is one word, commas and all. A misspelt one would leave everything out, or nothing. */
function chosenWords(name: 'only' | 'skip', { inputs, own }: SmokeTestRequest, plan: Plan): readonly string[] {
  const known = wordsFor(plan);
  const words = own[name].flatMap(line => (known.includes(line) ? [line] : wordsOf(line)));
  const [unknown] = unknownWords(words, plan);
  if (unknown === undefined) return words;
  const close = unknown.nearest === undefined ? '' : ` (did you mean ${unknown.nearest}?)`;
  throw inputs.refusal(
    name,
    `has "${oneLine(unknown.word, 60)}", which is neither a tag nor the id of a check here${close}; list: true shows them all`,
  );
}

function checkPresets({ inputs, own }: SmokeTestRequest): void {
  const unknown = own.presets.find(name => !Object.hasOwn(PRESETS, name));
  if (unknown === undefined) return;
  const known = Object.keys(PRESETS);
  const close = nearest(unknown, known);
  throw inputs.refusal(
    'presets',
    `has "${oneLine(unknown, 60)}", which is no preset${close === undefined ? '' : ` (did you mean ${close}?)`}; there are ${known.join(', ')}`,
  );
}

/**
 * How strict to be. Production is what is called so, or what commits are promoted to: a suite that writes must not run there by a
 * spelling.
 */
function profileOf({ name, configuration }: ChosenEnvironment): Profile {
  if (/^prod/i.test(name ?? '') || configuration?.['promote-from'] !== undefined) return 'production';
  return /^stag/i.test(name ?? '') ? 'staging' : 'other';
}

interface Checked {
  readonly suite: Suite;
  /** Those of the input, with their default options. */
  readonly presets: readonly PresetUse[];
}

async function suiteOf(request: SmokeTestRequest, chosen: ChosenEnvironment, world: World): Promise<Checked> {
  const { inputs, own } = request;
  const given = inputs.text('suite') ?? chosen.configuration?.smoke;
  if (given === undefined && own.presets.length === 0) {
    throw inputs.refusal('suite', `says nothing to check, and neither does presets${withoutFile(chosen, world)}`);
  }
  const load = (text: string, file: string) =>
    loadSuite(
      text,
      { file },
      {
        variables: own.variables,
        secrets: name => declaredSecret(name, world),
        readFile: path => world.readBytes(inWorkspace(path, world)),
        knownChecks: Object.values(PRESETS).flatMap(({ checks }) => checks.map(({ id }) => id)),
      },
    ).catch(thrown => {
      throw file === TEXT ? unplaced(thrown) : thrown;
    });
  // The presets of the input are a small suite of their own, so that their options are made in the one place that knows them.
  const named = own.presets.length === 0 ? undefined : withoutPlaces(await load(presetsAlone(own.presets), ''));
  const suite = given === undefined ? named : await load(...(await suiteText(given, inputs, world)));
  if (suite === undefined) throw new Error('there is neither a suite nor a preset');
  return { suite, presets: named?.presets ?? [] };
}

/** Hidden from now on, whether or not a check that uses it is run. */
function declaredSecret(name: string, { environment, host }: World): string | undefined {
  const value = environment[name] || undefined;
  if (value !== undefined) host.mask(value);
  return value;
}

const presetsAlone = (names: readonly string[]): string => `version: 1\npresets: [${names.join(', ')}]\n`;

/** Nobody can look into the small suite, so nothing points there. */
const withoutPlaces = (suite: Suite): Suite => ({
  ...suite,
  presets: suite.presets.map(use => ({ ...use, place: undefined })),
});

/** What messages call the suite when the input holds its text. */
const TEXT = 'suite';

/** There is no file that an annotation could stand on; the message has the line. */
function unplaced(thrown: unknown): unknown {
  if (!(thrown instanceof UserError)) return thrown;
  const { message, reasonCode, remedy } = thrown;
  return new UserError(message, { reasonCode, remedy });
}

/** A value with a line break is the suite itself. */
async function suiteText(given: string, inputs: SmokeTestInputs, world: World): Promise<[text: string, file: string]> {
  if (given.includes('\n')) return [given, TEXT];
  const text = await world.readFile(inWorkspace(given, world));
  if (text !== undefined) return [text, given];
  throw inputs.refusal(
    'suite',
    `names the file "${oneLine(given, 120)}", which does not exist in the checkout; does the job check the repository out before this step?`,
  );
}

/** Where the site says its version: the input, else the health preset's option, else the first of the environment's resources that knows. */
async function versionPage(
  { inputs, own }: SmokeTestRequest,
  suite: Suite,
  chosen: ChosenEnvironment,
): Promise<VersionSource | undefined> {
  await checkQuery(inputs, own.version);
  if (own.version !== undefined) return own.version;
  const option = suite.presets.find(({ name }) => name === 'health')?.options['version'];
  const source = typeof option === 'string' ? parseVersionSource(option) : undefined;
  // The suite was refused if it could not be used.
  if (source !== undefined && typeof source !== 'string') return source;
  for (const name of Object.keys(chosen.configuration?.coolify?.resources ?? {})) {
    const version = configuredVersion(chosen, name);
    if (version === undefined) continue;
    await checkConfiguredQuery(chosen, name, version);
    return version;
  }
  return undefined;
}

function plainOf(inputs: SmokeTestInputs, base: URL): URL | undefined {
  const given = inputs.text('http-url');
  if (given !== undefined) {
    const url = URL.parse(given);
    if (url?.protocol !== 'http:') throw inputs.refusal('http-url', 'is no address that begins with http://');
    if (url.username !== '' || url.password !== '') throw inputs.refusal('http-url', 'holds a user name or password');
    return url;
  }
  return base.protocol === 'https:' && base.port === '' ? new URL(`http://${base.hostname}/`) : undefined;
}

function junitOf(inputs: SmokeTestInputs, world: World): string | undefined {
  const path = inputs.text('junit');
  return path === undefined ? undefined : inWorkspace(path, world);
}
