import type { Act, ConstraintDefinition } from '../sql/act.ts';
import { PARENT } from './add-column.ts';
import { combine, type EffectPart, ORPHANS_LOOKED_FOR } from './combine.ts';
import {
  type Context,
  columnOf,
  foreignKeysOf,
  hasNoNull,
  isComplete,
  lockTable,
  referencesTo,
  tableOf,
  unsupported,
} from './context.ts';
import { LOCK_OF } from './locks.ts';

type Of<Name extends Act['act']> = Extract<Act, { act: Name }>;
type Kind<Name extends ConstraintDefinition['kind']> = Extract<ConstraintDefinition, { kind: Name }>;

/** ALTER TABLE ... ADD CONSTRAINT. */
export function addConstraint({ table, constraint }: Of<'add-constraint'>, context: Context): EffectPart {
  const exclusive = { locks: lockTable(context, table, 'access-exclusive') };
  const enforced = constraint.notEnforced ? unsupported(context, 18, 'NOT ENFORCED') : {};
  switch (constraint.kind) {
    case 'check':
      return combine([exclusive, enforced, looksAtRows(constraint) ? testCheck(table, constraint) : {}]);
    case 'not-null':
      return combine([
        exclusive,
        unsupported(context, 18, 'A named NOT NULL constraint'),
        testNotNull(table, constraint, context),
      ]);
    case 'unique':
    case 'primary':
      return combine([exclusive, makeUnique(table, constraint, context)]);
    case 'exclusion':
      return combine([
        exclusive,
        {
          builds: [
            {
              table,
              index: constraint.name,
              concurrently: false,
              why: 'the exclusion constraint has an index of its own',
            },
          ],
          fails: [{ table, columns: constraint.columns, on: 'violation' }],
        },
      ]);
    case 'foreign-key':
      return combine([enforced, addForeignKey(table, constraint, context)]);
  }
}

function looksAtRows({ notValid, notEnforced }: ConstraintDefinition): boolean {
  return !notValid && !notEnforced;
}

function testCheck(table: string, { name, columns }: Kind<'check'>): EffectPart {
  return {
    scans: [{ table, why: `the CHECK ${name} is tested on every row` }],
    fails: [{ table, columns, on: 'violation' }],
  };
}

function testNotNull(table: string, constraint: Kind<'not-null'>, context: Context): EffectPart {
  const { column } = constraint;
  if (!looksAtRows(constraint) || hasNoNull(context, table, column)) return {};
  return {
    scans: [{ table, why: `every row is looked at for a NULL in ${column}` }],
    fails: [{ table, columns: [column], on: 'null' }],
  };
}

/** UNIQUE and PRIMARY KEY: with an index that is built now, or with one that is there (USING INDEX). A primary key refuses NULL. */
function makeUnique(table: string, constraint: Kind<'unique' | 'primary'>, context: Context): EffectPart {
  const taken = constraint.using === undefined ? undefined : tableOf(context, table)?.indexes.get(constraint.using);
  const columns = taken?.columns ?? constraint.columns;
  const nullable = constraint.kind === 'primary' ? columns.filter(column => !hasNoNull(context, table, column)) : [];
  const parts: EffectPart[] = nullable.map(column => ({
    scans: [{ table, why: `the primary key makes ${column} NOT NULL, so every row is looked at for a NULL` }],
    fails: [{ table, columns: [column], on: 'null' }],
  }));
  if (constraint.kind === 'primary' && columns.length === 0)
    parts.push({
      unknown: [
        `Which columns the index ${constraint.using} is on is not known; a nullable one has ${table} looked through.`,
      ],
    });
  if (constraint.using !== undefined) return combine(parts);
  const what = constraint.kind === 'primary' ? 'the primary key' : 'the UNIQUE constraint';
  return combine([
    ...parts,
    {
      builds: [{ table, index: constraint.name, concurrently: false, why: `${what} has an index of its own` }],
      fails: [{ table, columns, on: 'duplicates' }],
    },
  ]);
}

/** SHARE ROW EXCLUSIVE on both sides, with NOT VALID as well. */
function addForeignKey(table: string, constraint: Kind<'foreign-key'>, context: Context): EffectPart {
  const parent = constraint.table === table ? [] : lockTable(context, constraint.table, PARENT, 'parent');
  const part: EffectPart = { locks: [...lockTable(context, table, PARENT), ...parent] };
  const partitioned = tableOf(context, table)?.partitioned === true;
  if (constraint.notValid && partitioned)
    return combine([part, unsupported(context, 18, 'A foreign key of a partitioned table that is NOT VALID')]);
  if (!looksAtRows(constraint)) return part;
  return {
    ...part,
    scans: [{ table, why: ORPHANS_LOOKED_FOR }],
    fails: [{ table, columns: constraint.columns, on: 'orphans' }],
  };
}

