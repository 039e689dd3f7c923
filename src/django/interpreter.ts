import { type ProbeWorld, startingEnvironment } from './probe.ts';

export interface PythonQuestion {
  /** The input `python`: a path (absolute, or relative to the root), the folder of a virtualenv, or a command. */
  readonly asked: string | undefined;
  /** Absolute: the checkout. */
  readonly root: string;
  /** Of `manage.py`, relative to the root; `''` is the root. */
  readonly directory: string;
  /** Whether a file or folder, relative to the root, is there. */
  has(path: string): Promise<boolean>;
}

export interface Interpreter {
  /** Absolute path, or a command on PATH. */
  readonly python: string;
  /** `3.13.1` */
  readonly version: string;
  /** It can import Django. */
  readonly hasDjango: boolean;
  /** Where it comes from, for the report: `.venv in src`. */
  readonly why: string;
}

export type FoundPython =
  | { readonly ok: true; readonly interpreter: Interpreter; readonly tried: readonly string[] }
  | {
      readonly ok: false;
      /** What was asked for does not work, which is the user's to put right; or nothing was found. */
      readonly reason: 'asked' | 'none';
      readonly message: string;
      readonly remedy: string;
    };

/**
 * The interpreter in which the project's packages are installed. The input wins; else the active virtualenv, one in the checkout, what
 * uv or Poetry made for the project, and `python3` of the machine: the first of them that has Django, else the first that starts.
 */
export async function findPython(question: PythonQuestion, world: ProbeWorld): Promise<FoundPython> {
  if (question.asked !== undefined) return askedPython(question, question.asked, world);
  const tried: string[] = [];
  let first: Interpreter | undefined;
  for (const find of SOURCES) {
    for (const { python, why } of await find(question, world)) {
      const started = await start(python, why, question, world);
      tried.push(typeof started === 'string' ? `${why}: ${started}` : `${why}: Python ${started.version}`);
      if (typeof started === 'string') continue;
      if (started.hasDjango) return { ok: true, interpreter: started, tried };
      first ??= started;
    }
  }
  if (first !== undefined) return { ok: true, interpreter: first, tried };
  return {
    ok: false,
    reason: 'none',
    message: `No Python ${OLDEST.join('.')} or newer was found to evaluate the settings with. Tried ${tried.join('; ')}.`,
    remedy: INSTALL,
  };
}

interface Candidate {
  readonly python: string;
  readonly why: string;
}
type Source = (question: PythonQuestion, world: ProbeWorld) => Promise<readonly Candidate[]>;

const activeVirtualenv: Source = async (_question, { environment }) => {
  const folder = environment['VIRTUAL_ENV'];
  return folder === undefined ? [] : [{ python: `${folder}/bin/python`, why: 'the active virtualenv' }];
};

const virtualenvInCheckout: Source = async ({ root, directory, has }) => {
  const found: Candidate[] = [];
  for (const folder of new Set([directory, ''])) {
    for (const name of ['.venv', 'venv', 'env']) {
      const path = folder === '' ? name : `${folder}/${name}`;
      // Its `bin/python` is a link to the machine's own, which leads out of the checkout; PEP 405 has this file beside it.
      if (await has(`${path}/pyvenv.cfg`)) found.push({ python: `${root}/${path}/bin/python`, why: `${path}` });
    }
  }
  return found;
};

/** Neither installs nor syncs anything: it says where the project's interpreter is. */
const uv: Source = async (question, world) => {
  if (!(await anyOf(question, ['uv.lock', 'pyproject.toml']))) return [];
  return spoken('uv', ['python', 'find', '--offline', '--no-python-downloads'], 'uv', question, world);
};

const poetry: Source = async (question, world) => {
  if (!(await anyOf(question, ['poetry.lock']))) return [];
  return spoken('poetry', ['env', 'info', '--executable', '--no-interaction'], 'Poetry', question, world);
};

const machine: Source = async () => [
  { python: 'python3', why: 'python3 on PATH' },
  { python: 'python', why: 'python on PATH' },
];

