import { typeInWords } from '../../compare/type-family.ts';
import type { Played } from '../../played.ts';
import type { Act, ColumnDefinition, ConstraintDefinition } from '../../sql/act.ts';
import { inBatches } from '../remedies/batches.ts';
import { concurrentForm } from '../remedies/concurrent-forms.ts';
import { concurrentIndex, indexAroundType, partitionedIndex } from '../remedies/concurrent-index.ts';
import { exclusionByHand, keyThroughIndex } from '../remedies/keys.ts';
import { outOfCode, whenQuiet } from '../remedies/lock-timeout.ts';
import {
  defaultInSteps,
  generatedInSteps,
  identityInSteps,
  lengthAsCheck,
  requiredInSteps,
  typeThroughNewColumn,
} from '../remedies/new-column.ts';
import { notNullInSteps } from '../remedies/not-null.ts';
import { checkNotValid, foreignKeyNotValid, positiveInSteps, validateLater } from '../remedies/not-valid.ts';
import { attachChecked } from '../remedies/partitions.ts';
import { separateMigrations } from '../remedies/separate.ts';
import { type Target, targetOf } from '../remedies/target.ts';
import { uniqueColumnInSteps, uniqueThroughIndex } from '../remedies/unique.ts';
import { operationInWords } from '../wording.ts';
import type { Strain, Strained } from './strains.ts';

/** The recipe for the worst that an operation does; another statement of it may say better what it is about. */
export function strainRemedy(played: Played, strained: Strained): string {
  const { migration, operation, worst } = strained;
  const acts = actsOf(strained);
  const columns = columnsOf(acts);
  const target = targetOf(played, migration.migration, operation, worst.table, columns);
  if (worst.rule === 'lock/held' || worst.rule === 'data/with-schema') return apart(target, strained);
  if (worst.rule === 'order/not-valid-then-validate') return validateLater(target, nameOf(acts, 'validate-constraint'));
  if (worst.work === 'rows')
    return operation?.kind === 'AlterField'
      ? notNullInSteps(target, filledWith(worst.statement.text))
      : inBatches(target, 'update');
  if (worst.work === 'code') return inBatches(target, 'code');
  for (const act of acts) {
    const recipe = byAct(played, target, worst, act);
    if (recipe !== undefined) return recipe;
  }
  if (worst.statement.by === 'code') return outOfCode(worst.work === 'build' ? 'index' : 'other', worst.table);
  return whenQuiet(target.framework, worst.table);
}

/** A column that is added says best what it is about, also when its index is what takes long; then the worst statement. */
function actsOf({ migration, operation, worst, others }: Strained): readonly Act[] {
  const strained = [worst, ...others].flatMap(({ statement }) => statement.acts);
  if (operation === undefined) return strained;
  const added = migration.statements
    .filter(statement => statement.operation === operation)
    .flatMap(({ acts }) => acts.filter(({ act }) => act === 'add-column'));
  return [...added, ...strained];
}

function byAct(played: Played, target: Target, worst: Strain, act: Act): string | undefined {
  switch (act.act) {
    case 'add-column':
      return forColumn(target, worst.work, act.column);
    case 'set-not-null':
      return notNullInSteps({ ...target, columns: [act.column] });
    case 'alter-type':
      return forType(target, worst, act);
    case 'add-constraint':
      return forConstraint({ ...target, columns: constrained(worst, act.constraint) }, act.constraint);
    case 'create-index': {
      const table = worst.statement.before.tables.get(act.index.table);
      return table?.partitioned === true
        ? partitionedIndex({ ...target, table: act.index.table }, act.index, table.partitions)
        : concurrentIndex({ ...target, columns: act.index.columns }, act.index);
    }
    case 'attach-partition':
      return attachChecked({ ...target, table: act.table }, act.partition);
    case 'rename-table':
    case 'update':
    case 'delete':
      return undefined;
    case 'reindex':
    case 'vacuum':
    case 'cluster':
    case 'refresh-view':
    case 'truncate':
    case 'lock-table':
    case 'alter-table':
      return concurrentForm(
        { ...target, table: played.first.tables.has(worst.table) ? worst.table : target.table },
        act,
      );
    default:
      return undefined;
  }
}