/** ALTER TABLE ... VALIDATE CONSTRAINT: writes go on meanwhile. */
export function validateConstraint({ table, name }: Of<'validate-constraint'>, context: Context): EffectPart {
  const locks = lockTable(context, table, LOCK_OF['validate-constraint']);
  const constraint = tableOf(context, table)?.constraints.get(name);
  if (constraint?.valid === true) return { locks };
  const scans = [{ table, why: `every row is tested against ${name}` }];
  if (constraint === undefined)
    return {
      locks,
      scans,
      unknown: [`The constraint ${name} of ${table} is not known, so neither is what its validation tests.`],
    };
  switch (constraint.kind) {
    case 'foreign-key':
      return {
        locks: [...locks, { relation: constraint.table, mode: 'row-share', role: 'parent' }],
        scans: [{ table, why: ORPHANS_LOOKED_FOR }],
        fails: [{ table, columns: constraint.columns, on: 'orphans' }],
      };
    case 'not-null':
      return { locks, scans, fails: [{ table, columns: [constraint.column], on: 'null' }] };
    case 'check': {
      const column = constraint.notNullOf;
      if (column !== undefined && columnOf(context, table, column)?.notNull === true) return { locks, scans };
      return {
        locks,
        scans,
        fails: [{ table, columns: constraint.columns, on: column === undefined ? 'violation' : 'null' }],
      };
    }
    default:
      return { locks, scans };
  }
}

/** ALTER TABLE ... DROP CONSTRAINT: a foreign key locks the table it refers to, a key those that refer to it. */
export function dropConstraint(act: Of<'drop-constraint'>, context: Context): EffectPart {
  const { table, name, cascade } = act;
  const locks = lockTable(context, table, LOCK_OF['drop-constraint']);
  const constraint = tableOf(context, table)?.constraints.get(name);
  if (constraint === undefined) {
    if (act.ifExists && isComplete(context, table)) return { locks };
    return {
      locks,
      unknown: [
        `${table} has no constraint ${name} that is known; if it is a foreign key, the table it refers to is locked as well.`,
      ],
    };
  }
  if (constraint.kind === 'foreign-key')
    return {
      locks:
        constraint.table === table
          ? locks
          : [...locks, ...lockTable(context, constraint.table, 'access-exclusive', 'parent')],
    };
  if (constraint.kind !== 'unique' && constraint.kind !== 'primary') return { locks };
  return combine([{ locks }, losesKey(context, table, constraint.columns, cascade, `the constraint ${name}`)]);
}

/** Foreign keys that need a unique key of these columns: they keep it from going, or go with it. */
export function losesKey(
  context: Context,
  table: string,
  columns: readonly string[],
  cascade: boolean,
  what: string,
): EffectPart {
  const own = foreignKeysOf(context, table)
    .filter(key => key.table === table)
    .map(key => ({ child: table, key }));
  const same = [...columns].sort().join();
  const needing = [...own, ...referencesTo(context, table)].filter(
    ({ key }) => [...key.references].sort().join() === same,
  );
  if (!cascade)
    return {
      refused: needing.map(({ child, key }) => ({
        why: 'dependent',
        message: `PostgreSQL does not drop ${what} of ${table}: the foreign key ${key.name} of ${child} needs it.`,
      })),
    };
  return {
    locks: needing.flatMap(({ child }) =>
      child === table ? [] : lockTable(context, child, 'access-exclusive', 'child'),
    ),
    alsoDropped: needing.map(({ child, key }) => ({ kind: 'foreign-key', name: key.name, of: child })),
  };
}

/**
 * ALTER TABLE ... ALTER CONSTRAINT: how it is deferred; on PostgreSQL 18 also whether it is enforced, which tests every row, and needs the table
 * that is referred to.
 */
export function alterConstraint({ table, name }: Of<'alter-constraint'>, context: Context): EffectPart {
  const own = { locks: lockTable(context, table, LOCK_OF['alter-constraint']) };
  const enforcing = /\b(not\s+)?enforced\b/i.exec(context.statement.text);
  if (enforcing === null) return own;
  const constraint = tableOf(context, table)?.constraints.get(name);
  const enforces = enforcing[1] === undefined;
  const parents = constraint?.kind === 'foreign-key' && constraint.table !== table ? [constraint.table] : [];
  const mode = enforces ? PARENT : 'access-exclusive';
  const parts = [
    own,
    unsupported(context, 18, 'ALTER CONSTRAINT ... ENFORCED'),
    { locks: parents.flatMap(parent => lockTable(context, parent, mode, 'parent')) },
  ];
  if (!enforces) return combine(parts);
  return combine([
    ...parts,
    { scans: [{ table, why: ORPHANS_LOOKED_FOR }] },
    { fails: constraint?.kind === 'foreign-key' ? [{ table, columns: constraint.columns, on: 'orphans' }] : [] },
  ]);
}
