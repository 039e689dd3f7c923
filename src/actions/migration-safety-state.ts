import type { Json, JsonObject } from '../core/outcome.ts';
import { cut } from '../core/text.ts';
import { type AppState, appliedState } from '../migrations/applied-state.ts';
import type { MigrationFacts } from '../migrations/facts.ts';
import type { CoolifyPlaces } from '../migrations/request.ts';
import { code, folded, plain, table } from '../report/markdown.ts';
import type { FactsSize } from './migration-safety-pieces.ts';

/** What is applied, where the project migrates, what Coolify said: in `result`, and in the summary. */

export function stateJson(facts: MigrationFacts, { entries, text }: FactsSize): JsonObject {
  const { from, apps, behind, inconsistent, foreign } = appliedState(facts);
  const ids = (all: readonly string[]) => all.slice(0, entries).map(id => cut(id, text));
  return {
    from,
    apps: apps.slice(0, entries).map(({ app, applied, pending, last }) => ({
      app: cut(app, text),
      applied,
      pending,
      last: last === undefined ? null : cut(last, text),
    })),
    behind: ids(behind),
    inconsistent: inconsistent.slice(0, entries).map(({ id, needs }) => ({
      migration: cut(id, text),
      needs: cut(needs, text),
    })),
    foreign: ids(foreign),
  };
}

export function placesJson({ places }: MigrationFacts, { entries, text }: FactsSize): Json {
  return places.slice(0, entries).map(({ kind, place, where, command }) => ({
    kind,
    file: place === undefined ? null : cut(place.file, text),
    line: place?.line ?? null,
    where: where === undefined ? null : cut(where, text),
    command: cut(command, text),
  }));
}

/** Null when it was not asked. */
export function coolifyJson(coolify: CoolifyPlaces | undefined, { entries, text }: FactsSize): Json {
  if (coolify === undefined) return null;
  return {
    applications: coolify.applications.slice(0, entries).map(name => cut(name, text)),
    notes: coolify.notes.slice(0, entries).map(note => cut(note, text)),
  };
}

/** As `showmigrations` lists it, one row an app; those with something pending first. */
export function statePart(facts: MigrationFacts, most: number): readonly string[] {
  const { from, apps } = appliedState(facts);
  if (apps.length === 0) return [];
  const rows = [...apps]
    .sort((a, b) => b.pending - a.pending)
    .map(({ app, applied, pending, last }: AppState) => [
      code(app, 80),
      String(applied),
      String(pending),
      last === undefined ? '' : plain(last, 160),
    ]);
  const more = rows.length > most ? `\n\n${rows.length - most} more are in the report.` : '';
  const title = from === 'database' ? 'What is applied, as the database says' : 'What is taken for applied';
  return [folded(title, `${table(['App', 'Applied', 'Pending', 'Last applied'], rows.slice(0, most))}${more}`)];
}

/** As `showmigrations` counts: what is applied of the new release's migrations, what is open, what does not fit. */
export function stateInWords(facts: MigrationFacts): string {
  const { apps, behind, foreign } = appliedState(facts);
  return [
    `${apps.reduce((sum, { applied }) => sum + applied, 0)} applied, ${facts.pending.length} pending`,
    ...(behind.length === 0 ? [] : [`${behind.length} of the running release not applied`]),
    ...(foreign.length === 0 ? [] : [`${foreign.length} applied that neither release has`]),
  ].join(', ');
}
