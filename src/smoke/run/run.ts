import type { Milliseconds } from '../../core/duration.ts';
import { oneLine } from '../../core/text.ts';
import type { Wire } from '../../core/wire.ts';
import type { World } from '../../core/world.ts';
import type { CheckItem, LoginItem, Plan, PlanItem, PresetItem } from '../plan.ts';
import type { CheckResult, Readiness, SmokeRun } from '../result.ts';
import type { VersionSource } from '../version-source.ts';
import { runCheck, type SignedIn } from './check.ts';
import type { RunContext } from './context.ts';
import { endsByLimit, limitsOf } from './limit.ts';
import { type LoginEnd, logIn } from './login.ts';
import { resolvedOptions } from './options.ts';
import { inPool } from './pool.ts';
import { runPresetCheck } from './preset-check.ts';
import { awaitReady, noLongerShown, type ReadinessOptions } from './readiness.ts';
import { Results } from './results.ts';
import { AskedSite } from './site.ts';

export interface RunOptions {
  readonly wire: Wire;
  readonly world: World;
  readonly base: URL;
  /** The plain HTTP side; undefined when it cannot be known. */
  readonly plain: URL | undefined;
  readonly concurrency: number;
  /** For everything after readiness; clean-up has a time of its own beyond it. */
  readonly timeout: Milliseconds;
  readonly waitReady: Milliseconds;
  readonly version: VersionSource | undefined;
  readonly expected: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
}

/**
 * Runs a plan: readiness, logins, preset checks and checks side by side, loads alone at the end. The results are in the plan's order, whatever
 * ended first; clean-ups follow in the order of their checks.
 * @throws whatever a defect of ours throws, after all clean-up ran
 */
export async function runSuite(plan: Plan, options: RunOptions): Promise<SmokeRun> {
  const { world } = options;
  const began = world.clock.elapsed();
  const results = new Results(plan, world.signal);
  const readiness = await readyFor(plan, options, results);
  const broken = new AbortController();
  const limits = limitsOf(world.clock, options.timeout, AbortSignal.any([world.signal, broken.signal]));
  const context: RunContext = {
    wire: options.wire,
    world,
    limits,
    base: options.base,
    hosts: plan.suite.hosts,
    run: runName(world),
    variables: options.variables,
    secret: secretsOf(world),
  };
  try {
    await new Engine(plan, options, context, results, () => broken.abort()).run(readiness);
  } finally {
    limits.close();
  }
  return {
    readiness: results.cutShort() === undefined ? await inTheEnd(readiness, plan, options) : readiness,
    results: results.inOrder(),
    cutShort: results.cutShort(),
    duration: world.clock.elapsed() - began,
  };
}

async function readyFor(plan: Plan, options: RunOptions, results: Results): Promise<Readiness> {
  if (!plan.items.some(({ choice }) => choice.chosen)) return { kind: 'not-asked' };
  const asked = readinessOptions(plan, options);
  try {
    return await awaitReady(asked);
  } catch (thrown) {
    if (!endsByLimit(thrown)) throw thrown;
    results.cutBy('cancelled');
    return { kind: 'silent', path: asked.path ?? asked.version?.path ?? '/', waited: 0, why: thrown.message };
  }
}

/** What was ready before the checks may have gone back to the release before while they ran. */
async function inTheEnd(readiness: Readiness, plan: Plan, options: RunOptions): Promise<Readiness> {
  if (readiness.kind !== 'ready') return readiness;
  try {
    const why = await noLongerShown(readinessOptions(plan, options));
    const { path, waited } = readiness;
    return why === undefined
      ? readiness
      : { kind: 'wrong', path, waited, why: `after the checks ${why}`, final: false };
  } catch (thrown) {
    // A cancel after the last check takes nothing from what they said; the commit was seen before them.
    if (endsByLimit(thrown)) return readiness;
    throw thrown;
  }
}

function readinessOptions(plan: Plan, options: RunOptions): ReadinessOptions {
  const { wire, world, base, version, expected, waitReady } = options;
  const health = healthOptions(plan, world);
  const [path, secret] = [textOf(health['path']), textOf(health['secret'])];
  return { wire, world, base, wait: waitReady, path, version, expected, secret };
}

/** The site's own answer to the question, when the health preset is used, whether or not its checks are chosen. */
function healthOptions(plan: Plan, world: World): Readonly<Record<string, unknown>> {
  const item = plan.items.find((each): each is PresetItem => each.group === 'presets' && each.tags.includes('health'));
  return resolvedOptions(item?.options ?? {}, { secret: secretsOf(world) });
}

const textOf = (option: unknown): string | undefined =>
  typeof option === 'string' && option !== '' ? option : undefined;

/** Begins with a letter and has the time in it, so that leftovers can be told apart by age. */
function runName(world: World): string {
  const random = Math.floor(world.random() * 36 ** 6).toString(36);
  return `r${Math.floor(world.clock.now() / 1_000).toString(36)}${random.padStart(6, '0').slice(-6)}`;
}

function secretsOf({ environment, host }: World): (name: string) => string | undefined {
  return name => {
    const value = environment[name];
    if (value === undefined || value === '') return undefined;
    host.mask(value);
    return value;
  };
}

/** As many checks in a row without a sign of the site mean that it is gone; asking on would only take time. */
const GIVE_UP_AFTER = 3;

/** One run on its way. */
class Engine {
  readonly #plan: Plan;
  readonly #options: RunOptions;
  readonly #context: RunContext;
  readonly #results: Results;
  readonly #stop: () => void;
  #silentInARow = 0;
  #lastSilence = '';

