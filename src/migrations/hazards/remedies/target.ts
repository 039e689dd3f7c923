import type { FieldFacts, MigrationId, Operation, PendingMigration } from '../../facts.ts';
import type { Played } from '../../played.ts';

/** What a recipe is written for: real names, and the versions that were found. */
export interface Target {
  readonly framework: 'django' | 'alembic';
  /** Of Django: `5.0` or newer is asked by `hasDjango`. Undefined when it is not known. */
  readonly version: string | undefined;
  /** Major version of PostgreSQL. */
  readonly postgres: number;
  readonly id: MigrationId;
  readonly app: string;
  readonly migration: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** As migrations write it: `community` for `communities.Community`. Undefined when no model is known. */
  readonly model: string | undefined;
  readonly field: string | undefined;
  readonly before: FieldFacts | undefined;
  readonly after: FieldFacts | undefined;
  /** The table's column types, by name: `varchar(80)`. */
  readonly type: string | undefined;
}

/** @param columns of the table, the one that matters first */
export function targetOf(
  played: Played,
  migration: PendingMigration,
  operation: Operation | undefined,
  table: string,
  columns: readonly string[] = [],
): Target {
  const own = operation?.after?.column ?? operation?.before?.column;
  const all = columns.length > 0 ? columns : own === undefined ? [] : [own];
  const [first] = all;
  const type = operation?.after?.type ?? typeOf(played, table, first);
  return {
    framework: played.facts.framework,
    version: played.facts.version,
    postgres: played.facts.server.major,
    id: migration.id,
    app: migration.app,
    migration: migration.name,
    table,
    columns: all,
    model: operation?.model?.split('.').at(-1)?.toLowerCase() ?? modelOf(played, table),
    field: operation?.field ?? fieldOf(played, table, first),
    before: operation?.before,
    after: operation?.after,
    type,
  };
}

/** Recipes that need a newer Django are not shown to an older one; an unknown version counts as one that is supported today. */
export function hasDjango({ framework, version }: Target, major: number, minor: number): boolean {
  if (framework !== 'django') return false;
  const [ours = 4, ourMinor = 2] = (version ?? '4.2').split('.').map(part => Number.parseInt(part, 10));
  return ours > major || (ours === major && ourMinor >= minor);
}

export function columnOf({ columns }: Target): string {
  return columns[0] ?? '<column>';
}

/** The field's name in Python; of what has none, the column's. */
export function fieldNameOf(target: Target): string {
  return target.field ?? columnOf(target);
}

export function modelNameOf(target: Target): string {
  return target.model ?? target.table.split('.').at(-1) ?? target.table;
}

function modelOf(played: Played, table: string): string | undefined {
  const model = played.facts.head.models.find(known => known.table === table);
  return model?.label.split('.').at(-1)?.toLowerCase();
}

function fieldOf(played: Played, table: string, column: string | undefined): string | undefined {
  const model = played.facts.head.models.find(known => known.table === table);
  return model?.columns.find(known => known.column === column)?.field;
}

function typeOf(played: Played, table: string, column: string | undefined): string | undefined {
  if (column === undefined) return undefined;
  const model = [...played.facts.head.models, ...played.facts.base.models].find(known => known.table === table);
  return model?.columns.find(known => known.column === column)?.type;
}
