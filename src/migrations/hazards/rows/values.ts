import { isLooser } from '../../compare/looser.ts';
import type { Played } from '../../played.ts';
import type { Act, ConstraintDefinition } from '../../sql/act.ts';
import { advise, sqlName, sqlNames } from '../remedies/code.ts';
import { defineHazard } from '../rule.ts';
import { type Failure, failureHits, type Said } from './failures.ts';

const CONSTRAINTS = 'https://www.postgresql.org/docs/current/ddl-constraints.html';

export const duplicates = defineHazard({
  id: 'rows/duplicates',
  title: 'No duplicates stand where a migration forbids them',
  severity: 'medium',
  verdict: 'review',
  why: 'A unique index is not built over duplicates: the migration fails, and with CONCURRENTLY an invalid index stays behind.',
  remedy: 'Look for duplicates before the deployment, and settle them in a migration before.',
  source: [`${CONSTRAINTS}#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS`],
  judge: played => failureHits(played, 'duplicates', failure => duplicatesSaid(failure)),
});

function duplicatesSaid(failure: Failure): Said | undefined {
  const { table, columns, who, statement } = failure;
  if (columns.length === 0 || replaces(failure, 'unique') || isUnique(failure)) return undefined;
  const known = statement.before.tables.get(table);
  const isEmpty = columns.some(column => {
    const one = known?.columns.get(column);
    return one?.isNew === true && !one.notNull && one.default === undefined && known?.filled !== true;
  });
  if (isEmpty && !isFilled(failure)) return undefined;
  const keys = sqlNames(columns);
  return {
    message: `${who} fails if two rows of ${table} have the same ${columns.join(' and ')}, and the deployment stops there.`,
    remedy: advise(
      'Look for them before: no row must come back.',
      `SELECT ${keys}, count(*) FROM ${sqlName(table)} GROUP BY ${keys} HAVING count(*) > 1;`,
    ),
  };
}

export const violation = defineHazard({
  id: 'rows/violation',
  title: 'No row breaks a check that a migration adds',
  severity: 'medium',
  verdict: 'review',
  why: 'A check is refused as long as one row breaks it: the migration fails and the deployment stops half-way.',
  remedy: 'Count the rows that break it before the deployment, and mend them in a migration before.',
  source: [`${CONSTRAINTS}#DDL-CONSTRAINTS-CHECK-CONSTRAINTS`],
  judge: played =>
    failureHits(played, 'violation', failure => {
      const { table, who, columns } = failure;
      const other = otherRule(failure);
      if (other !== undefined) return other;
      const check = checkOf(failure);
      if (check !== undefined && isLoosened(failure, check)) return undefined;
      const condition = check ?? '<the condition>';
      return {
        message: `${who} fails if a single row of ${table} breaks ${check === undefined ? `the check on ${columns.join(', ')}` : `CHECK (${check})`}.`,
        remedy: advise(
          'Count them before: the answer must be 0.',
          `SELECT count(*) FROM ${sqlName(table)} WHERE NOT (${condition});`,
        ),
      };
    }),
});

export const orphans = defineHazard({
  id: 'rows/orphans',
  title: 'Every row that a new foreign key looks at has its parent',
  severity: 'medium',
  verdict: 'review',
  why: 'A foreign key is refused as long as one row refers to nothing: the migration fails and the deployment stops half-way.',
  remedy: 'Look for orphans before the deployment, and settle them in a migration before.',
  source: [`${CONSTRAINTS}#DDL-CONSTRAINTS-FK`],
  judge: played => failureHits(played, 'orphans', failure => orphansSaid(played, failure)),
});

function orphansSaid(played: Played, failure: Failure): Said | undefined {
  const { table, columns, who, statement } = failure;
  const key = keyOf(statement.acts, table) ?? validated(failure, 'foreign-key');
  if (replaces(failure, 'foreign-key', key?.kind === 'foreign-key' ? key.table : undefined)) return undefined;
  if (key?.kind !== 'foreign-key')
    return {
      message: `${who} fails if a row of ${table} refers to one that does not exist.`,
      remedy: advise(
        'Look for such rows before.',
        `SELECT ${sqlNames(columns)} FROM ${sqlName(table)};  -- those without a parent`,
      ),
    };
  const [column = '', ...more] = key.columns;
  const [reference = primaryOf(played, key.table)] = key.references;
  return {
    message: `${who} fails if a row of ${table} refers by ${[column, ...more].join(', ')} to a row of ${key.table} that does not exist.`,
    remedy: advise(
      'Look for them before: the answer must be 0.',
      `SELECT count(*) FROM ${sqlName(table)} child LEFT JOIN ${sqlName(key.table)} parent ON parent.${sqlName(reference)} = child.${sqlName(column)}`,
      `WHERE child.${sqlName(column)} IS NOT NULL AND parent.${sqlName(reference)} IS NULL;`,
    ),
  };
}

/**
 * The same operation dropped such a constraint before: what was held to it then holds to it now, as when Django renames a table.
 * @param parent of a foreign key: one that referred to another table says nothing of this one
 */