  constructor(plan: Plan, options: RunOptions, context: RunContext, results: Results, stop: () => void) {
    this.#plan = plan;
    this.#options = options;
    this.#context = context;
    this.#results = results;
    this.#stop = stop;
  }

  async run(readiness: Readiness): Promise<void> {
    const items = this.#chosenFor(readiness);
    const logins = await this.#all(
      items.filter((item): item is LoginItem => item.group === 'logins'),
      item => this.#login(item),
    );
    const site = new AskedSite(this.#context, {
      plain: this.#options.plain,
      profile: this.#plan.profile,
      logins: logins.map(({ seen }) => seen).filter(seen => seen !== undefined),
    });
    const sessions = new Map(logins.map(login => [login.name, login]));
    const others = items.filter((item): item is PresetItem | CheckItem => item.group !== 'logins');
    const isLoad = (item: PlanItem) => item.group === 'checks' && item.check.load !== undefined;
    const one = (item: PresetItem | CheckItem) =>
      item.group === 'presets' ? this.#preset(item, site) : this.#check(item, sessions);
    await this.#all(
      others.filter(item => !isLoad(item)),
      one,
    );
    // Alone: a load would make every other check slow, and they would change its figures.
    await this.#all(others.filter(isLoad), one, 1);
  }

  /**
   * What is run of the plan. A site that is not ready is not tested, but what stands between it and its visitors is looked at all the same when
   * something answered: certificate and redirects are the usual reasons.
   */
  #chosenFor(readiness: Readiness): readonly PlanItem[] {
    const items = this.#plan.items.filter(({ choice }) => choice.chosen);
    if (readiness.kind === 'ready' || readiness.kind === 'not-asked') return items;
    const about = readiness.kind === 'wrong' ? items.filter(looksAtTheEdge) : [];
    for (const item of items) {
      if (!about.includes(item))
        this.#results.unfinished(item, `the site was not ready: ${readiness.path}: ${oneLine(readiness.why, 200)}`);
    }
    return about;
  }

  /** @throws the first defect of ours, when everything that was under way has ended and cleaned up */
  async #all<Item extends PlanItem, End>(
    items: readonly Item[],
    run: (item: Item) => Promise<End | undefined>,
    atOnce = this.#options.concurrency,
  ): Promise<readonly End[]> {
    let defect: { readonly thrown: unknown } | undefined;
    const ends = await inPool(items, atOnce, async item => {
      if (defect !== undefined || !this.#mayBegin(item)) return undefined;
      try {
        return await run(item);
      } catch (thrown) {
        defect ??= { thrown };
        this.#stop();
        return undefined;
      }
    });
    if (defect !== undefined) throw (defect as { readonly thrown: unknown }).thrown;
    return ends.filter(end => end !== undefined);
  }

  #mayBegin(item: PlanItem): boolean {
    const { run } = this.#context.limits;
    if (run.signal.aborted || run.deadline.passed()) {
      const reason = run.signal.aborted ? 'cancelled' : 'timeout';
      this.#results.cutBy(reason);
      const why = reason === 'cancelled' ? 'the run was cancelled' : 'the time limit was over';
      this.#results.unfinished(item, `not begun: ${why}`);
      return false;
    }
    if (this.#silentInARow < GIVE_UP_AFTER || looksAtTheEdge(item)) return true;
    this.#results.unfinished(
      item,
      `not asked: ${GIVE_UP_AFTER} checks in a row could not reach the site (${this.#lastSilence})`,
    );
    return false;
  }

  async #login(item: LoginItem): Promise<LoginEnd> {
    const end = await logIn(item, this.#context);
    this.#results.add(item, end.result);
    return end;
  }

  async #preset(item: PresetItem, site: AskedSite): Promise<void> {
    const { result, silent } = await runPresetCheck(item, site, this.#plan.profile, this.#context);
    this.#results.add(item, result);
    this.#notice(result, silent);
  }

  async #check(item: CheckItem, logins: ReadonlyMap<string, LoginEnd>): Promise<void> {
    const { as } = item.check;
    const login = as === undefined ? undefined : logins.get(as);
    if (as !== undefined && login?.session === undefined) {
      if (login?.result.state === 'failed') this.#results.skipped(item, `needs the login "${as}", which failed`);
      else this.#results.unfinished(item, `needs the login "${as}", which was not finished`);
      return;
    }
    const { result, cleanUp, silent } = await runCheck(item, this.#signedIn(login), this.#context);
    this.#results.add(item, result, cleanUp);
    this.#notice(result, silent);
  }

  #signedIn(login: LoginEnd | undefined): SignedIn | undefined {
    if (login?.session === undefined) return undefined;
    const definition = this.#plan.suite.logins.find(({ name }) => name === login.name);
    const form = definition?.kind === 'django-form' ? definition.path : undefined;
    const signInPath = form === undefined ? undefined : new URL(form, this.#context.base).pathname;
    return { session: login.session, signInPath };
  }

  #notice({ exchanges, note, problems }: CheckResult, silent: boolean): void {
    if (silent) {
      this.#silentInARow += 1;
      this.#lastSilence = oneLine(problems[0]?.message ?? note, 200);
    } else if (exchanges.some(({ status }) => status !== undefined)) {
      this.#silentInARow = 0;
    }
  }
}

/** The checks that are about connections and certificates judge a site that does not answer, and are quick about it. */
function looksAtTheEdge(item: PlanItem): boolean {
  return item.group === 'presets' && item.tags.includes('https');
}
