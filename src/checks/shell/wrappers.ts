import { baseName } from '../paths.ts';

/** What a wrapper's words come to: the program it starts, and what becomes of the wrapper. */
export interface Unwrapped {
  /** `tini`, `poetry run`. */
  readonly wrapper: string;
  readonly words: readonly string[];
  readonly assignments: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly directory: string | undefined;
  /** It hands its place to the program (exec). Otherwise it stays in front of it. */
  readonly replaced: boolean;
  /** When it stays: whether SIGTERM reaches the program, and whether it reaches the whole group (then a shell between them does no harm). */
  readonly passes: 'no' | 'child' | 'group';
}

interface Wrapper {
  /** Options that take a value in the next word. */
  readonly valued?: readonly string[];
  /** Words before the program that are neither options nor assignments: a user, a duration. */
  readonly leading?: number;
  /** The first of them is a user. */
  readonly switches?: boolean;
  /** The program follows `--`, whatever stands before. */
  readonly afterDashes?: boolean;
  readonly subcommand?: readonly string[];
  readonly replaced: boolean;
  readonly passes?: 'no' | 'child' | 'group';
  /** Options that make it signal the whole group. */
  readonly group?: readonly string[];
  /** Options that name a user or a folder. */
  readonly user?: readonly string[];
  readonly directory?: readonly string[];
  /** `-m module` and `script.py` are Python's. */
  readonly python?: boolean;
}

const EXEC: Wrapper = { replaced: true };
const WAITS: Wrapper = { replaced: true, afterDashes: true };

/**
 * Programs that start another one, by their manuals: tini (README: `-g` kills the group), dumb-init (signals the group unless `-c`), coreutils' env, nice,
 * timeout; gosu, su-exec and setpriv (exec); uv (stays, forwards), poetry and pipenv (exec on POSIX).
 */
const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  tini: { replaced: false, passes: 'child', valued: ['-p', '-e'], group: ['-g'] },
  'tini-static': { replaced: false, passes: 'child', valued: ['-p', '-e'], group: ['-g'] },
  'docker-init': { replaced: false, passes: 'child', valued: ['-p', '-e'], group: ['-g'] },
  catatonit: { replaced: false, passes: 'child', group: ['-g'] },
  'dumb-init': { replaced: false, passes: 'group', valued: ['-r', '--rewrite'] },
  gosu: { ...EXEC, leading: 1, switches: true },
  'su-exec': { ...EXEC, leading: 1, switches: true },
  setpriv: {
    ...EXEC,
    valued: ['--reuid', '--regid', '--groups', '--securebits', '--pdeathsig', '--inh-caps', '--ambient-caps'],
    user: ['--reuid'],
  },
  env: { ...EXEC, valued: ['-u', '--unset', '-C', '--chdir'], directory: ['-C', '--chdir'] },
  nice: { ...EXEC, valued: ['-n', '--adjustment'] },
  ionice: { ...EXEC, valued: ['-c', '-n', '--class', '--classdata'] },
  chrt: { ...EXEC, leading: 1 },
  stdbuf: { ...EXEC, valued: ['-i', '-o', '-e', '--input', '--output', '--error'] },
  nohup: EXEC,
  setsid: EXEC,
  command: EXEC,
  builtin: EXEC,
  time: EXEC,
  chpst: {
    ...EXEC,
    valued: ['-u', '-U', '-b', '-e', '-n', '-l', '-L', '-m', '-d', '-o', '-p', '-f', '-c', '-t'],
    user: ['-u'],
  },
  timeout: { replaced: false, passes: 'child', leading: 1, valued: ['-s', '--signal', '-k', '--kill-after'] },
  sudo: {
    replaced: false,
    passes: 'child',
    valued: ['-u', '--user', '-g', '--group', '-D', '--chdir', '-p', '-C', '-h'],
    user: ['-u', '--user'],
    directory: ['-D', '--chdir'],
  },
  runuser: { replaced: false, passes: 'child', valued: ['-u', '--user', '-g', '--group'], user: ['-u', '--user'] },
  uv: {
    replaced: false,
    passes: 'child',
    subcommand: ['run'],
    python: true,
    valued: [
      ...[
        '--with',
        '--with-requirements',
        '--with-editable',
        '--group',
        '--only-group',
        '--no-group',
        '--extra',
        '--no-extra',
      ],
      ...[
        '-p',
        '--python',
        '--env-file',
        '--directory',
        '--project',
        '--package',
        '--index',
        '--index-url',
        '-i',
        '--cache-dir',
      ],
    ],
    directory: ['--directory'],
  },
  poetry: {
    ...EXEC,
    subcommand: ['run'],
    valued: ['-C', '--directory', '-P', '--project'],
    directory: ['-C', '--directory'],
  },
  pipenv: { ...EXEC, subcommand: ['run'] },
  pdm: { ...EXEC, subcommand: ['run'], valued: ['-p', '--project'] },
  rye: { ...EXEC, subcommand: ['run'] },
  'ddtrace-run': EXEC,
  'opentelemetry-instrument': { ...EXEC, valued: ['--traces_exporter', '--metrics_exporter', '--service_name'] },
  'newrelic-admin': { ...EXEC, subcommand: ['run-program'] },
  dockerize: {
    replaced: false,
    passes: 'child',
    valued: [
      '-wait',
      '-timeout',
      '-template',
      '-stdout',
      '-stderr',
      '-wait-retry-interval',
      '-wait-http-header',
      '-env',
    ],
  },
  'wait-for-it': WAITS,
  'wait-for-it.sh': WAITS,
  'wait-for': WAITS,
  'wait-for.sh': WAITS,
  wait4ports: WAITS,
  doppler: { ...WAITS, replaced: false, passes: 'child' },
  infisical: { ...WAITS, replaced: false, passes: 'child' },
  chamber: { ...WAITS },
};

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/;

