import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import type { Act, ConstraintDefinition } from '../../sql/act.ts';
import { concurrentIndex } from '../remedies/concurrent-index.ts';
import { targetOf } from '../remedies/target.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { subjectOf } from '../wording.ts';

type ForeignKey = Extract<ConstraintDefinition, { kind: 'foreign-key' }>;

export const unindexedKey = defineHazard({
  id: 'lock/unindexed-key',
  title: 'Columns of new foreign keys have an index',
  severity: 'low',
  verdict: 'safe',
  why: 'To delete or renumber a row of the parent, PostgreSQL looks for its children; without an index it reads the whole child table for every one.',
  remedy: 'Build an index on the column with CONCURRENTLY, best before the key is added.',
  source: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  judge: played =>
    played.migrations.flatMap(migration =>
      migration.statements.flatMap(statement =>
        statement.acts.flatMap(keysOf).flatMap(({ table, key }) => judged(played, migration, statement, table, key)),
      ),
    ),
});

function judged(
  played: Played,
  { migration }: PlayedMigration,
  statement: PlayedStatement,
  table: string,
  key: ForeignKey,
): readonly HazardHit[] {
  const [column] = key.columns;
  const known = played.last.tables.get(table);
  if (known === undefined || !known.complete || column === undefined || !known.columns.has(column)) return [];
  if ([...known.indexes.values()].some(index => index.columns[0] === column && index.predicate === undefined))
    return [];
  const unique = [...known.constraints.values()].some(
    one => (one.kind === 'unique' || one.kind === 'primary') && one.columns[0] === column,
  );
  if (unique) return [];
  const { operation } = statement;
  return [
    {
      migration,
      ...(operation === undefined ? {} : { operation }),
      statement,
      subject: subjectOf(migration, `${table}.${column}`),
      table,
      column,
      message: `${table}.${column} refers to ${key.table} and has no index: each DELETE of a row of ${key.table} reads all of ${table}.`,
      remedy: concurrentIndex(targetOf(played, migration, operation, table, [column]), undefined),
    },
  ];
}

function keysOf(act: Act): readonly { readonly table: string; readonly key: ForeignKey }[] {
  if (act.act === 'add-constraint')
    return act.constraint.kind === 'foreign-key' ? [{ table: act.table, key: act.constraint }] : [];
  const constraints =
    act.act === 'add-column'
      ? act.column.constraints
      : act.act === 'create-table'
        ? act.constraints.concat(act.columns.flatMap(column => column.constraints))
        : [];
  const table = act.act === 'add-column' || act.act === 'create-table' ? act.table : '';
  return constraints.flatMap(key => (key.kind === 'foreign-key' ? [{ table, key }] : []));
}