function replaces(
  { migration, operation, statement, table }: Failure,
  kind: ConstraintDefinition['kind'],
  parent?: string,
): boolean {
  if (operation === undefined || statement.by !== 'framework') return false;
  const acts = migration.statements.flatMap(one => one.acts);
  const isHeld = (held: ConstraintDefinition | undefined) =>
    held?.kind === kind &&
    (held.kind !== 'foreign-key' ||
      parent === undefined ||
      held.table === parent ||
      renamedTo(acts, held.table) === parent);
  return migration.statements.some(
    earlier =>
      earlier.operation === operation &&
      earlier.step < statement.step &&
      earlier.acts.some(
        act =>
          act.act === 'drop-constraint' &&
          (act.table === table || renamedTo(acts, act.table) === table) &&
          isHeld(earlier.before.tables.get(act.table)?.constraints.get(act.name)),
      ),
  );
}

function renamedTo(acts: readonly Act[], table: string): string | undefined {
  const act = acts.find(one => one.act === 'rename-table' && one.table === table);
  return act?.act === 'rename-table' ? act.to : undefined;
}

/** Another unique index on these columns, or on some of them, lets no duplicates in; one that the same transaction dropped let none in until now. */
function isUnique({ migration, statement, table, columns }: Failure): boolean {
  // Then two NULLs are duplicates as well, which the other index let in.
  if (/\bNULLS\s+NOT\s+DISTINCT\b/i.test(statement.text)) return false;
  const schemas = [statement.before, ...(migration.migration.atomic ? [migration.before] : [])];
  return schemas.some(({ tables }) =>
    [...(tables.get(table)?.indexes.values() ?? [])].some(
      ({ unique, hasExpressions, predicate, columns: keys }) =>
        unique && !hasExpressions && predicate === undefined && keys.every(key => columns.includes(key)),
    ),
  );
}

/** Something pending wrote to the table before. */
function isFilled({ migration, statement, table }: Failure): boolean {
  return migration.statements.some(
    one =>
      one.step < statement.step &&
      (one.by === 'code' ||
        one.acts.some(act => (act.act === 'update' || act.act === 'insert') && act.table === table)),
  );
}

/** Bounds of a partition and exclusion constraints refuse rows as a check does, and are looked for in another way. */
function otherRule({ statement, table, who, columns }: Failure): Said | undefined {
  for (const act of statement.acts) {
    if (act.act === 'attach-partition')
      return {
        message: `${who} fails if a single row of ${table} does not belong to the bounds that it gets.`,
        remedy: advise(
          'Count them before: the answer must be 0.',
          `SELECT count(*) FROM ${sqlName(table)} WHERE NOT (<the bounds>);`,
        ),
      };
    if (act.act === 'add-constraint' && act.constraint.kind === 'exclusion')
      return {
        message: `${who} fails if two rows of ${table} exclude each other by ${act.constraint.name}.`,
        remedy: advise(
          'Look for such pairs before: no row must come back.',
          `SELECT a.*, b.* FROM ${sqlName(table)} a JOIN ${sqlName(table)} b ON a.ctid < b.ctid AND <a.${columns[0] ?? 'column'} excludes b.${columns[0] ?? 'column'}>;`,
        ),
      };
  }
  return undefined;
}

/** Every row passed a stricter check until this transaction began, or passes one that is there. */
function isLoosened({ migration, statement, table }: Failure, check: string): boolean {
  const schemas = [statement.before, ...(migration.migration.atomic ? [migration.before] : [])];
  return schemas.some(({ tables }) =>
    [...(tables.get(table)?.constraints.values() ?? [])].some(
      held => held.kind === 'check' && held.valid && !held.notEnforced && isLooser(check, held.text),
    ),
  );
}

function checkOf(failure: Failure): string | undefined {
  for (const act of failure.statement.acts) {
    if (act.act === 'add-constraint' && act.constraint.kind === 'check') return act.constraint.text;
    if (act.act !== 'add-column') continue;
    const check = act.column.constraints.find(constraint => constraint.kind === 'check');
    if (check?.kind === 'check') return check.text;
  }
  const known = validated(failure, 'check');
  return known?.kind === 'check' ? known.text : undefined;
}

/** The constraint that VALIDATE is about. */
function validated(
  { statement, table }: Failure,
  kind: ConstraintDefinition['kind'],
): ConstraintDefinition | undefined {
  for (const act of statement.acts) {
    if (act.act !== 'validate-constraint') continue;
    const known = statement.before.tables.get(table)?.constraints.get(act.name);
    if (known?.kind === kind) return known;
  }
  return undefined;
}

function keyOf(acts: readonly Act[], table: string): ConstraintDefinition | undefined {
  for (const act of acts) {
    if (act.act === 'add-constraint' && act.table === table && act.constraint.kind === 'foreign-key')
      return act.constraint;
    if (act.act !== 'add-column' || act.table !== table) continue;
    const key = act.column.constraints.find(constraint => constraint.kind === 'foreign-key');
    if (key !== undefined) return key;
  }
  return undefined;
}

function primaryOf({ first }: Played, table: string): string {
  const known = first.tables.get(table);
  const primary = [...(known?.constraints.values() ?? [])].find(({ kind }) => kind === 'primary');
  return primary?.kind === 'primary' ? (primary.columns[0] ?? 'id') : 'id';
}