function forColumn(given: Target, work: Strain['work'], column: ColumnDefinition): string | undefined {
  const target = { ...given, columns: [column.name], type: given.type ?? typeInWords(column.type) };
  if (column.generated !== undefined) return generatedInSteps(target);
  if (column.identity || column.serial) return identityInSteps(target);
  if (work === 'rewrite' && column.default !== undefined) return defaultInSteps(target, column.default.text);
  const kinds = column.constraints.map(({ kind }) => kind);
  if (kinds.includes('unique') || kinds.includes('primary')) return uniqueColumnInSteps(target);
  const key = column.constraints.find(constraint => constraint.kind === 'foreign-key');
  if (key?.kind === 'foreign-key') return foreignKeyNotValid(target, key);
  const check = column.constraints.find(constraint => constraint.kind === 'check');
  if (check?.kind === 'check')
    return isPositive(target) ? positiveInSteps(target) : checkNotValid(target, check.name, check.text);
  return work === 'scan' && column.notNull && column.default === undefined ? requiredInSteps(target) : undefined;
}

function forType(given: Target, { work, statement, index }: Strain, act: Extract<Act, { act: 'alter-type' }>): string {
  const target = { ...given, columns: [act.column] };
  const before = statement.before.tables.get(act.table)?.columns.get(act.column);
  const [length] = act.type.modifiers;
  const wasText = before?.type.name === 'varchar' || before?.type.name === 'text' || before?.type.name === 'bpchar';
  const shorter = act.type.name === 'varchar' && !act.type.array && length !== undefined && wasText;
  if (work === 'rewrite' && shorter) return lengthAsCheck(target, length);
  if (work === 'build') {
    const built = index === undefined ? undefined : statement.before.tables.get(act.table)?.indexes.get(index);
    return built === undefined ? concurrentIndex(target, undefined) : indexAroundType(target, built);
  }
  return typeThroughNewColumn(target);
}

function forConstraint(target: Target, constraint: ConstraintDefinition): string {
  switch (constraint.kind) {
    case 'check':
      return isPositive(target)
        ? positiveInSteps(target)
        : checkNotValid({ ...target, after: undefined }, constraint.name, constraint.text);
    case 'foreign-key':
      return foreignKeyNotValid(target, constraint);
    case 'unique':
      return uniqueThroughIndex(target, constraint.name);
    case 'primary':
      return keyThroughIndex(target, constraint.name, constraint.using);
    case 'exclusion':
      return exclusionByHand(target, constraint.name);
    case 'not-null':
      return notNullInSteps({ ...target, columns: [constraint.column] });
  }
}

/** Two things that are harmless one after the other. */
function apart(target: Target, { worst, migration, operation }: Strained): string {
  const [holder] = worst.waiting.flatMap(({ since }) => since ?? []);
  const first =
    holder === undefined
      ? 'what takes the lock'
      : operationInWords(holder.migration.migration, holder.statement.operation, holder.statement);
  return separateMigrations(
    target,
    first.replaceAll('"', ''),
    operationInWords(migration.migration, operation, worst.statement).replaceAll('"', ''),
  );
}

/** `"note" = ''`: what an UPDATE of all rows without a value gives them. */
function filledWith(sql: string): string | undefined {
  return /\bSET\s+(.+?)\s+WHERE\b/is.exec(sql)?.[1];
}

function isPositive({ after }: Target): boolean {
  return /^Positive/.test(after?.kind ?? '');
}

/** A constraint that takes an index over has the index's columns. */
function constrained({ statement, table }: Strain, constraint: ConstraintDefinition): readonly string[] {
  if (constraint.kind === 'not-null') return [constraint.column];
  if (constraint.columns.length > 0 || !('using' in constraint) || constraint.using === undefined)
    return constraint.columns;
  return statement.before.tables.get(table)?.indexes.get(constraint.using)?.columns ?? ['<column>'];
}

function nameOf(acts: readonly Act[], kind: 'validate-constraint'): string {
  const act = acts.find(one => one.act === kind);
  return act?.act === kind ? act.name : '<constraint>';
}

function columnsOf(acts: readonly Act[]): readonly string[] {
  return acts
    .flatMap(act => ('column' in act ? [typeof act.column === 'string' ? act.column : act.column.name] : []))
    .slice(0, 1);
}
