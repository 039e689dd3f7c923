import type { AlterTableCmd, AlterTableStmt, AlterTableType } from 'libpg-query';
import type { Act, SqlType } from './act.ts';
import type { AlterTableKind } from './alter-table-kind.ts';
import { columnDefinition } from './columns.ts';
import { constraintOf, type Naming } from './constraints.ts';
import { columnOf, expressionOf } from './expressions.ts';
import { qualified, relationName } from './names.ts';
import type { StatementSource } from './source.ts';
import { typeOf } from './sql-type.ts';
import { stringsOf } from './tree.ts';

/** One act for each action; they share a lock. */
export function alterTable(statement: AlterTableStmt, source: StatementSource): readonly Act[] {
  const table = relationName(statement.relation);
  if (statement.objtype === 'OBJECT_SEQUENCE') return [{ act: 'sequence', what: 'alter', name: table }];
  if (statement.objtype !== 'OBJECT_TABLE')
    return [{ act: 'other', kind: `AlterTableStmt ${statement.objtype ?? ''}` }];
  const naming: Naming = { table, taken: new Set() };
  return (statement.cmds ?? []).flatMap(node =>
    'AlterTableCmd' in node ? [actionOf(node.AlterTableCmd, table, naming, source)] : [],
  );
}

function actionOf(command: AlterTableCmd, table: string, naming: Naming, source: StatementSource): Act {
  const { subtype, name = '', def, behavior, missing_ok: missing } = command;
  const column = name;
  const cascade = behavior === 'DROP_CASCADE';
  const ifExists = missing === true;
  switch (subtype) {
    case 'AT_AddColumn':
      if (def === undefined || !('ColumnDef' in def)) break;
      return {
        act: 'add-column',
        table,
        column: columnDefinition(def.ColumnDef, naming, source),
        ifNotExists: ifExists,
      };
    case 'AT_DropColumn':
      return { act: 'drop-column', table, column, cascade, ifExists };
    case 'AT_AlterColumnType':
      return alterType(command, table, source);
    case 'AT_ColumnDefault':
      if (def === undefined) return { act: 'drop-default', table, column };
      return { act: 'set-default', table, column, value: expressionOf(def, source) };
    case 'AT_SetNotNull':
      return { act: 'set-not-null', table, column };
    case 'AT_DropNotNull':
      return { act: 'drop-not-null', table, column };
    case 'AT_AddIdentity':
      return { act: 'add-identity', table, column };
    case 'AT_DropIdentity':
      return { act: 'drop-identity', table, column };
    case 'AT_DropExpression':
      return { act: 'drop-expression', table, column };
    case 'AT_AddConstraint': {
      if (def === undefined || !('Constraint' in def)) break;
      const constraint = constraintOf(def.Constraint, undefined, naming, source);
      if (constraint === undefined) break;
      return { act: 'add-constraint', table, constraint };
    }
    case 'AT_DropConstraint':
      return { act: 'drop-constraint', table, name, cascade, ifExists };
    case 'AT_ValidateConstraint':
      return { act: 'validate-constraint', table, name };
    case 'AT_AlterConstraint': {
      const altered = def !== undefined && 'ATAlterConstraint' in def ? def.ATAlterConstraint.conname : undefined;
      return { act: 'alter-constraint', table, name: altered ?? name };
    }
    case 'AT_AttachPartition':
    case 'AT_DetachPartition': {
      if (def === undefined || !('PartitionCmd' in def)) break;
      const partition = relationName(def.PartitionCmd.name);
      return subtype === 'AT_AttachPartition'
        ? { act: 'attach-partition', table, partition }
        : { act: 'detach-partition', table, partition, concurrently: def.PartitionCmd.concurrent === true };
    }
    default:
  }
  return { act: 'alter-table', table, what: (subtype === undefined ? undefined : KINDS[subtype]) ?? 'other' };
}

function alterType({ name = '', def }: AlterTableCmd, table: string, source: StatementSource): Act {
  const definition = def !== undefined && 'ColumnDef' in def ? def.ColumnDef : undefined;
  const { type } = typeOf(definition?.typeName);
  const using = definition?.raw_default;
  const collation =
    definition?.collClause === undefined ? undefined : qualified(stringsOf(definition.collClause.collname));
  const isCast =
    using !== undefined &&
    'TypeCast' in using &&
    columnOf(using.TypeCast.arg) === name &&
    sameType(typeOf(using.TypeCast.typeName).type, type);
  return {
    act: 'alter-type',
    table,
    column: name,
    type,
    using:
      using === undefined
        ? undefined
        : { kind: isCast ? 'cast' : 'expression', expression: expressionOf(using, source) },
    collation,
  };
}

function sameType(one: SqlType, other: SqlType): boolean {
  return one.name === other.name && one.array === other.array && one.modifiers.join() === other.modifiers.join();
}

/** The actions that change no column and no constraint. */
const KINDS: Readonly<Partial<Record<AlterTableType, AlterTableKind>>> = {
  AT_SetStorage: 'set-storage',
  AT_SetCompression: 'set-compression',
  AT_SetStatistics: 'set-statistics',
  AT_SetOptions: 'set-statistics',
  AT_ResetOptions: 'set-statistics',
  AT_SetRelOptions: 'set-options',
  AT_ResetRelOptions: 'set-options',
  AT_ReplaceRelOptions: 'set-options',
  AT_EnableTrig: 'enable-trigger',
  AT_EnableAlwaysTrig: 'enable-trigger',
  AT_EnableReplicaTrig: 'enable-trigger',
  AT_EnableTrigAll: 'enable-trigger',
  AT_EnableTrigUser: 'enable-trigger',
  AT_DisableTrig: 'disable-trigger',
  AT_DisableTrigAll: 'disable-trigger',
  AT_DisableTrigUser: 'disable-trigger',
  AT_EnableRowSecurity: 'enable-row-security',
  AT_DisableRowSecurity: 'disable-row-security',
  AT_ForceRowSecurity: 'force-row-security',
  AT_NoForceRowSecurity: 'force-row-security',
  AT_ReplicaIdentity: 'replica-identity',
  AT_SetTableSpace: 'set-tablespace',
  AT_SetLogged: 'set-logged',
  AT_SetUnLogged: 'set-unlogged',
  AT_SetAccessMethod: 'set-access-method',
  AT_ClusterOn: 'cluster-on',
  AT_DropCluster: 'cluster-on',
  AT_ChangeOwner: 'owner',
  AT_AddInherit: 'inherit',
  AT_DropInherit: 'no-inherit',
};
