/** The files of a checkout, as far as finding a project in it goes. */
export interface ProjectFiles {
  /** Relative to the root, with `/`. */
  readonly files: readonly string[];
  read(path: string): Promise<string | undefined>;
}

/** A line that says which settings hold when the environment does not. */
export interface SettingsDefault {
  readonly kind: 'manage' | 'wsgi' | 'asgi' | 'celery';
  readonly file: string;
  readonly line: number;
  /** Undefined when the line computes it. */
  readonly module: string | undefined;
  /** It sets the variable whatever the environment says. */
  readonly forced: boolean;
}

export interface DjangoProject {
  /** Folder of `manage.py`, relative to the root; `''` is the root. */
  readonly directory: string;
  /** `src/manage.py` */
  readonly manage: string;
  /** manage.py first, then the others in the order of their paths. */
  readonly defaults: readonly SettingsDefault[];
}

export type FoundDjango =
  | { readonly ok: true; readonly project: DjangoProject }
  | { readonly ok: false; readonly reason: 'none' }
  /** None of them is better than the others: the user has to say which. */
  | { readonly ok: false; readonly reason: 'several'; readonly directories: readonly string[] };

/**
 * Where `manage.py` is: in the folder that was asked for, else in the root, in `src`, `app` or `backend`, else in the one folder below the
 * root that has one.
 * @param asked relative to the root; `''` is the root, and undefined is "look for it"
 */
export async function findDjango(checkout: ProjectFiles, asked: string | undefined): Promise<FoundDjango> {
  const directories = checkout.files
    .filter(file => file === 'manage.py' || file.endsWith('/manage.py'))
    .map(file => file.slice(0, Math.max(0, file.length - '/manage.py'.length)));
  const chosen = asked === undefined ? await search(checkout, directories) : pick(directories, asked);
  if (chosen.length > 1) return { ok: false, reason: 'several', directories: chosen };
  const [directory] = chosen;
  if (directory === undefined) return { ok: false, reason: 'none' };
  const manage = inFolder(directory, 'manage.py');
  const defaults = await defaultsOf(checkout, directory, manage);
  return { ok: true, project: { directory, manage, defaults } };
}

/** In this order, because the root's manage.py is often the only one that is run. */
const USUAL = ['', 'src', 'app', 'backend'];

function pick(directories: readonly string[], asked: string): readonly string[] {
  const wanted = asked.replace(/^\.\/|\/+$/g, '').replace(/^\.$/, '');
  return directories.filter(directory => directory === wanted);
}

async function search(checkout: ProjectFiles, directories: readonly string[]): Promise<readonly string[]> {
  for (const usual of USUAL) if (directories.includes(usual) && (await isDjango(checkout, usual))) return [usual];
  for (const depth of [1, 2]) {
    const near: string[] = [];
    for (const directory of directories) {
      if (directory.split('/').length === depth && (await isDjango(checkout, directory))) near.push(directory);
    }
    if (near.length > 0) return near;
  }
  return [];
}

/** Other frameworks call their script `manage.py` as well. */
async function isDjango(checkout: ProjectFiles, directory: string): Promise<boolean> {
  const text = await checkout.read(inFolder(directory, 'manage.py'));
  return (
    text !== undefined && /DJANGO_SETTINGS_MODULE|execute_from_command_line|\bdjango\b|\bconfigurations\b/.test(text)
  );
}

const ENTRY = /^(wsgi|asgi|celery|celery_app|celeryapp)\.py$/;

async function defaultsOf(checkout: ProjectFiles, directory: string, manage: string): Promise<SettingsDefault[]> {
  const entries = checkout.files.flatMap(
    (file): { readonly file: string; readonly kind: SettingsDefault['kind'] }[] => {
      const inner =
        directory === '' ? file : file.startsWith(`${directory}/`) ? file.slice(directory.length + 1) : undefined;
      const parts = inner?.split('/') ?? [];
      const name = ENTRY.exec(parts.at(-1) ?? '')?.[1];
      if (name === undefined || parts.length > 3) return [];
      return [{ file, kind: name === 'wsgi' || name === 'asgi' ? name : 'celery' }];
    },
  );
  const found: SettingsDefault[] = [];
  for (const { file, kind } of [{ file: manage, kind: 'manage' as const }, ...entries]) {
    const text = await checkout.read(file);
    const said = text === undefined ? undefined : settingsDefaultIn(text);
    if (said !== undefined) found.push({ kind, file, ...said });
  }
  return found;
}

const SAID =
  /environ\s*(?:\.\s*setdefault\s*\(\s*(["'])DJANGO_SETTINGS_MODULE\1\s*,\s*|\[\s*(["'])DJANGO_SETTINGS_MODULE\2\s*\]\s*(=)(?!=)\s*)(?:(["'])([A-Za-z_][\w.]*)\4\s*[,)\n;#]|)/;

/** The first line of a Python file that gives DJANGO_SETTINGS_MODULE a value; undefined when none does. */
export function settingsDefaultIn(
  text: string,
): { readonly line: number; readonly module: string | undefined; readonly forced: boolean } | undefined {
  // Comments are blanked out, not taken out: lines keep their numbers.
  const code = `${text.replace(/^[ \t]*#.*$/gm, '')}\n`;
  const match = SAID.exec(code);
  if (match === null) return undefined;
  const name = code.indexOf('DJANGO_SETTINGS_MODULE', match.index);
  const start = code.slice(match.index, name).includes('\n') ? match.index : name;
  return { line: code.slice(0, start).split('\n').length, module: match[5], forced: match[3] !== undefined };
}

function inFolder(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
