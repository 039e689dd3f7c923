import type { UsedModel } from '../facts.ts';
import type { Break } from '../hazards/rule.ts';
import type { Schema, Table } from '../schema/schema.ts';
import { broken, type Comparison } from './comparison.ts';
import { relationIsGone } from './gone.ts';

/**
 * What deleting a row runs into. Django does not leave ON DELETE to the database: before it deletes a row it selects those of every table that the
 * release knows to refer to it.
 */
export function brokenDeletes(models: readonly Comparison[]): readonly Break[] {
  const parents = new Map<string, Comparison[]>();
  for (const comparison of models)
    parents.set(comparison.model.table, [...(parents.get(comparison.model.table) ?? []), comparison]);
  // What is as it was is not gone, and that is nearly all of them.
  const touched = models.filter(({ made, now }) => now === undefined || made !== now);
  return touched.flatMap(child =>
    child.model.columns.flatMap(column => {
      const { references } = column;
      if (references === undefined || references.table === child.model.table) return [];
      if (!relationIsGone(child, column)) return [];
      return (parents.get(references.table) ?? []).map(parent =>
        broken(
          parent,
          'DELETE',
          undefined,
          true,
          `DELETE of ${parent.model.label} first looks for the rows of ${child.model.label} that refer to it by ${column.column}, and ${child.model.table}.${column.column} ${child.release === 'new' ? 'is not there yet' : 'is not there any more'}.`,
        ),
      );
    }),
  );
}

/** Foreign keys that the release knows nothing of: it does not look for the rows that refer to one it deletes. */
export function unknownChildren(
  models: readonly Comparison[],
  { schema, made, release }: { readonly schema: Schema; readonly made: Schema; readonly release: Break['release'] },
): readonly Break[] {
  const byTable = new Map(models.map(comparison => [comparison.model.table, comparison]));
  const known = new Set(models.flatMap(({ model }) => relationsOf(model)));
  return [...schema.tables.values()]
    .filter(table => made.tables.get(table.name) !== table)
    .flatMap(child => newParents(child, made.tables.get(child.name), release).map(parent => ({ child, ...parent })))
    .flatMap(({ child, table, columns }) => {
      const parent = byTable.get(table);
      if (parent === undefined || parent.now === undefined || known.has(`${child.name} ${columns.join(',')} ${table}`))
        return [];
      return [
        {
          ...broken(
            parent,
            'DELETE',
            undefined,
            false,
            `DELETE of ${parent.model.label} fails for a row that ${child.name}.${columns.join(', ')} refers to: only the other release writes such rows, and this one does not know to look for them.`,
          ),
          onlyAfterOthersWrote: true,
        },
      ];
    });
}

function relationsOf({ table, columns }: UsedModel): readonly string[] {
  return columns.flatMap(({ column, references }) =>
    references === undefined ? [] : [`${table} ${column} ${references.table}`],
  );
}

/** Tables that a foreign key refers to which was not there before, and that does nothing about deleted rows by itself. */
function newParents(
  { constraints }: Table,
  before: Table | undefined,
  release: Break['release'],
): readonly { readonly table: string; readonly columns: readonly string[] }[] {
  const had = new Set(
    [...(before?.constraints.values() ?? [])].flatMap(constraint =>
      constraint.kind === 'foreign-key' ? [`${constraint.columns.join(',')} ${constraint.table}`] : [],
    ),
  );
  return [...constraints.values()].flatMap(constraint => {
    if (constraint.kind !== 'foreign-key' || constraint.notEnforced) return [];
    // Of a table that was renamed: the release knows the relation by the table's old name.
    if (release === 'running' && !constraint.isNew) return [];
    if (constraint.onDelete !== 'none' && constraint.onDelete !== 'restrict') return [];
    return had.has(`${constraint.columns.join(',')} ${constraint.table}`)
      ? []
      : [{ table: constraint.table, columns: constraint.columns }];
  });
}
