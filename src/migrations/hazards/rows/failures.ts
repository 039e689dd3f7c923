import type { Operation } from '../../facts.ts';
import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import type { RowFailure } from '../../postgres/effect.ts';
import { effectiveOf } from '../lock/effective.ts';
import type { HazardHit, HazardRule, Verdict } from '../rule.ts';
import { operationInWords, subjectOf } from '../wording.ts';

/** A statement that rows which are there may make fail. */
export interface Failure {
  readonly migration: PlayedMigration;
  readonly statement: PlayedStatement;
  readonly operation: Operation | undefined;
  /** As a sentence begins. */
  readonly who: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** Only VALIDATE CONSTRAINT: a failure stops the deployment, and nothing else is lost or locked. */
  readonly validates: boolean;
}

/** What a rule says of one; `undefined`: it cannot fail. */
export interface Said {
  readonly message: string;
  readonly remedy: string;
  readonly verdict?: Verdict;
}

/** Hits of one kind of failure, one for each operation and table. Tables that the database knows to be empty fail on nothing. */
export function failureHits(
  played: Played,
  on: RowFailure,
  say: (failure: Failure) => Said | undefined,
): readonly HazardHit[] {
  const seen = new Set<string>();
  const hits: HazardHit[] = [];
  for (const migration of played.migrations)
    for (const statement of migration.statements)
      for (const { table, columns, on: kind } of effectiveOf(statement).fails) {
        if (kind !== on || hasNoRows(played, statement, table)) continue;
        const { operation } = statement;
        const key = [migration.migration.id, operation?.index ?? `step ${statement.step}`, table, ...columns].join(' ');
        if (seen.has(key)) continue;
        const validates = statement.acts.every(({ act }) => act === 'validate-constraint');
        const who = operationInWords(migration.migration, operation, statement);
        const said = say({ migration, statement, operation, who, table, columns, validates });
        if (said === undefined) continue;
        seen.add(key);
        hits.push(hit({ migration, statement, operation, who, table, columns, validates }, said));
      }
  return hits;
}

function hit({ migration, statement, operation, table, columns, validates }: Failure, said: Said): HazardHit {
  const [column] = columns;
  const verdict = said.verdict ?? (validates ? 'safe' : 'review');
  return {
    migration: migration.migration,
    ...(operation === undefined ? {} : { operation }),
    statement,
    subject: subjectOf(migration.migration, [table, ...columns].join('.')),
    table,
    ...(column === undefined ? {} : { column }),
    message: said.message,
    remedy: said.remedy,
    verdict,
    severity: SEVERITY[verdict],
  };
}

const SEVERITY: Readonly<Record<Verdict, HazardRule['severity']>> = { blocked: 'high', review: 'medium', safe: 'low' };

/** New and not filled, or empty by the planner's count. */
function hasNoRows({ facts }: Played, { before }: PlayedStatement, table: string): boolean {
  const known = before.tables.get(table);
  if (known?.isNew === true && !known.filled) return true;
  return known?.isNew !== true && facts.database?.tables.get(table)?.rows === 0;
}
