import type { Command } from './facts.ts';
import { newJourney, type ScriptReader } from './journey.ts';
import type { Shell } from './shells.ts';
import { newState } from './state.ts';
import { readShell, type ShellPlace } from './syntax.ts';
import { walk, walkNode } from './walk.ts';

/** Where a text runs: its folder, what is set, and which shell reads it. */
export interface ShellScope {
  /** Absolute in the container. */
  readonly directory: string | undefined;
  readonly environment: ReadonlyMap<string, string | undefined>;
  /** `dash` unless the image has another. */
  readonly shell?: Shell;
  /** Scripts that the text calls are looked through too. */
  readonly read?: ScriptReader;
}

/**
 * Every program that a shell text may start, in its order: both branches of a condition that is not known, one of those that are. Never throws; a text
 * that no shell reads gives none.
 */
export async function commandsOf(text: string, at: ShellPlace, scope: ShellScope): Promise<readonly Command[]> {
  const parsed = await readShell(text, at);
  if (parsed === undefined) return [];
  const journey = newJourney(scope.read ?? (async () => undefined), { walk, walkNode });
  const shell = scope.shell ?? 'dash';
  await walk(
    {
      text: parsed,
      state: newState(scope),
      runner: { shell, text: true, main: false, front: 'sh', group: false },
      context: {
        file: at.file,
        line: at.line,
        after: 'start',
        role: 'foreground',
        conditional: false,
        depth: 0,
        through: [],
        user: undefined,
        last: true,
      },
    },
    journey,
  );
  return journey.commands;
}
