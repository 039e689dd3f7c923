import type { Act } from '../sql/act.ts';
import { combine, type EffectPart, ORPHANS_LOOKED_FOR } from './combine.ts';
import {
  type Context,
  foreignKeysOf,
  indexesOf,
  lockTable,
  refusedInTransaction,
  tableOf,
  unsupported,
} from './context.ts';

type Of<Name extends Act['act']> = Extract<Act, { act: Name }>;

/** ATTACH PARTITION: the parent stays usable (PostgreSQL 12 and newer); the partition is read through to see that its rows belong there. */
export function attachPartition({ table, partition }: Of<'attach-partition'>, context: Context): EffectPart {
  const part = tableOf(context, partition);
  const checks = [...(part?.constraints.values() ?? [])].filter(({ kind, valid }) => kind === 'check' && valid);
  const locks = [
    { relation: table, mode: 'share-update-exclusive' as const, role: 'target' as const },
    ...lockTable(context, partition, 'access-exclusive', 'partition'),
    ...foreignKeysOf(context, table).flatMap(key => lockTable(context, key.table, 'share-row-exclusive', 'parent')),
  ];
  const proof: EffectPart =
    checks.length > 0
      ? {
          unknown: [
            `Whether a CHECK of ${partition} proves that its rows belong to the partition is not known; if not, all of it is read.`,
          ],
        }
      : {
          scans: [{ table: partition, why: 'every row is tested against the bounds of the partition' }],
          fails: [{ table: partition, columns: [], on: 'violation' }],
        };
  const own = foreignKeysOf(context, partition).map(({ columns, table: parent }) => `${columns.join()} ${parent}`);
  const keys = foreignKeysOf(context, table).filter(key => !own.includes(`${key.columns.join()} ${key.table}`));
  return combine([
    { locks },
    proof,
    { builds: missingIndexes(table, partition, context) },
    {
      scans: keys.map(() => ({ table: partition, why: ORPHANS_LOOKED_FOR })),
      fails: keys.map(({ columns }) => ({ table: partition, columns, on: 'orphans' })),
    },
  ]);
}

/** Indexes of the parent that the partition has not are built while it is attached. */
function missingIndexes(table: string, partition: string, context: Context) {
  const shape = ({
    unique,
    uses,
    predicate,
    method,
  }: {
    unique: boolean;
    uses: readonly string[];
    predicate: string | undefined;
    method: string;
  }) => [unique, uses.join(), predicate, method].join(' ');
  const there = new Set(indexesOf(context, partition).map(shape));
  return indexesOf(context, table)
    .filter(index => !there.has(shape(index)))
    .map(index => ({
      table: partition,
      index: index.name,
      concurrently: false,
      why: `${table} has the index ${index.name} and the partition has none like it`,
    }));
}

/** DETACH PARTITION locks the whole parent; CONCURRENTLY does not (PostgreSQL 14 and newer). */
export function detachPartition(
  { table, partition, concurrently }: Of<'detach-partition'>,
  context: Context,
): EffectPart {
  if (!concurrently)
    return {
      locks: [
        { relation: table, mode: 'access-exclusive', role: 'target' },
        ...lockTable(
          context,
          partition,
          context.major < 13 ? 'share-update-exclusive' : 'access-exclusive',
          'partition',
        ),
        ...foreignKeysOf(context, table).flatMap(key => lockTable(context, key.table, 'share-row-exclusive', 'parent')),
      ],
    };
  return combine([
    unsupported(context, 14, 'DETACH PARTITION ... CONCURRENTLY'),
    refusedInTransaction(context, 'DETACH PARTITION ... CONCURRENTLY'),
    {
      locks: [
        { relation: table, mode: 'share-update-exclusive', role: 'target' },
        ...lockTable(context, partition, 'access-exclusive', 'partition'),
      ],
      since: 14,
    },
  ]);
}
