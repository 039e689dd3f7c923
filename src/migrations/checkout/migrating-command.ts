import type { Repository } from '../../core/repository.ts';

/** A command that changes the schema. */
export interface MigratingCommand {
  /** It waits for its turn: a command of the project's own that takes a lock. */
  readonly takesTurns: boolean;
}

/** `manage.py`, options of its own, the command, and what stands behind it up to the end of the command. */
const MANAGE =
  /(?:manage\.py|django-admin(?:\.py)?|-m["',\s]+django)["',\s]+(?:-[^\s"',;&|]+["',\s]+)*([A-Za-z_]\w*)([^\n;&|]*)/g;
const ALEMBIC =
  /(?:\balembic["',\s]+(?:-[^\n;&|]*\s)?|\bflask["',\s]+(?:-[^\n;&|]*\s)?db["',\s]+)upgrade\b(?![^\n;&|]*--sql\b)/;
const ONLY_LOOKS = /--(?:check|plan)\b/;
/** Commands of Django and of packages: none of them takes a lock. */
const KNOWN: ReadonlySet<string> = new Set(['migrate', 'safemigrate', 'migrate_schemas']);
const CALLS_MIGRATE =
  /call_command\(\s*["']migrate(?:_schemas)?["']|commands(?:\.migrate)?\s+import\s+[^\n]*(?:migrate|Command)/;
const LOCKS = /lock/i;

/** Development servers: what starts one is no deployment. */
const DEVELOPMENT_SERVER = /\brunserver(?:_plus)?\b|--reload\b|\bwatchmedo\b/;
/** `echo "run manage.py migrate"` */
const ONLY_SAYS = /^\s*(?:\w+:\s*)?@?(?:echo|printf|log|info|warn)\b/;

/** A word of a path that says that nothing of it is deployed. */
const DEVELOPMENT_PATH =
  /(?:^|[/._-])(?:dev|devel|develop|development|local|tests?|testing|ci|override|debug|e2e|examples?|samples?|docs?)(?=$|[/._-])/i;

export function isForDevelopment(path: string): boolean {
  return DEVELOPMENT_PATH.test(path);
}

/** Tells of a command whether it changes the schema; undefined: it does not, or only on a machine of a developer. */
export type Recognize = (command: string) => Promise<MigratingCommand | undefined>;

/** Commands of the project's own are looked up in its files. */
export function recognizerOf({ files, read }: Pick<Repository, 'files' | 'read'>): Recognize {
  return async command => {
    if (DEVELOPMENT_SERVER.test(command) || ONLY_SAYS.test(command)) return undefined;
    if (ALEMBIC.test(command)) return { takesTurns: false };
    const found: MigratingCommand[] = [];
    for (const [, name = '', rest = ''] of command.matchAll(MANAGE)) {
      if (ONLY_LOOKS.test(rest)) continue;
      const known = KNOWN.has(name) ? { takesTurns: false } : await ownCommand(name, files, read);
      if (known !== undefined) found.push(known);
    }
    return found.length === 0 ? undefined : { takesTurns: found.every(({ takesTurns }) => takesTurns) };
  };
}

async function ownCommand(
  name: string,
  files: Repository['files'],
  read: Repository['read'],
): Promise<MigratingCommand | undefined> {
  const file = files.find(path => path.endsWith(`management/commands/${name}.py`));
  // A package's: only its name is known.
  if (file === undefined) return /^migrate_|_migrate$/.test(name) ? { takesTurns: LOCKS.test(name) } : undefined;
  const text = (await read(file)) ?? '';
  return CALLS_MIGRATE.test(text) ? { takesTurns: LOCKS.test(text) } : undefined;
}

/** Lines of a script or a Dockerfile, those that end in a backslash with the next one. 1-based, of their first line. */
export function logicalLines(text: string): readonly { readonly line: number; readonly text: string }[] {
  const found: { line: number; text: string }[] = [];
  let open: { line: number; text: string } | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (/^\s*#/.test(raw)) continue;
    const goesOn = /\\\s*$/.test(raw);
    const part = raw.replace(/\\\s*$/, '').trim();
    const line: { line: number; text: string } =
      open === undefined ? { line: index + 1, text: part } : { line: open.line, text: `${open.text} ${part}` };
    open = goesOn ? line : undefined;
    if (!goesOn) found.push(line);
  }
  return open === undefined ? found : [...found, open];
}
