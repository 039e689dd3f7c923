import type { Constraint } from 'libpg-query';
import type { ConstraintDefinition } from './act.ts';
import { columnsOf, inParentheses, nullTestOf } from './expressions.ts';
import { indexWords } from './indexes.ts';
import { bare, clipped, madeName, relationName } from './names.ts';
import type { StatementSource } from './source.ts';
import { nodesOf, stringsOf } from './tree.ts';

const ON_DELETE = { a: 'none', r: 'restrict', c: 'cascade', n: 'set-null', d: 'set-default' } as const;

/** Where names are made up: those of one statement do not collide. */
export interface Naming {
  readonly table: string;
  readonly taken: Set<string>;
}

/**
 * A constraint of a table, or of one column.
 * @param column the one that it is written beside
 * @returns undefined for what only describes a column: NOT NULL without a name, DEFAULT, GENERATED
 */
export function constraintOf(
  node: Constraint,
  column: string | undefined,
  naming: Naming,
  source: StatementSource,
): ConstraintDefinition | undefined {
  const name = (columns: readonly string[], label: string) => {
    const given = node.conname;
    const chosen = given === undefined ? madeName(naming.table, columns, label, naming.taken) : clipped(given);
    naming.taken.add(chosen);
    return given === undefined ? ({ name: chosen, made: true } as const) : { name: chosen };
  };
  const common = {
    deferrable: node.deferrable === true || node.initdeferred === true,
    notValid: node.skip_validation === true,
    notEnforced: false,
  };
  const beside = column === undefined ? [] : [column];
  switch (node.contype) {
    case 'CONSTR_CHECK': {
      const columns = columnsOf(node.raw_expr);
      return {
        ...common,
        ...name(columns.length === 1 ? columns : [], 'check'),
        notEnforced: node.is_enforced !== true,
        kind: 'check',
        columns,
        text: inParentheses('check', node.location ?? 0, source),
        notNullOf: nullTestOf(node.raw_expr, 'IS_NOT_NULL'),
      };
    }
    case 'CONSTR_NOTNULL': {
      const of = stringsOf(node.keys)[0] ?? column;
      if (of === undefined || (node.conname === undefined && column !== undefined)) return undefined;
      return { ...common, ...name([of], 'not_null'), kind: 'not-null', column: of };
    }
    case 'CONSTR_UNIQUE':
    case 'CONSTR_PRIMARY':
      return keyOf(node, beside, common, name);
    case 'CONSTR_FOREIGN': {
      const columns = node.fk_attrs === undefined ? beside : stringsOf(node.fk_attrs);
      return {
        ...common,
        ...name(columns, 'fkey'),
        notEnforced: node.is_enforced !== true,
        kind: 'foreign-key',
        columns,
        table: relationName(node.pktable),
        references: stringsOf(node.pk_attrs),
        onDelete: onDeleteOf(node.fk_del_action),
      };
    }
    case 'CONSTR_EXCLUSION': {
      const elements = nodesOf(node.exclusions, 'IndexElem');
      const plain = elements.flatMap(each => (each.name === undefined ? [] : [each.name]));
      const columns = new Set([...plain, ...columnsOf([elements, node.where_clause])]);
      return { ...common, ...name(indexWords(elements), 'excl'), kind: 'exclusion', columns: [...columns] };
    }
    default:
      return undefined;
  }
}

type Common = Pick<ConstraintDefinition, 'deferrable' | 'notValid' | 'notEnforced'>;
type Named = Pick<ConstraintDefinition, 'name' | 'made'>;

function keyOf(
  node: Constraint,
  beside: readonly string[],
  common: Common,
  name: (columns: readonly string[], label: string) => Named,
): ConstraintDefinition {
  const kind = node.contype === 'CONSTR_PRIMARY' ? 'primary' : 'unique';
  const columns = node.keys === undefined ? beside : stringsOf(node.keys);
  const using = node.indexname;
  if (using !== undefined && node.conname === undefined) {
    return { ...common, name: bare(using), kind, columns: [], using };
  }
  return { ...common, ...(kind === 'primary' ? name([], 'pkey') : name(columns, 'key')), kind, columns, using };
}

function onDeleteOf(action: string | undefined): Extract<ConstraintDefinition, { kind: 'foreign-key' }>['onDelete'] {
  if (action === 'r' || action === 'c' || action === 'n' || action === 'd') return ON_DELETE[action];
  return ON_DELETE.a;
}

const SAYS_HOW: Readonly<Partial<Record<string, Partial<Common>>>> = {
  CONSTR_ATTR_DEFERRABLE: { deferrable: true },
  CONSTR_ATTR_NOT_DEFERRABLE: { deferrable: false },
  CONSTR_ATTR_DEFERRED: { deferrable: true },
  CONSTR_ATTR_IMMEDIATE: {},
  CONSTR_ATTR_ENFORCED: { notEnforced: false },
  CONSTR_ATTR_NOT_ENFORCED: { notEnforced: true },
};

/** The constraints beside a column. DEFERRABLE and its like are nodes of their own there, and belong to the one before. */
export function constraintsBeside(
  nodes: readonly Constraint[],
  column: string,
  naming: Naming,
  source: StatementSource,
): readonly ConstraintDefinition[] {
  const constraints: ConstraintDefinition[] = [];
  let owner: ConstraintDefinition | undefined;
  for (const node of nodes) {
    const how = SAYS_HOW[node.contype ?? ''];
    if (how === undefined) {
      owner = constraintOf(node, column, naming, source);
      if (owner !== undefined) constraints.push(owner);
    } else if (owner !== undefined) {
      owner = { ...owner, ...how };
      constraints[constraints.length - 1] = owner;
    }
  }
  return constraints;
}