/** The program behind one wrapper; undefined when the words are no wrapper, or one that starts nothing. */
export function unwrap(words: readonly string[]): Unwrapped | undefined {
  const [first = '', ...rest] = words;
  const name = baseName(first);
  const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  if (wrapper === undefined) return undefined;
  return wrapper.afterDashes === true ? afterDashes(name, wrapper, rest) : afterOptions(name, wrapper, rest);
}

/** More wrappers than anybody puts in a row. */
const MOST_WRAPPERS = 10;

/** The wrappers in a row, as they are written, and the words of the program behind them. */
export function unwrapAll(words: readonly string[]): {
  readonly wrappers: readonly string[];
  readonly words: readonly string[];
} {
  const wrappers: string[] = [];
  let rest = words;
  for (let next = unwrap(rest); next !== undefined && wrappers.length < MOST_WRAPPERS; next = unwrap(rest)) {
    wrappers.push(rest[0] ?? '');
    rest = next.words;
  }
  return { wrappers, words: rest };
}

function afterDashes(name: string, wrapper: Wrapper, rest: readonly string[]): Unwrapped | undefined {
  const dashes = rest.indexOf('--');
  const words = dashes === -1 ? [] : rest.slice(dashes + 1);
  if (words.length === 0) return undefined;
  return { ...plain(name, wrapper), words };
}

function afterOptions(name: string, wrapper: Wrapper, rest: readonly string[]): Unwrapped | undefined {
  const found = readOptions(wrapper, rest);
  let left = rest.slice(found.end);
  if (wrapper.subcommand !== undefined) {
    if (!wrapper.subcommand.includes(left[0] ?? '')) return undefined;
    const inner = readOptions(wrapper, left.slice(1));
    const module = inner.module;
    left = module === undefined ? left.slice(1 + inner.end) : ['python', '-m', ...left.slice(inner.end)];
    for (const [option, value] of inner.values) found.values.set(option, value);
    Object.assign(found.assignments, inner.assignments);
  }
  const leading = left.slice(0, wrapper.leading ?? 0);
  const words = left.slice(leading.length);
  if (words[0] === '--') words.shift();
  if (wrapper.python === true && words[0]?.endsWith('.py')) words.unshift('python');
  if (words.length === 0) return undefined;
  const named = (options: readonly string[] = []) => options.map(option => found.values.get(option)).find(Boolean);
  return {
    wrapper: wrapper.subcommand === undefined ? name : `${name} ${wrapper.subcommand[0] ?? ''}`,
    words,
    assignments: found.assignments,
    user: wrapper.switches === true ? leading[0] : named(wrapper.user),
    directory: named(wrapper.directory),
    replaced: wrapper.replaced,
    passes: passing(name, wrapper, found.flags),
  };
}

function passing(name: string, wrapper: Wrapper, flags: ReadonlySet<string>): Unwrapped['passes'] {
  if (name === 'dumb-init' && (flags.has('-c') || flags.has('--single-child'))) return 'child';
  return wrapper.group?.some(flag => flags.has(flag)) === true ? 'group' : (wrapper.passes ?? 'child');
}

function plain(name: string, wrapper: Wrapper): Omit<Unwrapped, 'words'> {
  return {
    wrapper: name,
    assignments: {},
    user: undefined,
    directory: undefined,
    replaced: wrapper.replaced,
    passes: wrapper.passes ?? 'child',
  };
}

interface Options {
  readonly values: Map<string, string>;
  readonly flags: Set<string>;
  readonly assignments: Record<string, string>;
  /** Index of the first word that is neither option, value of one nor assignment. */
  readonly end: number;
  /** `-m` of uv: what follows is a module. */
  readonly module: true | undefined;
}

function readOptions(wrapper: Wrapper, words: readonly string[]): Options {
  const assignments: Record<string, string> = {};
  const options = { values: new Map<string, string>(), flags: new Set<string>(), assignments };
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const assigned = ASSIGNMENT.exec(word);
    if (word === '--') return { ...options, end: index + 1, module: undefined };
    if (wrapper.python === true && (word === '-m' || word === '--module'))
      return { ...options, end: index + 2, module: true };
    if (wrapper.valued?.includes(word) === true) options.values.set(word, words[++index] ?? '');
    else if (word.startsWith('-') && word.length > 1) {
      const equals = word.indexOf('=');
      options.flags.add(equals === -1 ? word : word.slice(0, equals));
      if (equals !== -1) options.values.set(word.slice(0, equals), word.slice(equals + 1));
    } else if (assigned !== null && wrapper.leading === undefined && wrapper.subcommand === undefined)
      options.assignments[assigned[1] ?? ''] = assigned[2] ?? '';
    else return { ...options, end: index, module: undefined };
  }
  return { ...options, end: words.length, module: undefined };
}
