import { applyAct } from '../schema/apply.ts';
import type { Schema } from '../schema/schema.ts';
import type { Act, ParsedStatement } from '../sql/act.ts';
import { addColumn } from './add-column.ts';
import { setNotNull } from './alter-column.ts';
import { alterType } from './alter-type.ts';
import { combine, type EffectPart, NO_EFFECT } from './combine.ts';
import { addConstraint, alterConstraint, dropConstraint, validateConstraint } from './constraints.ts';
import { type Context, isEmpty, lockTable, partitionsOf } from './context.ts';
import { createTable } from './create-table.ts';
import { dropColumn, dropTable, dropType, truncate } from './drops.ts';
import type { Circumstances, Effect } from './effect.ts';
import { freshEnumValue } from './enum-values.ts';
import { createIndex, dropIndex, reindex, renameIndex } from './indexes.ts';
import { LOCK_OF } from './locks.ts';
import { alterTable, cluster, lockTables, vacuum } from './maintenance.ts';
import {
  block,
  createTrigger,
  createView,
  database,
  dropExtension,
  dropView,
  other,
  refreshView,
  schemaAct,
  sequence,
} from './objects.ts';
import { attachPartition, detachPartition } from './partitions.ts';
import { deleteRows, insert, merge, select, update } from './rows.ts';

/**
 * What PostgreSQL does to carry out a statement on this schema: locks, rewrites, scans, index builds, what can fail on rows, and what it
 * refuses. Versions 12 to 18. What is not known is said in `unknown`, never left out.
 */
export function effectOf(statement: ParsedStatement, schema: Schema, circumstances: Circumstances): Effect {
  const parts: EffectPart[] = [];
  let now = schema;
  for (const act of statement.acts) {
    const context: Context = { ...circumstances, schema: now, statement };
    parts.push(effectOfAct(act, context), freshEnumValue(act, context));
    if (statement.acts.length > 1) now = applyAct(now, act, { isNew: true });
  }
  const [only] = parts;
  if (only === undefined) return NO_EFFECT;
  const effect = onPartitions(combine(parts), schema);
  // Nothing can be wrong with rows of a table that has none.
  const fails = effect.fails.filter(({ table }) => !isEmpty({ ...circumstances, schema }, table));
  return { ...effect, fails };
}

/** A partitioned table has no rows of its own: its work is done on the partitions that have. */
function onPartitions(effect: Effect, schema: Schema): Effect {
  const spread = <T extends { readonly table: string }>(all: readonly T[]): readonly T[] =>
    all.flatMap(one => {
      const leaves = partitionsOf({ schema }, one.table).filter(name => schema.tables.get(name)?.partitioned !== true);
      return leaves.length === 0 ? [one] : leaves.map(table => ({ ...one, table }));
    });
  const { rewrites, scans, builds } = effect;
  return { ...effect, rewrites: spread(rewrites), scans: spread(scans), builds: spread(builds) };
}

function effectOfAct(act: Act, context: Context): EffectPart {
  switch (act.act) {
    case 'create-table':
      return createTable(act, context);
    case 'drop-table':
      return dropTable(act, context);
    case 'add-column':
      return addColumn(act, context);
    case 'drop-column':
      return dropColumn(act, context);
    case 'alter-type':
      return alterType(act, context);
    case 'set-not-null':
      return setNotNull(act, context);
    case 'rename-table':
      return { locks: [{ relation: act.table, mode: LOCK_OF['rename-table'], role: 'target' }] };
    case 'rename-column':
    case 'rename-constraint':
    case 'set-default':
    case 'drop-default':
    case 'drop-not-null':
    case 'add-identity':
    case 'drop-identity':
    case 'drop-expression':
    case 'drop-trigger':
      return { locks: lockTable(context, act.table, LOCK_OF[act.act]) };
    case 'create-trigger':
      return createTrigger(act, context);
    case 'comment':
      return act.table === undefined ? {} : { locks: [{ relation: act.table, mode: LOCK_OF.comment, role: 'target' }] };
    case 'add-constraint':
      return addConstraint(act, context);
    case 'drop-constraint':
      return dropConstraint(act, context);
    case 'validate-constraint':
      return validateConstraint(act, context);
    case 'alter-constraint':
      return alterConstraint(act, context);
    case 'create-index':
      return createIndex(act, context);
    case 'drop-index':
      return dropIndex(act, context);
    case 'rename-index':
      return renameIndex(act);
    case 'reindex':
      return reindex(act, context);
    case 'attach-partition':
      return attachPartition(act, context);
    case 'detach-partition':
      return detachPartition(act, context);
    case 'alter-table':
      return alterTable(act, context);
    case 'create-view':
      return createView(act, context);
    case 'drop-view':
      return dropView(act, context);
    case 'refresh-view':
      return refreshView(act, context);
    case 'drop-type':
      return dropType(act, context);
    case 'sequence':
      return sequence(act);
    case 'drop-extension':
      return dropExtension(act);
    case 'schema':
      return schemaAct(act, context);
    case 'database':
      return database(act, context);
    case 'insert':
      return insert(act, context);
    case 'update':
      return update(act);
    case 'delete':
      return deleteRows(act, context);
    case 'merge':
      return merge(act, context);
    case 'select':
      return select(act);
    case 'truncate':
      return truncate(act, context);
    case 'lock-table':
      return lockTables(act, context);
    case 'vacuum':
      return vacuum(act, context);
    case 'cluster':
      return cluster(act, context);
    case 'do':
      return block(act);
    case 'other':
      return other(act, context);
    // No table is locked, and no row is touched.
    case 'create-type':
    case 'add-enum-value':
    case 'rename-enum-value':
    case 'create-extension':
    case 'create-function':
    case 'set':
    case 'set-constraints':
    case 'transaction':
    case 'grant':
      return {};
  }
}
