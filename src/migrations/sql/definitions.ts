import type {
  AlterEnumStmt,
  AlterObjectSchemaStmt,
  CommentStmt,
  CreateTrigStmt,
  DropStmt,
  RenameStmt,
  ViewStmt,
} from 'libpg-query';
import type { Act } from './act.ts';
import { besides, qualified, relationName } from './names.ts';
import { readsOf } from './reads.ts';
import { nameParts, stringsOf } from './tree.ts';
import { viewQuery } from './view-query.ts';

export function drop(statement: DropStmt): Act {
  const cascade = statement.behavior === 'DROP_CASCADE';
  const ifExists = statement.missing_ok === true;
  const objects = (statement.objects ?? []).map(nameParts);
  const names = objects.map(qualified);
  switch (statement.removeType) {
    case 'OBJECT_TABLE':
      return { act: 'drop-table', tables: names, cascade, ifExists };
    case 'OBJECT_INDEX':
      return { act: 'drop-index', indexes: names, concurrently: statement.concurrent === true, ifExists, cascade };
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return { act: 'drop-view', views: names, cascade, materialized: statement.removeType === 'OBJECT_MATVIEW' };
    case 'OBJECT_SEQUENCE':
      return { act: 'sequence', what: 'drop', name: names[0] ?? '' };
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
    case 'OBJECT_COLLATION':
      return { act: 'drop-type', types: names };
    case 'OBJECT_EXTENSION':
      return { act: 'drop-extension', names };
    case 'OBJECT_SCHEMA':
      return { act: 'schema', what: 'drop', name: names[0] ?? '' };
    case 'OBJECT_TRIGGER':
      return { act: 'drop-trigger', table: tableOf(objects[0]), name: objects[0]?.at(-1) ?? '' };
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE':
      return { act: 'alter-table', table: tableOf(objects[0]), what: 'other' };
    default:
      return { act: 'other', kind: `DropStmt ${statement.removeType ?? ''}` };
  }
}

/** Of what belongs to a table, the last part of the name is its own. */
function tableOf(parts: readonly string[] | undefined): string {
  return qualified((parts ?? []).slice(0, -1));
}

export function rename(statement: RenameStmt): Act {
  const relation = relationName(statement.relation);
  const { subname: from = '', newname: to = '' } = statement;
  switch (statement.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return { act: 'rename-table', table: relation, to: besides(relation, to) };
    case 'OBJECT_COLUMN':
      return { act: 'rename-column', table: relation, column: from, to };
    case 'OBJECT_TABCONSTRAINT':
      return { act: 'rename-constraint', table: relation, name: from, to };
    case 'OBJECT_INDEX':
      return { act: 'rename-index', index: relation, to: besides(relation, to) };
    case 'OBJECT_SEQUENCE':
      return { act: 'sequence', what: 'alter', name: relation };
    case 'OBJECT_SCHEMA':
      return { act: 'schema', what: 'rename', name: from };
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE':
      return { act: 'alter-table', table: relation, what: 'other' };
    default:
      return { act: 'other', kind: `RenameStmt ${statement.renameType ?? ''}` };
  }
}

/** To another schema: for everybody who names it, a rename. */
export function setSchema({ objectType, relation, newschema = '' }: AlterObjectSchemaStmt): readonly Act[] {
  const table = relationName(relation);
  if (objectType !== 'OBJECT_TABLE') return [{ act: 'other', kind: `AlterObjectSchemaStmt ${objectType ?? ''}` }];
  return [
    { act: 'alter-table', table, what: 'set-schema' },
    { act: 'rename-table', table, to: qualified([newschema, relation?.relname ?? '']) },
  ];
}

export function alterEnum({ typeName, oldVal, newVal = '', skipIfNewValExists }: AlterEnumStmt): Act {
  const type = qualified(stringsOf(typeName));
  if (oldVal !== undefined) return { act: 'rename-enum-value', type, value: oldVal, to: newVal };
  return { act: 'add-enum-value', type, value: newVal, ifNotExists: skipIfNewValExists === true };
}

export function comment({ objtype, object }: CommentStmt): Act {
  const parts = nameParts(object);
  if (objtype === 'OBJECT_TABLE') return { act: 'comment', on: 'table', table: qualified(parts) };
  if (objtype === 'OBJECT_COLUMN') return { act: 'comment', on: 'column', table: tableOf(parts) };
  return { act: 'comment', on: 'other', table: undefined };
}

export function view({ view: name, query, replace }: ViewStmt): Act {
  const view = relationName(name);
  return { act: 'create-view', view, reads: readsOf(query), replace: replace === true, query: viewQuery(query) };
}

export function trigger({ relation, trigname = '' }: CreateTrigStmt): Act {
  return { act: 'create-trigger', table: relationName(relation), name: trigname };
}