const SOURCES: readonly Source[] = [activeVirtualenv, virtualenvInCheckout, uv, poetry, machine];

const OLDEST = [3, 8] as const;
const START_TIMEOUT = 20_000;

const INSTALL = `Install the project's packages before this step, for example:
- uses: actions/setup-python@v6
  with:
    python-version: "3.13"
- run: pip install -r requirements.txt`;

async function askedPython(question: PythonQuestion, asked: string, world: ProbeWorld): Promise<FoundPython> {
  const path = asked.includes('/') && !asked.startsWith('/') ? `${question.root}/${asked}` : asked;
  const why = 'the input python';
  const folder = path.includes('/') ? path.replace(/\/$/, '') : `${question.root}/${path}`;
  // A command of that name comes first: `python3.12` may be a folder as well.
  const attempts = [path, `${folder}/bin/python`];
  let problem = '';
  for (const attempt of attempts) {
    const started = await start(attempt, why, question, world);
    if (typeof started !== 'string') return { ok: true, interpreter: started, tried: [`${why}: ${asked}`] };
    problem ||= started;
  }
  return {
    ok: false,
    reason: 'asked',
    message: `The input "python" names "${asked}", which cannot evaluate the settings: ${problem}.`,
    remedy: `Name an interpreter that starts (a command, a path, or the folder of a virtualenv), or leave "python" out.\n${INSTALL}`,
  };
}

/**
 * A few characters to print, so that nothing an interpreter says at its start is taken for an answer. The folder it starts in is the
 * project's: a module there that is called like one of Python's own must not run instead of it, and nothing refuses it anything here.
 */
const TELL = `import sys
sys.path[:] = [path for path in sys.path if path != ""]
import importlib.util as u
d = u.find_spec("django") is not None
print("obcms-deploy", "%d.%d.%d" % sys.version_info[:3], "yes" if d else "no")`;

/** The interpreter, or why it is none. */
async function start(
  python: string,
  why: string,
  { root, directory }: PythonQuestion,
  world: ProbeWorld,
): Promise<Interpreter | string> {
  const result = await world.processes.run({
    command: python,
    args: ['-B', '-c', TELL],
    directory: directory === '' ? root : `${root}/${directory}`,
    environment: startingEnvironment(world.environment),
    timeout: START_TIMEOUT,
    signal: world.signal,
  });
  if (!result.ok) return result.reason === 'not-found' ? 'not there' : result.message;
  const told = /^obcms-deploy (\d+)\.(\d+)\.(\d+) (yes|no)$/m.exec(result.stdout);
  if (told === null)
    return `it does not start: ${result.stderr.trim().split('\n').at(-1) || `status ${result.exitCode}`}`;
  const [, major = '', minor = '', patch = '', django] = told;
  const version = `${major}.${minor}.${patch}`;
  if (Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1])) {
    return `it is Python ${version}, and ${OLDEST.join('.')} is the oldest that can be used`;
  }
  return { python, version, hasDjango: django === 'yes', why };
}

async function spoken(
  command: string,
  args: readonly string[],
  why: string,
  { root, directory }: PythonQuestion,
  world: ProbeWorld,
): Promise<readonly Candidate[]> {
  const result = await world.processes.run({
    command,
    args,
    directory: directory === '' ? root : `${root}/${directory}`,
    environment: startingEnvironment(world.environment),
    timeout: START_TIMEOUT,
    signal: world.signal,
  });
  const path = result.ok && result.exitCode === 0 ? result.stdout.trim().split('\n').at(-1) : undefined;
  return path?.startsWith('/') ? [{ python: path, why: `${why}'s interpreter` }] : [];
}

async function anyOf({ directory, has }: PythonQuestion, names: readonly string[]): Promise<boolean> {
  for (const folder of new Set([directory, ''])) {
    for (const name of names) if (await has(folder === '' ? name : `${folder}/${name}`)) return true;
  }
  return false;
}
