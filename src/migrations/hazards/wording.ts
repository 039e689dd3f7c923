import type { Operation, PendingMigration } from '../facts.ts';
import type { Played, PlayedStatement } from '../played.ts';
import type { Schema } from '../schema/schema.ts';

/** `"Add field owner to parcel"`; without an operation the migration's name, or the first words of the SQL. */
export function operationInWords(
  migration: PendingMigration,
  operation: Operation | undefined,
  statement?: PlayedStatement,
): string {
  if (operation !== undefined && operation.text !== '') return `"${operation.text}"`;
  if (operation !== undefined) return `"${operation.kind}"`;
  return statement === undefined ? migration.name : `"${firstWords(statement.text)}"`;
}

/** `parcels_parcel (about 1,200,000 rows)` */
export function tableInWords(played: Played, table: string): string {
  return `${table} (${played.tables.sizeInWords(table)})`;
}

/** Whom a lock keeps waiting, as the end of a sentence that begins with `meanwhile`. */
export function waitingInWords(blocks: 'writers' | 'everybody'): string {
  return blocks === 'everybody' ? 'nobody can read or write it' : 'nobody can write to it';
}

/** Used by a release: there before the pending migrations, so somebody may be waiting for it. */
export function isInUse(schema: Schema, table: string): boolean {
  const known = schema.tables.get(table);
  return known !== undefined && !known.isNew;
}

/** A clause for the middle of a sentence: without a capital at its start and a full stop at its end. */
export function clause(text: string): string {
  const trimmed = text.trim().replace(/\.$/, '');
  return /^[A-Z][a-z]/.test(trimmed) && !NAMES.test(trimmed)
    ? `${trimmed.charAt(0).toLowerCase()}${trimmed.slice(1)}`
    : trimmed;
}

/** They keep their capital wherever they stand. */
const NAMES = /^(?:PostgreSQL|Django|Alembic|Python|Coolify)\b/;

/** What identifies a hit of a migration beside its rule: the migration's name is in it, never a line. */
export function subjectOf(migration: PendingMigration, about: string): string {
  return `${migration.id}: ${about}`;
}

function firstWords(sql: string): string {
  const words = sql.trim().split(/\s+/).slice(0, 6).join(' ');
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
