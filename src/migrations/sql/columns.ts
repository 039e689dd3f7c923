import type { ColumnDef, Constraint } from 'libpg-query';
import type { ColumnDefinition } from './act.ts';
import { constraintsBeside, type Naming } from './constraints.ts';
import { columnsOf, expressionOf, inParentheses } from './expressions.ts';
import { qualified } from './names.ts';
import type { StatementSource } from './source.ts';
import { typeOf } from './sql-type.ts';
import { stringsOf } from './tree.ts';

/** A column as CREATE TABLE and ADD COLUMN define it. */
export function columnDefinition(definition: ColumnDef, naming: Naming, source: StatementSource): ColumnDefinition {
  const name = definition.colname ?? '';
  const nodes = (definition.constraints ?? []).flatMap(node => ('Constraint' in node ? [node.Constraint] : []));
  const has = (kind: Constraint['contype']) => nodes.some(({ contype }) => contype === kind);
  const { type, serial } = typeOf(definition.typeName);
  const identity = has('CONSTR_IDENTITY');
  const value = nodes.find(({ contype }) => contype === 'CONSTR_DEFAULT');
  const generated = nodes.find(({ contype }) => contype === 'CONSTR_GENERATED');
  const collation =
    definition.collClause === undefined ? undefined : qualified(stringsOf(definition.collClause.collname));
  return {
    name,
    type,
    notNull: serial || identity || has('CONSTR_NOTNULL') || has('CONSTR_PRIMARY'),
    default:
      value?.raw_expr === undefined ? undefined : expressionOf(value.raw_expr, source, after(value, definition, nodes)),
    identity,
    serial,
    generated: generated === undefined ? undefined : generated.generated_kind === 'v' ? 'virtual' : 'stored',
    ...computed(generated, source),
    collation,
    constraints: constraintsBeside(nodes, name, naming, source),
  };
}

function computed(node: Constraint | undefined, source: StatementSource): Pick<ColumnDefinition, 'generatedAs'> {
  const expression = node?.raw_expr;
  if (node === undefined || expression === undefined) return {};
  const text = inParentheses('as', node.location ?? 0, source);
  return { generatedAs: { expression: { ...expressionOf(expression, source), text }, uses: columnsOf(expression) } };
}

/** Where the next thing that is said of the column begins: there is no sign between them. */
function after(node: Constraint, { collClause }: ColumnDef, nodes: readonly Constraint[]): number | undefined {
  const here = node.location ?? 0;
  const places = [...nodes.map(({ location }) => location), collClause?.location].filter(
    place => place !== undefined && place > here,
  );
  return places.reduce((least, place) => (least === undefined || (place ?? 0) < least ? place : least), undefined);
}
