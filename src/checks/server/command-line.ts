/**
 * What an option of a program takes. `value`: one word, its own or after `=`; `list`: the same, and every use adds one; `flag`: nothing;
 * `off`: nothing, and it switches the value off (`--no-access-log`); `optional`: a word when one follows that is no option.
 */
export interface OptionSpec {
  /** The program's name of the value: `worker_class`. */
  readonly name: string;
  readonly takes: 'value' | 'list' | 'flag' | 'off' | 'optional';
  /** `-k`, `--worker-class`. */
  readonly flags: readonly string[];
}

export interface CommandLine {
  /** By the value's name; the last use wins, except for lists. Flags are `true` or `false`. */
  readonly options: ReadonlyMap<string, OptionValue>;
  readonly positional: readonly string[];
  /** Options the table does not know; the program may refuse them, or be newer than the table. */
  readonly unknown: readonly string[];
}

export type OptionValue = string | boolean | readonly string[];

/** `name takes --flag -f` a line: tables of options stay readable. */
export function optionTable(lines: string): readonly OptionSpec[] {
  return lines
    .trim()
    .split('\n')
    .map(line => {
      const [name = '', takes = '', ...flags] = line.trim().split(/\s+/);
      return { name, takes: takesOf(takes), flags };
    });
}

/**
 * Reads words as argparse and click do: `--name value`, `--name=value`, `-n value`, `-nvalue`, `-n=value`, several short flags in one word,
 * `--` before what is no option, and, for argparse, long names cut short while they stay unambiguous.
 *
 * @param start 'first' stops at the first word that is no option: the rest is left to a subcommand
 */
export function readOptions(
  words: readonly string[],
  table: readonly OptionSpec[],
  { shortened = false, start = 'all' }: { readonly shortened?: boolean; readonly start?: 'all' | 'first' } = {},
): CommandLine {
  const options = new Map<string, OptionValue>();
  const positional: string[] = [];
  const unknown: string[] = [];
  const byFlag = new Map(table.flatMap(spec => spec.flags.map(flag => [flag, spec] as const)));
  const specOf = (flag: string): OptionSpec | undefined => {
    const exact = byFlag.get(flag);
    if (exact !== undefined || !shortened || !flag.startsWith('--')) return exact;
    const meant = new Set([...byFlag].filter(([known]) => known.startsWith(flag)).map(([, spec]) => spec));
    return meant.size === 1 ? [...meant][0] : undefined;
  };

  let index = 0;
  const take = (spec: OptionSpec, given: string | undefined): void => {
    if (spec.takes === 'flag' || spec.takes === 'off') {
      options.set(spec.name, spec.takes === 'flag');
      return;
    }
    const next = words[index];
    let value = given;
    if (value === undefined && next !== undefined && (spec.takes !== 'optional' || !next.startsWith('-'))) {
      value = next;
      index += 1;
    }
    if (spec.takes === 'optional') options.set(spec.name, value ?? true);
    else if (value === undefined) unknown.push(spec.flags[0] ?? spec.name);
    else if (spec.takes === 'list') options.set(spec.name, [...listOf(options.get(spec.name)), value]);
    else options.set(spec.name, value);
  };

  while (index < words.length) {
    const word = words[index] ?? '';
    index += 1;
    if (word === '--') {
      positional.push(...words.slice(index));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      positional.push(word);
      if (start === 'first') {
        positional.push(...words.slice(index));
        break;
      }
      continue;
    }
    const equals = word.indexOf('=');
    const flag = equals < 0 ? word : word.slice(0, equals);
    const given = equals < 0 ? undefined : word.slice(equals + 1);
    const spec = specOf(flag);
    if (spec !== undefined) take(spec, given);
    else if (word.startsWith('--')) unknown.push(flag);
    else readShort(word.slice(1), byFlag, take, unknown);
  }
  return { options, positional, unknown };
}

/** `-w4`, `-Dk gthread`: flags one by one until one takes the rest of the word. */
function readShort(
  letters: string,
  byFlag: ReadonlyMap<string, OptionSpec>,
  take: (spec: OptionSpec, given: string | undefined) => void,
  unknown: string[],
): void {
  for (let at = 0; at < letters.length; at += 1) {
    const spec = byFlag.get(`-${letters.charAt(at)}`);
    if (spec === undefined) {
      unknown.push(`-${letters}`);
      return;
    }
    const rest = letters.slice(at + 1);
    if (spec.takes !== 'flag' && spec.takes !== 'off') {
      take(spec, rest === '' ? undefined : rest.replace(/^=/, ''));
      return;
    }
    take(spec, undefined);
  }
}

function listOf(value: OptionValue | undefined): readonly string[] {
  return Array.isArray(value) ? value : [];
}

function takesOf(word: string): OptionSpec['takes'] {
  if (word === 'value' || word === 'list' || word === 'flag' || word === 'off' || word === 'optional') return word;
  throw new Error(`"${word}" is nothing an option can take`);
}
