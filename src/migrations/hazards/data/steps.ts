import type { CodeFacts } from '../../facts.ts';
import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import { isInUse } from '../wording.ts';

/** A step that works on rows: Python, or SQL that a person wrote. */
export interface DataStep {
  readonly migration: PlayedMigration;
  readonly statement: PlayedStatement;
  readonly code: CodeFacts | undefined;
}

/** Steps that a person wrote to change rows, in order. What a framework updates by itself belongs to its operation. */
export function dataSteps({ migrations }: Played): readonly DataStep[] {
  return migrations.flatMap(migration =>
    migration.statements
      .filter(({ by, acts }) => by === 'code' || (by === 'person' && acts.some(({ act }) => ROWS.has(act))))
      .map(statement => ({ migration, statement, code: statement.operation?.code })),
  );
}

const ROWS: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'merge', 'do']);

/** Tables in use that the step changes as a whole. */
export function wholeTables({ statement }: DataStep): readonly string[] {
  const tables = statement.effect.writes.filter(({ rows }) => rows !== 'some').map(({ table }) => table);
  const code = statement.operation?.code;
  const asked = statement.by === 'code' && code?.writes === 'all' && tables.length === 0 ? code.tables : [];
  return [...new Set([...tables, ...asked])].filter(table => isInUse(statement.before, table));
}

/** It adds rows only; nobody waits for rows that were not there. */
export function onlyInserts({ statement }: DataStep): boolean {
  return (
    statement.by === 'person' &&
    statement.acts.every(({ act }) => act !== 'update' && act !== 'delete' && act !== 'merge')
  );
}
