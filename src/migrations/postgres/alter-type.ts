import type { Index } from '../schema/schema.ts';
import type { Act } from '../sql/act.ts';
import { combine, type EffectPart, ORPHANS_LOOKED_FOR } from './combine.ts';
import {
  type Context,
  columnOf,
  foreignKeysOf,
  indexesOf,
  isEnum,
  lockTable,
  referencesTo,
  tableOf,
} from './context.ts';
import { dependentsOn } from './dependents.ts';
import { LOCK_OF } from './locks.ts';
import { type TypeChange, typeChange } from './type-changes.ts';

type AlterType = Extract<Act, { act: 'alter-type' }>;

/** ALTER COLUMN ... TYPE, with what hangs on the column: indexes, CHECKs, foreign keys of both sides, views. */
export function alterType(act: AlterType, context: Context): EffectPart {
  const { table, column } = act;
  const known = columnOf(context, table, column);
  const locks = lockTable(context, table, LOCK_OF['alter-type']);
  const hanging = dependentsOn(context, table, column, 'change the type of');
  if (known === undefined) return combine([{ locks }, hanging, unknownColumn(act)]);
  const change = typeChange(known.type, act.type, act.using, context.timeZone, name => isEnum(context, name));
  const rows = rowsOf(act, change);
  const numbered = known.filledBy === 'identity' && !INTEGERS.has(act.type.name) ? [notForIdentity(act)] : [];
  // Without COLLATE the column gets the collation of its type back.
  const collation = act.collation !== known.collation;
  const rewritten = change.rows === 'rewritten';
  return combine([
    { locks },
    rows,
    ...numbered,
    hanging,
    ...(rewritten ? [] : [indexes(act, change.otherOrder || collation, context), checks(act, context)]),
    foreignKeys(act, rewritten, context),
  ]);
}

const INTEGERS: ReadonlySet<string> = new Set(['int2', 'int4', 'int8']);

function notForIdentity({ table, column }: AlterType): EffectPart {
  return {
    refused: [{ why: 'unsupported', message: `${table}.${column} is an identity column, which must be an integer.` }],
  };
}

function unknownColumn({ table, column, type }: AlterType): EffectPart {
  return {
    unknown: [
      `The type of ${table}.${column} is not known, so it cannot be said whether its change to ${type.name} writes the whole table anew.`,
    ],
  };
}

function rowsOf({ table, column, type }: AlterType, change: TypeChange): EffectPart {
  if (change.hasNoCast === true)
    return {
      refused: [
        {
          why: 'no-cast',
          message: `PostgreSQL has no cast from the type of ${table}.${column} to ${type.name}, so it refuses the change whatever the rows hold.`,
        },
      ],
    };
  const part: EffectPart = {
    fails: change.fails ? [{ table, columns: [column], on: 'cast' }] : [],
    cuts: change.cuts === undefined ? [] : [{ table, column, why: change.cuts }],
    refused: change.needsUsing
      ? [{ why: 'no-cast', message: `PostgreSQL changes ${column} to ${type.name} only when USING says how.` }]
      : [],
  };
  if (change.rows === 'kept') return part;
  if (change.rows === 'rewritten') return { ...part, rewrites: [{ table, why: change.why }] };
  return {
    ...part,
    unknown: [`Whether the new type of ${table}.${column} writes the whole table anew cannot be said: ${change.why}.`],
  };
}

/** Rows stay as they are; an index stays when it sorts by the same rules and nothing in it has to be worked out again. */
function indexes({ table, column }: AlterType, otherOrder: boolean, context: Context): EffectPart {
  const why = (index: Index): string | undefined => {
    if (!index.uses.includes(column)) return undefined;
    if (index.hasExpressions) return `an expression in the index uses ${column}`;
    if (index.predicate !== undefined) return `the index has a WHERE and uses ${column}`;
    return otherOrder && index.columns.includes(column) ? `the index sorts ${column} by other rules` : undefined;
  };
  return {
    builds: indexesOf(context, table).flatMap(index => {
      const because = why(index);
      return because === undefined ? [] : [{ table, index: index.name, concurrently: false, why: because }];
    }),
  };
}

function checks({ table, column }: AlterType, context: Context): EffectPart {
  const constraints = [...(tableOf(context, table)?.constraints.values() ?? [])];
  const tested = constraints.filter(
    constraint =>
      constraint.kind === 'check' && constraint.columns.includes(column) && constraint.valid && !constraint.notEnforced,
  );
  return { scans: tested.map(({ name }) => ({ table, why: `the CHECK ${name} uses ${column} and is tested again` })) };
}

/** A foreign key on the column is dropped and made again, from both of its sides; rows are looked up again when they were rewritten. */
function foreignKeys({ table, column }: AlterType, rewritten: boolean, context: Context): EffectPart {
  const own = foreignKeysOf(context, table).filter(({ columns }) => columns.includes(column));
  const others = referencesTo(context, table).filter(({ key }) => key.references.includes(column));
  const scan = (name: string) => ({ table: name, why: ORPHANS_LOOKED_FOR });
  const parents = own.filter(key => key.table !== table).map(key => key.table);
  return {
    locks: [
      ...parents.flatMap(parent => lockTable(context, parent, 'access-exclusive', 'parent')),
      ...others.flatMap(({ child }) => lockTable(context, child, 'access-exclusive', 'child')),
    ],
    scans: rewritten
      ? [
          ...own.filter(({ valid, notEnforced }) => valid && !notEnforced).map(() => scan(table)),
          ...others.filter(({ key }) => key.valid && !key.notEnforced).map(({ child }) => scan(child)),
        ]
      : [],
  };
}
