import type { A_Const, LockStmt, Node, ReindexStmt, TransactionStmt, VacuumStmt, VariableSetStmt } from 'libpg-query';
import type { Act } from './act.ts';
import { relationName } from './names.ts';
import { nodesOf } from './tree.ts';

export function variable({ kind, name = '', args, is_local: local }: VariableSetStmt): Act {
  const values = (args ?? []).flatMap(textsOf);
  const reset = kind !== 'VAR_SET_VALUE' && kind !== 'VAR_SET_MULTI';
  return { act: 'set', name: name.toLowerCase(), value: reset ? undefined : values.join(', '), local: local === true };
}

function textsOf(node: Node): readonly string[] {
  if ('A_Const' in node) return [constantText(node.A_Const)];
  // SET TIME ZONE INTERVAL '...': a cast of a text.
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) return textsOf(node.TypeCast.arg);
  return [];
}

function constantText({ ival, fval, sval, boolval }: A_Const): string {
  if (ival !== undefined) return String(ival.ival ?? 0);
  if (boolval !== undefined) return String(boolval.boolval === true);
  return fval?.fval ?? sval?.sval ?? '';
}

export function transaction({ kind }: TransactionStmt): Act {
  switch (kind) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      return { act: 'transaction', what: 'begin' };
    case 'TRANS_STMT_COMMIT':
    case 'TRANS_STMT_PREPARE':
      return { act: 'transaction', what: 'commit' };
    case 'TRANS_STMT_ROLLBACK':
      return { act: 'transaction', what: 'rollback' };
    case 'TRANS_STMT_SAVEPOINT':
    case 'TRANS_STMT_RELEASE':
    case 'TRANS_STMT_ROLLBACK_TO':
      return { act: 'transaction', what: 'savepoint' };
    default:
      return { act: 'other', kind: `TransactionStmt ${kind ?? ''}` };
  }
}

/** By the parser's number. */
const LOCKS = [
  '',
  'access-share',
  'row-share',
  'row-exclusive',
  'share-update-exclusive',
  'share',
  'share-row-exclusive',
  'exclusive',
  'access-exclusive',
] as const;

export function lock({ relations, mode = 8 }: LockStmt): Act {
  return {
    act: 'lock-table',
    tables: nodesOf(relations, 'RangeVar').map(relationName),
    mode: LOCKS[mode] ?? 'access-exclusive',
  };
}

export function vacuum({ is_vacuumcmd: isVacuum, rels, options }: VacuumStmt): Act {
  const on = (name: string) => isOn(options, name);
  return {
    act: 'vacuum',
    tables: nodesOf(rels, 'VacuumRelation').map(({ relation }) => relationName(relation)),
    full: on('full'),
    analyze: isVacuum !== true || on('analyze'),
    ...(isVacuum === true ? {} : { only: 'analyze' as const }),
  };
}

export function reindex({ kind, relation, name, params }: ReindexStmt): Act {
  const concurrently = isOn(params, 'concurrently');
  if (kind === 'REINDEX_OBJECT_TABLE')
    return { act: 'reindex', kind: 'table', name: relationName(relation), concurrently };
  if (kind === 'REINDEX_OBJECT_INDEX')
    return { act: 'reindex', kind: 'index', name: relationName(relation), concurrently };
  return {
    act: 'reindex',
    kind: kind === 'REINDEX_OBJECT_SCHEMA' ? 'schema' : 'database',
    name: name ?? '',
    concurrently,
  };
}

/** `(FULL)`, `(FULL true)`, `(FULL off)`. */
function isOn(options: readonly Node[] | undefined, name: string): boolean {
  const option = nodesOf(options, 'DefElem').find(({ defname }) => defname === name);
  if (option === undefined) return false;
  if (option.arg === undefined) return true;
  if ('Integer' in option.arg) return (option.arg.Integer.ival ?? 0) !== 0;
  if ('Boolean' in option.arg) return option.arg.Boolean.boolval === true;
  return !('String' in option.arg && /^(off|false|no|0)$/i.test(option.arg.String.sval ?? ''));
}
