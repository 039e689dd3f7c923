import type { Act } from '../sql/act.ts';
import { combine, type EffectPart } from './combine.ts';
import { type Context, indexesOf, indexNamed, lockTable, refusedInTransaction, tableOf } from './context.ts';

type Of<Name extends Act['act']> = Extract<Act, { act: Name }>;

/** CREATE INDEX: everybody may read meanwhile, and with CONCURRENTLY write as well. */
export function createIndex(act: Of<'create-index'>, context: Context): EffectPart {
  const { index, concurrently } = act;
  const { table, name } = index;
  const known = tableOf(context, table);
  const there = act.ifNotExists && indexNamed(context, name) !== undefined;
  const why = index.unique ? 'a unique index is built' : 'an index is built';
  const built: EffectPart = {
    builds: [{ table, index: name, concurrently, why }],
    fails: index.unique ? [{ table, columns: index.uses, on: 'duplicates' }] : [],
  };
  if (concurrently) {
    const parts: EffectPart[] = [
      refusedInTransaction(context, 'CREATE INDEX CONCURRENTLY'),
      { locks: lockTable({ schema: context.schema }, table, 'share-update-exclusive') },
    ];
    if (known?.partitioned === true)
      parts.push({
        refused: [
          {
            why: 'unsupported',
            message: `PostgreSQL builds no index of a partitioned table CONCURRENTLY: make it ON ONLY ${table}, then one for each partition, and attach them.`,
          },
        ],
      });
    return combine([...parts, there ? {} : built]);
  }
  // ON ONLY a partitioned table makes an index without contents, invalid until every partition's is attached.
  const empty = act.only && known?.partitioned === true;
  const locks = empty
    ? [{ relation: table, mode: 'share' as const, role: 'target' as const }]
    : lockTable(context, table, 'share');
  return combine([{ locks }, there || empty ? {} : built]);
}

/** DROP INDEX: short, and locks the table against everybody unless it is CONCURRENTLY. */
export function dropIndex(act: Of<'drop-index'>, context: Context): EffectPart {
  const { concurrently } = act;
  const parts = act.indexes.map((name): EffectPart => {
    const index = indexNamed(context, name);
    if (index === undefined)
      return { unknown: [`Which table the index ${name} belongs to is not known; dropping it locks that table.`] };
    const needed: EffectPart =
      index.constraint === undefined
        ? {}
        : {
            refused: [
              {
                why: 'dependent',
                message: `PostgreSQL does not drop the index ${name}: the constraint ${index.constraint} of ${index.table} needs it.`,
              },
            ],
          };
    const mode = concurrently ? 'share-update-exclusive' : 'access-exclusive';
    return combine([
      { locks: [...lockTable(context, index.table, mode), { relation: name, mode, role: 'index' }] },
      needed,
    ]);
  });
  const misused = act.indexes.length > 1 ? 'several indexes at once' : act.cascade ? 'CASCADE' : undefined;
  const concurrent: EffectPart = concurrently
    ? combine([
        refusedInTransaction(context, 'DROP INDEX CONCURRENTLY'),
        misused === undefined
          ? {}
          : { refused: [{ why: 'unsupported', message: `DROP INDEX CONCURRENTLY does not take ${misused}.` }] },
      ])
    : {};
  return combine([...parts, concurrent]);
}

/** ALTER INDEX ... RENAME locks nothing but the index, and lets everybody use it (PostgreSQL 12 and newer). */
export function renameIndex({ index }: Of<'rename-index'>): EffectPart {
  return { locks: [{ relation: index, mode: 'share-update-exclusive', role: 'index' }] };
}

/** REINDEX: writers wait for the table, and readers for the index that they would use. */
export function reindex({ kind, name, concurrently }: Of<'reindex'>, context: Context): EffectPart {
  const refused = concurrently ? refusedInTransaction(context, 'REINDEX CONCURRENTLY') : {};
  if (kind === 'schema' || kind === 'database')
    return combine([
      refusedInTransaction(context, `REINDEX ${kind.toUpperCase()}`),
      {
        unknown: [
          `REINDEX ${kind.toUpperCase()} goes through every table of ${name}; how large they are together is not known.`,
        ],
      },
    ]);
  const index = kind === 'index' ? indexNamed(context, name) : undefined;
  const table = kind === 'table' ? name : index?.table;
  if (table === undefined)
    return combine([
      refused,
      { unknown: [`Which table the index ${name} belongs to is not known; it is locked while the index is built.`] },
    ]);
  const indexes = index === undefined ? indexesOf(context, table) : [index];
  const builds = indexes.map(one => ({ table, index: one.name, concurrently, why: 'REINDEX builds it anew' }));
  const mode = concurrently ? 'share-update-exclusive' : 'share';
  const onIndexes = indexes.map(one => ({
    relation: one.name,
    mode: concurrently ? ('share-update-exclusive' as const) : ('access-exclusive' as const),
    role: 'index' as const,
  }));
  return combine([refused, { locks: [...lockTable(context, table, mode), ...onIndexes], builds }]);
}
