import { nearest } from '../../core/nearest.ts';
import { inSequence, oneLine } from '../../core/text.ts';
import { loadOf } from './compile-load.ts';
import { methodsIn, type RequestDefaults } from './compile-request.ts';
import { stepOf } from './compile-step.ts';
import type { Compiling, Path } from './compiling.ts';
import type { KnownNames } from './known-names.ts';
import { METHODS, type WrittenCheck, type WrittenStep } from './schema.ts';
import type { Step, SuiteCheck, SuitePlace } from './suite.ts';

/** What all checks of a suite share. */
interface CheckSurroundings {
  readonly logins: readonly string[];
  /** Variables and `run`. */
  readonly names: KnownNames;
  readonly defaults: RequestDefaults;
}

/**
 * One check: its steps, or its load, and its clean-up.
 * @throws UserError for whatever of it could never be run as it is meant
 */
export async function checkOf(
  written: WrittenCheck,
  path: Path,
  { logins, names, defaults }: CheckSurroundings,
  compiling: Compiling,
): Promise<SuiteCheck> {
  const parts = partsOf(written, path, compiling);
  checkLogin(written, path, logins, compiling);
  const always = (written.always ?? []).map((step, index) => ({
    written: step,
    path: [...path, 'always', String(index)],
  }));
  if (written.as !== undefined) refuseOwnCookies([...parts, ...always], compiling);
  let known = names.forCheck(capturePlaces([...parts, ...always], compiling));
  const run = async (steps: readonly PlacedStep[]): Promise<readonly Step[]> => {
    const compiled: Step[] = [];
    for (const step of steps) {
      compiled.push(await stepOf(step.written, step.path, known, defaults, compiling));
      known = known.and(Object.keys(step.written.capture ?? {}));
    }
    return compiled;
  };
  const steps = await run(parts);
  const { load, tags = [] } = written;
  return {
    name: written.name,
    tags: load === undefined || tags.includes('load') ? tags : [...tags, 'load'],
    as: written.as,
    steps,
    // After all steps: clean-up sees every capture of the check.
    always: await run(always),
    load: load === undefined ? undefined : await loadOf(load, [...path, 'load'], names, defaults, compiling),
    place: compiling.place(path),
  };
}

interface PlacedStep {
  readonly written: WrittenStep;
  readonly path: Path;
}

/** A check is one request (and what follows it), several steps, or a load. */
function partsOf(written: WrittenCheck, path: Path, compiling: Compiling): readonly PlacedStep[] {
  const [method] = methodsIn(written);
  const forms = ['steps', 'load'].filter(key => Object.hasOwn(written, key));
  const [form, second] = method === undefined ? forms : [...forms, method];
  if (form === undefined) {
    throw compiling.refuse(
      path,
      `the check "${oneLine(written.name, 80)}" asks nothing`,
      `Give it a request (${inSequence(METHODS, 'or')}), "steps" or "load":\n- name: ${oneLine(written.name, 80)}\n  get: /login/`,
    );
  }
  if (second !== undefined) {
    throw compiling.refuseKey(
      [...path, second],
      `the check "${oneLine(written.name, 80)}" has both "${form}" and "${second}"`,
      form === 'steps'
        ? `Move "${second}", and what belongs to it, under "steps":\nsteps:\n  - ${second}: ...`
        : 'Make two checks of it, each with its own name.',
    );
  }
  const { name: _name, tags: _tags, as: _as, steps, always: _always, load: _load, then: following, ...own } = written;
  if (form !== method) {
    const [stray] = [...Object.keys(own), ...(following === undefined ? [] : ['then'])];
    if (stray !== undefined) throw strayKey(stray, form, path, compiling);
  }
  if (steps !== undefined) return placed(steps, [...path, 'steps']);
  if (form === 'load') return [];
  const first = { written: own, path };
  if (following === undefined) return [first];
  return Array.isArray(following)
    ? [first, ...placed(following, [...path, 'then'])]
    : [first, { written: following, path: [...path, 'then'] }];
}

function placed(steps: readonly WrittenStep[], path: Path): readonly PlacedStep[] {
  return steps.map((written, index) => ({ written, path: [...path, String(index)] }));
}

function strayKey(key: string, form: string, path: Path, compiling: Compiling) {
  return compiling.refuseKey(
    [...path, key],
    `"${key}" stands beside "${form}", where nothing uses it`,
    form === 'steps'
      ? `Move it into the step it is about:\nsteps:\n  - get: /login/\n    ${key}: ...`
      : `Move it under "load", or make a check of its own for it. Load is judged by p50, p95, p99, max and errors:\nload: { get: /, rate: 20, duration: 15s, expect: { p95: '< 500ms' } }`,
  );
}

function checkLogin({ as }: WrittenCheck, path: Path, logins: readonly string[], compiling: Compiling): void {
  if (as === undefined || logins.includes(as)) return;
  const close = nearest(as, logins);
  throw compiling.refuse(
    [...path, 'as'],
    `there is no login "${oneLine(as, 60)}"${close === undefined ? '' : `; did you mean "${close}"?`}`,
    `${logins.length === 0 ? 'The suite has no logins.' : `It has ${inSequence(logins)}.`} Add it:\nlogins:\n  ${as}: { kind: django-form, path: /login/, username: smoke, password: $SMOKE_PASSWORD }`,
  );
}

/** A Cookie header of the suite's own would stand in for the session of the login, and the check would run signed out. */
function refuseOwnCookies(steps: readonly PlacedStep[], compiling: Compiling): void {
  for (const { written, path } of steps) {
    const own = Object.keys(written.headers ?? {}).find(name => name.toLowerCase() === 'cookie');
    if (own === undefined) continue;
    throw compiling.refuseKey(
      [...path, 'headers', own],
      `the header "${own}" would replace the session of the login`,
      'Leave it out, or leave "as" out: cookies that the site sets are sent back without being named.',
    );
  }
}

/** Where each capture of the check is made first. */
function capturePlaces(steps: readonly PlacedStep[], compiling: Compiling): ReadonlyMap<string, SuitePlace> {
  const found = new Map<string, SuitePlace>();
  for (const { written, path } of steps) {
    for (const name of Object.keys(written.capture ?? {}))
      if (!found.has(name)) found.set(name, compiling.keyPlace([...path, 'capture', name]));
  }
  return found;
}
