import type { DoStmt, Node } from 'libpg-query';
import type { Act } from './act.ts';
import { alterTable } from './alter-table.ts';
import { createFromQuery, createTable } from './create-table.ts';
import { dataActs, isData } from './data.ts';
import { alterEnum, comment, drop, rename, setSchema, trigger, view } from './definitions.ts';
import { createIndex } from './indexes.ts';
import { qualified, relationName } from './names.ts';
import { readsOf } from './reads.ts';
import { lock, reindex, transaction, vacuum, variable } from './sessions.ts';
import type { StatementSource } from './source.ts';
import { nameParts, nodesOf, stringsOf } from './tree.ts';

/** What a statement does, as PostgreSQL's parser understood it. */
export function actsOf(node: Node, source: StatementSource): readonly Act[] {
  if (isData(node)) return dataActs(node, source);
  if ('AlterTableStmt' in node) return alterTable(node.AlterTableStmt, source);
  if ('CreateTableAsStmt' in node) return createFromQuery(node.CreateTableAsStmt);
  if ('AlterObjectSchemaStmt' in node) return setSchema(node.AlterObjectSchemaStmt);
  return [tableAct(node, source) ?? typeAct(node) ?? commandAct(node) ?? other(node)];
}

function other(node: Node): Act {
  return { act: 'other', kind: Object.keys(node)[0] ?? '' };
}

function tableAct(node: Node, source: StatementSource): Act | undefined {
  if ('CreateStmt' in node) return createTable(node.CreateStmt, source);
  if ('IndexStmt' in node) return createIndex(node.IndexStmt, source);
  if ('DropStmt' in node) return drop(node.DropStmt);
  if ('RenameStmt' in node) return rename(node.RenameStmt);
  if ('CommentStmt' in node) return comment(node.CommentStmt);
  if ('ViewStmt' in node) return view(node.ViewStmt);
  if ('CreateTrigStmt' in node) return trigger(node.CreateTrigStmt);
  if ('RefreshMatViewStmt' in node) {
    const { relation, concurrent } = node.RefreshMatViewStmt;
    return { act: 'refresh-view', view: relationName(relation), concurrently: concurrent === true };
  }
  if ('TruncateStmt' in node) {
    const { relations, behavior } = node.TruncateStmt;
    const tables = nodesOf(relations, 'RangeVar').map(relationName);
    return { act: 'truncate', tables, cascade: behavior === 'DROP_CASCADE' };
  }
  if ('CopyStmt' in node) {
    const { relation, query, is_from: isFrom } = node.CopyStmt;
    const table = relationName(relation);
    if (isFrom === true) return { act: 'insert', table, reads: [] };
    return { act: 'select', reads: relation === undefined ? readsOf(query) : [table], calls: [], locking: false };
  }
  if ('CreatePolicyStmt' in node)
    return { act: 'alter-table', table: relationName(node.CreatePolicyStmt.table), what: 'other' };
  if ('AlterPolicyStmt' in node)
    return { act: 'alter-table', table: relationName(node.AlterPolicyStmt.table), what: 'other' };
  if ('RuleStmt' in node) return { act: 'alter-table', table: relationName(node.RuleStmt.relation), what: 'other' };
  return undefined;
}

/** Types, sequences, extensions, functions, schemas, databases. */
function typeAct(node: Node): Act | undefined {
  if ('CreateEnumStmt' in node) {
    const { typeName, vals } = node.CreateEnumStmt;
    return { act: 'create-type', type: qualified(stringsOf(typeName)), values: stringsOf(vals) };
  }
  if ('CompositeTypeStmt' in node) return newType(relationName(node.CompositeTypeStmt.typevar));
  if ('CreateRangeStmt' in node) return newType(qualified(stringsOf(node.CreateRangeStmt.typeName)));
  if ('CreateDomainStmt' in node) return newType(qualified(stringsOf(node.CreateDomainStmt.domainname)));
  // Collations, operators, aggregates, configurations of text search: nothing that is there uses them yet.
  if ('DefineStmt' in node) return newType(qualified(stringsOf(node.DefineStmt.defnames)));
  if ('AlterEnumStmt' in node) return alterEnum(node.AlterEnumStmt);
  if ('CreateSeqStmt' in node) return sequence('create', relationName(node.CreateSeqStmt.sequence));
  if ('AlterSeqStmt' in node) return sequence('alter', relationName(node.AlterSeqStmt.sequence));
  if ('CreateExtensionStmt' in node) {
    const { extname = '', if_not_exists: ifNotExists } = node.CreateExtensionStmt;
    return { act: 'create-extension', name: extname, ifNotExists: ifNotExists === true };
  }
  if ('CreateFunctionStmt' in node) {
    return { act: 'create-function', name: qualified(stringsOf(node.CreateFunctionStmt.funcname)) };
  }
  if ('CreateSchemaStmt' in node)
    return { act: 'schema', what: 'create', name: node.CreateSchemaStmt.schemaname ?? '' };
  if ('CreatedbStmt' in node) return { act: 'database', what: 'create', name: node.CreatedbStmt.dbname ?? '' };
  if ('DropdbStmt' in node) return { act: 'database', what: 'drop', name: node.DropdbStmt.dbname ?? '' };
  return undefined;
}

function newType(type: string): Act {
  return { act: 'create-type', type, values: [] };
}

function sequence(what: 'create' | 'alter', name: string): Act {
  return { act: 'sequence', what, name };
}

function commandAct(node: Node): Act | undefined {
  if ('VariableSetStmt' in node) return variable(node.VariableSetStmt);
  if ('TransactionStmt' in node) return transaction(node.TransactionStmt);
  if ('ConstraintsSetStmt' in node)
    return { act: 'set-constraints', immediate: node.ConstraintsSetStmt.deferred !== true };
  if ('LockStmt' in node) return lock(node.LockStmt);
  if ('VacuumStmt' in node) return vacuum(node.VacuumStmt);
  if ('ReindexStmt' in node) return reindex(node.ReindexStmt);
  if ('ClusterStmt' in node) {
    const { relation } = node.ClusterStmt;
    return { act: 'cluster', table: relation === undefined ? undefined : relationName(relation) };
  }
  if ('DoStmt' in node) return doBlock(node.DoStmt);
  if ('GrantStmt' in node || 'GrantRoleStmt' in node || 'AlterDefaultPrivilegesStmt' in node) return { act: 'grant' };
  return undefined;
}

function doBlock({ args }: DoStmt): Act {
  const options = new Map(nodesOf(args, 'DefElem').map(({ defname = '', arg }) => [defname, nameParts(arg)[0]]));
  return { act: 'do', language: options.get('language') ?? 'plpgsql', body: options.get('as') ?? '' };
}
