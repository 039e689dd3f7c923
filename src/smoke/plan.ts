import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Preset, PresetCheck, Profile } from './presets/preset.ts';
import type { CheckGroup } from './result.ts';
import type { Login, PresetUse, Suite, SuiteCheck, SuitePlace } from './suite/suite.ts';

/** Everything a suite and its presets consist of, in the order of the report, each with the word whether it is run. */
export interface Plan {
  readonly suite: Suite;
  readonly profile: Profile;
  readonly items: readonly PlanItem[];
}

export type PlanItem = PresetItem | LoginItem | CheckItem;

interface Item {
  /** As in the report; unique within the plan. */
  readonly id: string;
  readonly group: Exclude<CheckGroup, 'clean-up'>;
  readonly title: string;
  /** By which it is chosen and left out. A preset's checks have the preset's name. */
  readonly tags: readonly string[];
  readonly choice: Choice;
  readonly place: SuitePlace | undefined;
}

type Choice = { readonly chosen: true } | { readonly chosen: false; readonly why: string };

export interface PresetItem extends Item {
  readonly group: 'presets';
  readonly check: PresetCheck<Readonly<Record<string, unknown>>, never>;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface LoginItem extends Item {
  readonly group: 'logins';
  readonly login: Login;
}

export interface CheckItem extends Item {
  readonly group: 'checks';
  readonly check: SuiteCheck;
}

/** What the user wants run of it. */
export interface Selection {
  readonly profile: Profile;
  /** Presets beside the suite's, with their default options; one that the suite has already is not added again. */
  readonly presets: readonly PresetUse[];
  /** Tags or ids; empty: everything. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

/** The word of `only` for everything, what production leaves out included. */
const EVERYTHING = 'all';
/** Left out in production unless asked for: the one changes what people see, the other takes the site's strength. */
const WITHHELD: readonly string[] = ['write', 'load'];

/** @throws UserError `invalid-suite` when two parts have the same id */
export function planOf(suite: Suite, presets: Readonly<Record<string, Preset>>, selection: Selection): Plan {
  const choose = chooser(suite, selection);
  const checks = suite.checks.map(check => checkItem(check, choose));
  const presetChecks = presetItems(suite, presets, selection, choose);
  const logins = loginItems(suite, [...presetChecks, ...checks], selection, choose);
  const leftOut = new Set(logins.filter(({ choice }) => !choice.chosen).map(({ login }) => login.name));
  const items = [...presetChecks, ...logins, ...checks.map(item => withoutLogin(item, leftOut))];
  refuseTwins(items, suite);
  return { suite, profile: selection.profile, items };
}

type Choose = (id: string, tags: readonly string[]) => Choice;

const CHOSEN: Choice = { chosen: true };

function chooser(suite: Suite, { only, skip, profile }: Selection): Choose {
  const everything = only.length === 0 || only.includes(EVERYTHING);
  return (id, tags) => {
    const names = [id, ...tags];
    if (suite.skip.includes(id)) return { chosen: false, why: 'left out by the suite (`skip`)' };
    const skipped = skip.find(word => names.includes(word) || word === EVERYTHING);
    if (skipped !== undefined) return { chosen: false, why: `left out by the input skip: ${skipped}` };
    if (!everything && !names.some(name => only.includes(name)))
      return { chosen: false, why: `not among the input only: ${only.join(', ')}` };
    const withheld =
      profile === 'production' && !only.includes(EVERYTHING) && !only.includes(id)
        ? tags.find(tag => WITHHELD.includes(tag) && !only.includes(tag))
        : undefined;
    if (withheld === undefined) return CHOSEN;
    return {
      chosen: false,
      why: `tag "${withheld}" is not run in production unless it is asked for (only: ${withheld}, or only: ${EVERYTHING})`,
    };
  };
}

function presetItems(
  suite: Suite,
  presets: Readonly<Record<string, Preset>>,
  selection: Selection,
  choose: Choose,
): readonly PresetItem[] {
  const uses = new Map(suite.presets.map(use => [use.name, use]));
  // Those of the input stand nowhere in this suite.
  for (const use of selection.presets) if (!uses.has(use.name)) uses.set(use.name, { ...use, place: undefined });
  return [...uses.values()].flatMap(({ name, options, place }) => {
    const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
    // The suite's reader and the input's reader both know the table: another name is a defect of ours.
    if (preset === undefined) throw new Error(`there is no preset "${name}"`);
    return preset.checks.map(
      (check): PresetItem => ({
        id: check.id,
        group: 'presets',
        title: check.title,
        tags: [name],
        choice: choose(check.id, [name]),
        place,
        check,
        options,
      }),
    );
  });
}

function checkItem(check: SuiteCheck, choose: Choose): CheckItem {
  const tags = check.load === undefined || check.tags.includes('load') ? check.tags : [...check.tags, 'load'];
  const { name, place } = check;
  return { id: name, group: 'checks', title: name, tags, choice: choose(name, tags), place, check };
}

/** A login is run for its own sake when nothing is asked for in particular, and for the checks that need or judge it otherwise. */
function loginItems(
  suite: Suite,
  checks: readonly (PresetItem | CheckItem)[],
  selection: Selection,
  choose: Choose,
): readonly LoginItem[] {
  const chosen = checks.filter(({ choice }) => choice.chosen);
  const judged = chosen.some(item => item.group === 'presets' && item.check.looksAtLogins === true);
  const needed = new Set(chosen.map(item => (item.group === 'checks' ? item.check.as : undefined)));
  return suite.logins.map(login => {
    const id = `login/${login.name}`;
    const own = choose(id, []);
    const skipped = [id, EVERYTHING].some(word => selection.skip.includes(word));
    const choice = !own.chosen && !skipped && (judged || needed.has(login.name)) ? CHOSEN : own;
    const title = `Login "${login.name}" works (${login.kind})`;
    return { id, group: 'logins', title, tags: [], choice, place: login.place, login };
  });
}

function withoutLogin(item: CheckItem, leftOut: ReadonlySet<string>): CheckItem {
  const { as } = item.check;
  if (!item.choice.chosen || as === undefined || !leftOut.has(as)) return item;
  return { ...item, choice: { chosen: false, why: `needs the login "${as}", which is left out` } };
}

function refuseTwins(items: readonly PlanItem[], suite: Suite): void {
  const seen = new Set<string>();
  for (const { id, place } of items) {
    if (!seen.has(id)) {
      seen.add(id);
      continue;
    }
    throw new UserError(`The check "${id}" has the name of another part of the run.`, {
      reasonCode: 'invalid-suite',
      remedy: 'Names are ids in reports and in `only` and `skip`. Give it another one.',
      ...(place === undefined ? {} : { place: { file: suite.source.file, ...place } }),
    });
  }
}

interface UnknownWord {
  readonly word: string;
  /** What was most likely meant. */
  readonly nearest: string | undefined;
}

/** Every word that `only` and `skip` may use. `write`, `load` and `all` are words even when nothing has them. */
export function wordsFor(plan: Plan): readonly string[] {
  return [...new Set([...plan.items.flatMap(({ id, tags }) => [id, ...tags]), ...WITHHELD, EVERYTHING])];
}

/** The words of `only` or `skip` that name nothing in the plan. */
export function unknownWords(words: readonly string[], plan: Plan): readonly UnknownWord[] {
  const known = wordsFor(plan);
  return words
    .filter(word => !known.includes(word))
    .map(word => ({ word, nearest: nearest(word, known) ?? known.find(name => name.endsWith(`/${word}`)) }));
}
