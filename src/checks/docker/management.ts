import type { Service } from '../services/facts.ts';
import { programOf, settingsOption } from '../services/programs.ts';
import type { Command } from '../shell/facts.ts';
import type { Run, Stage } from './facts.ts';

/** A `manage.py` command of a RUN. */
export interface ManagementRun {
  readonly run: Run;
  readonly command: Command;
  /** `collectstatic`, `migrate`. */
  readonly name: string;
  readonly words: readonly string[];
  /** DJANGO_SETTINGS_MODULE as it sees it; undefined when nothing sets it, the text as written when it is not known. */
  readonly settings: string | undefined;
}

/** Every Django command that a stage runs while it is built. */
export function managementRuns({ runs }: Pick<Stage, 'runs'>): readonly ManagementRun[] {
  return runs.flatMap(run =>
    run.commands.flatMap((command): readonly ManagementRun[] => {
      const called = managementCommand(command);
      if (called === undefined) return [];
      const settings =
        settingsOf(command, called.words) ?? (run.environment.get('DJANGO_SETTINGS_MODULE') || undefined);
      return [{ run, command, ...called, settings }];
    }),
  );
}

/** `manage.py collectstatic --noinput`: its name and what follows; undefined for other programs. */
export function managementCommand(
  command: Command,
): { readonly name: string; readonly words: readonly string[] } | undefined {
  const program = programOf(command.words);
  if (program.name !== 'manage.py') return undefined;
  const index = program.words.findIndex((word, at) => !word.startsWith('-') && program.words[at - 1] !== '--settings');
  return index === -1 ? undefined : { name: program.words[index] ?? '', words: program.words };
}

/** What the command line or its own assignments say; undefined when they leave it to the environment. */
export function settingsOf(command: Command, words: readonly string[]): string | undefined {
  return (
    settingsOption(words) ??
    command.assignments['DJANGO_SETTINGS_MODULE'] ??
    command.exports?.['DJANGO_SETTINGS_MODULE']
  );
}

/** The last part of a settings module says that it is for a developer or a test run. */
export function isDevelopment(module: string): boolean {
  return /(?:^|[._])(?:dev|devel|development|local|debug|tests?|testing|ci)$/.test(module);
}

/** The settings the project's own services run with; undefined ones left out. */
export function modulesOf(services: readonly Service[]): readonly string[] {
  return [
    ...new Set(
      services.flatMap(({ own, settings }) =>
        own && settings !== undefined && !settings.includes('$') ? [settings] : [],
      ),
    ),
  ];
}
