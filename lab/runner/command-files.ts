/**
 * The files an action writes its outputs, state and environment into.
 *
 * Source: actions/runner, FileCommandManager. Read after the step, also after a failed one; a line that cannot be read
 * fails the step, and what stood before it counts.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CommandFiles {
  /** The variables that tell the action where they are. */
  readonly environment: Readonly<Record<string, string>>;
  read(): FileCommands;
}

export interface FileCommands {
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Folders to put before PATH, last written first. */
  readonly path: readonly string[];
  /** Unmasked. */
  readonly summary: string;
  /** One message per file that could not be read: each fails the step. */
  readonly errors: readonly string[];
}

/** Fresh, empty files in `folder`. `phase` keeps those of main and post apart. */
export function createCommandFiles(folder: string, phase: string): CommandFiles {
  mkdirSync(folder, { recursive: true });
  const file = (name: string) => {
    const path = join(folder, `${name}_${phase}`);
    writeFileSync(path, '');
    return path;
  };
  const environment = {
    GITHUB_OUTPUT: file('set_output'),
    GITHUB_STATE: file('save_state'),
    GITHUB_ENV: file('set_env'),
    GITHUB_PATH: file('add_path'),
    GITHUB_STEP_SUMMARY: file('step_summary'),
  };
  return {
    environment,
    read() {
      const errors: string[] = [];
      const pairs = (kind: string, path: string, forbidden: readonly string[] = []): Record<string, string> => {
        const values: Record<string, string> = {};
        try {
          for (const [name, value] of keyValuePairs(readText(path))) {
            if (forbidden.includes(name.toUpperCase())) {
              throw new Error(`Can't store ${name} output parameter using '$GITHUB_${kind.toUpperCase()}' command.`);
            }
            values[name] = value;
          }
        } catch (error) {
          errors.push(`Unable to process file command '${kind}' successfully.`, messageOf(error));
        }
        return values;
      };
      return {
        outputs: pairs('output', environment.GITHUB_OUTPUT),
        state: pairs('state', environment.GITHUB_STATE),
        environment: pairs('env', environment.GITHUB_ENV, ['NODE_OPTIONS']),
        path: readText(environment.GITHUB_PATH)
          .split(/\r\n|\r|\n/)
          .filter(line => line !== '')
          .reverse(),
        summary: readText(environment.GITHUB_STEP_SUMMARY),
        errors,
      };
    },
  };
}

/** `name=value`, or `name<<delimiter`, lines, `delimiter`. Yields what precedes a bad line before it throws. */
export function* keyValuePairs(text: string): Generator<[name: string, value: string]> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const name = line.slice(0, heredoc);
      const delimiter = line.slice(heredoc + 2);
      if (name === '' || delimiter === '') {
        throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`);
      }
      const end = lines.indexOf(delimiter, i + 1);
      if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
      yield [name, lines.slice(i + 1, end).join('\n')];
      i = end;
    } else if (equals > 0) {
      yield [line.slice(0, equals), line.slice(equals + 1)];
    } else {
      throw new Error(equals === 0 ? `Invalid format '${line}'. Name must not be empty` : `Invalid format '${line}'`);
    }
  }
}

/** A file the action removed is as good as an empty one. */
function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
