import type { Act } from '../sql/act.ts';
import type { AlterTableKind } from '../sql/alter-table-kind.ts';
import { combine, type EffectPart } from './combine.ts';
import { type Context, lockTable, referencesTo, refusedInTransaction, unsupported } from './context.ts';
import { ALTER_TABLE, LOCK_OF, lockModeOf } from './locks.ts';

type Of<Name extends Act['act']> = Extract<Act, { act: Name }>;

/** VACUUM and ANALYZE; only VACUUM FULL gets in anybody's way. ANALYZE alone may run in a transaction. */
export function vacuum({ tables, full, only }: Of<'vacuum'>, context: Context): EffectPart {
  const refused = only === 'analyze' ? {} : refusedInTransaction(context, 'VACUUM');
  if (!full)
    return combine([refused, { locks: tables.flatMap(table => lockTable(context, table, 'share-update-exclusive')) }]);
  const everything =
    tables.length === 0 ? ['VACUUM FULL without a table writes every table of the database anew.'] : [];
  return combine([
    refused,
    {
      locks: tables.flatMap(table => lockTable(context, table, 'access-exclusive')),
      rewrites: tables.map(table => ({ table, why: 'VACUUM FULL copies the table' })),
      unknown: everything,
    },
  ]);
}

export function cluster({ table }: Of<'cluster'>, context: Context): EffectPart {
  if (table === undefined)
    return combine([
      refusedInTransaction(context, 'CLUSTER without a table'),
      {
        unknown: [
          'CLUSTER without a table writes every table anew that was ever clustered; which these are is not known.',
        ],
      },
    ]);
  return {
    locks: lockTable(context, table, LOCK_OF.cluster),
    rewrites: [{ table, why: 'CLUSTER copies the table in the order of an index' }],
  };
}

/** LOCK TABLE holds what it says until the transaction ends; outside of one it would be gone at once. */
export function lockTables({ tables, mode }: Of<'lock-table'>, context: Context): EffectPart {
  const locks = tables.flatMap(table => lockTable(context, table, lockModeOf(mode)));
  if (context.inTransaction) return { locks };
  return {
    locks,
    refused: [{ why: 'outside-transaction', message: 'LOCK TABLE can only run inside of a transaction.' }],
  };
}

/** ALTER TABLE actions that are about how a table is kept, not about its columns. */
export function alterTable({ table, what }: Of<'alter-table'>, context: Context): EffectPart {
  const { lock, rewrites } = ALTER_TABLE[what];
  const locks = lockTable(context, table, lock);
  if (what === 'other')
    return {
      locks,
      unknown: [`What this ALTER TABLE does to ${table} is not known: "${firstWords(context.statement.text)}".`],
    };
  if (what === 'force-row-security' && !/\bNO\s+FORCE\b/i.test(context.statement.text))
    return {
      locks,
      unknown: [
        `FORCE ROW LEVEL SECURITY hides rows of ${table} from its owner too, but for those that a policy lets pass.`,
      ],
    };
  const since = what === 'set-compression' ? unsupported(context, 14, 'SET COMPRESSION') : {};
  const method = what === 'set-access-method' ? unsupported(context, 15, 'SET ACCESS METHOD') : {};
  if (!rewrites) return combine([{ locks }, since]);
  return combine([{ locks, rewrites: [{ table, why: MOVED }] }, unlogged(table, what, context), method]);
}

/** What survives a crash cannot refer to what does not. */
function unlogged(table: string, what: AlterTableKind, context: Context): EffectPart {
  if (what !== 'set-unlogged') return {};
  return {
    refused: referencesTo(context, table).map(({ child, key }) => ({
      why: 'dependent',
      message: `PostgreSQL does not make ${table} UNLOGGED: the foreign key ${key.name} of ${child} refers to it.`,
    })),
  };
}

const MOVED = 'every row is copied to where the table is to be kept';

/** The beginning of a statement, for a sentence about it. */
export function firstWords(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
