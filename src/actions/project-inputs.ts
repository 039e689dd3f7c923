import { isAbsolute, relative } from 'node:path';
import type { UserError } from '../core/errors.ts';
import { oneLine } from '../core/text.ts';
import type { World } from '../core/world.ts';
import { type Baseline, parseBaseline } from '../report/baseline.ts';
import { type IgnoreLine, parseIgnore } from '../report/ignore.ts';
import { inWorkspace } from './site-inputs.ts';

/** What actions that judge a project have in common: where it is, what of the findings is accepted, and what was known before. */

/** The part of `Inputs` that is needed, so that every action with these inputs can hand in its own. */
interface Given<Name extends string> {
  text(name: Name): string | undefined;
  refusal(name: Name, problem: string): UserError;
}

/** Relative to the root, without `./` and slashes at the ends; `''` is the root. */
export function folderOf(inputs: Given<'working-directory'>): string | undefined {
  const given = inputs.text('working-directory');
  if (given === undefined) return undefined;
  const path = given.replace(/^(\.\/+)+/, '').replace(/\/+$/, '');
  if (given.startsWith('/') || path.split('/').includes('..'))
    throw inputs.refusal('working-directory', 'leads out of the checkout; write the folder from its root, such as src');
  return path === '.' ? '' : path;
}

/** A dotted module name. */
const MODULE = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

export function settingsOf(inputs: Given<'settings'>): string | undefined {
  const given = inputs.text('settings');
  if (given === undefined || MODULE.test(given)) return given;
  const meant = given
    .replace(/\.py$/, '')
    .replace(/^\.?\/+/, '')
    .replaceAll('/', '.');
  const hint = MODULE.test(meant) ? ` (did you mean ${meant}?)` : '';
  throw inputs.refusal('settings', `is no dotted module name${hint}`);
}

/** @param example rule and reason that would do */
export function ignoreLines(
  inputs: Pick<Given<'ignore'>, 'refusal'> & { lines(name: 'ignore'): readonly string[] },
  example: string,
): readonly IgnoreLine[] {
  return inputs.lines('ignore').map(line => {
    const parsed = parseIgnore(line, example);
    if (typeof parsed !== 'string') return parsed;
    throw inputs.refusal('ignore', `has the line "${oneLine(line, 80)}", which ${parsed}`);
  });
}

/** The words of a line, separated by commas. */
export function wordsOf(line: string): readonly string[] {
  return line
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
}

/** @param action whose report it has to be */
export async function baselineOf(
  inputs: Given<'baseline'>,
  action: string,
  world: World,
): Promise<Baseline | undefined> {
  const path = inputs.text('baseline');
  if (path === undefined) return undefined;
  const text = await world.readFile(inWorkspace(path, world));
  if (text === undefined)
    throw inputs.refusal('baseline', 'does not exist; the path starts at the root of the checkout');
  const baseline = parseBaseline(text, path, action);
  if (typeof baseline !== 'string') return baseline;
  throw inputs.refusal('baseline', baseline);
}

/** A path as findings name it; undefined for a file outside of the checkout, where no line can be shown. */
export function inCheckout(path: string | undefined, world: World): string | undefined {
  if (path === undefined) return undefined;
  const inside = relative(world.host.context.workspace, inWorkspace(path, world));
  return inside.startsWith('..') || isAbsolute(inside) ? undefined : inside;
}

/** An absolute path, also of a file that is to be written. */
export function pathOf(path: string | undefined, world: World): string | undefined {
  return path === undefined ? undefined : inWorkspace(path, world);
}
