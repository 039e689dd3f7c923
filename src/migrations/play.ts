import { alembicDrift } from './alembic/drift.ts';
import type { Drift, MigrationFacts, Operation, PendingMigration, Step, Unread } from './facts.ts';
import type { Played, PlayedMigration, PlayedStatement } from './played.ts';
import { effectOfCode } from './playing/code.ts';
import { Connection } from './playing/connection.ts';
import { type FindMeasured, findMeasured } from './playing/measured.ts';
import { doubtedByPending, possibleAfter, refusedByPending } from './playing/pending-events.ts';
import { NO_EFFECT } from './postgres/combine.ts';
import type { Effect } from './postgres/effect.ts';
import { effectOf } from './postgres/statement.ts';
import { applyAct } from './schema/apply.ts';
import { withDatabase } from './schema/database.ts';
import { withHistory } from './schema/history.ts';
import { readSchema } from './schema/read.ts';
import type { Schema } from './schema/schema.ts';
import type { ParsedStatement, ParseSql } from './sql/act.ts';
import { tableKnowledge } from './table-knowledge.ts';

export interface PlayOptions {
  /** `hot-tables` and `small-tables`, `*` allowed. */
  readonly hotTables?: readonly string[];
  readonly smallTables?: readonly string[];
  /** Of the session that migrates; without it what the database says of the role. */
  readonly timeZone?: string | undefined;
}

/** Plays the pending migrations through, statement by statement, as PostgreSQL would. Pure. */
export function play(facts: MigrationFacts, parse: ParseSql, options: PlayOptions = {}): Played {
  const { database } = facts;
  const { schema: told, problems } = readSchema(facts.schema, parse);
  const made = withHistory(told, facts.history ?? [], parse);
  const first = database === undefined ? made : withDatabase(made, database, parse);
  const connection = new Connection(
    facts.server.major,
    options.timeZone ?? facts.timeZone ?? database?.timeZone,
    database?.dependents,
  );
  const measuredOf = findMeasured(facts.measured);
  let schema = first;
  const migrations = facts.pending.map(migration => {
    const played = playMigration(migration, schema, { facts, parse, connection, measuredOf });
    schema = played.after;
    return played;
  });
  return {
    facts: {
      ...facts,
      drift: [...facts.drift, ...driftOf(facts, problems.length > 0, schema, migrations)],
      unknown: [...facts.unknown, ...problems.map(unreadSchema)],
    },
    first,
    last: schema,
    migrations,
    tables: tableKnowledge(database, options.hotTables ?? [], options.smallTables ?? []),
  };
}

/** Django tells its own; of Alembic it is seen here, and only when every statement that led to the schema was understood. */
function driftOf(
  { framework, head, unknown }: MigrationFacts,
  problems: boolean,
  last: Schema,
  migrations: readonly PlayedMigration[],
): readonly Drift[] {
  if (framework !== 'alembic' || problems || unknown.some(({ code }) => code === 'operation-not-read')) return [];
  const unclear = migrations.some(({ statements }) =>
    statements.some(({ acts }) => acts.some(({ act }) => act === 'other' || act === 'do')),
  );
  return unclear ? [] : alembicDrift(head.models, last);
}

function unreadSchema({ sql, message }: { readonly sql: string; readonly message: string }): Unread {
  return {
    code: 'sql-not-parsed',
    about: sql.length > 100 ? `${sql.slice(0, 99)}…` : sql,
    why: `A statement that makes the tables as they are now could not be read: ${message}.`,
    remedy: 'Give `database-url`, so that tables are read from the database.',
  };
}

interface Playing {
  readonly facts: MigrationFacts;
  readonly parse: ParseSql;
  readonly connection: Connection;
  readonly measuredOf: FindMeasured;
}

/** A statement before it is known what it met. */
type Taken = Omit<PlayedStatement, 'transaction' | 'held' | 'before' | 'step' | 'operation' | 'by' | 'guessed'>;

/** Django runs each migration in a transaction of its own, Alembic all of them in one until a COMMIT. */
function playMigration(migration: PendingMigration, before: Schema, playing: Playing): PlayedMigration {
  const { connection, facts } = playing;
  const { session } = connection;
  const statements: PlayedStatement[] = [];
  const operations = operationsOf(migration);
  let schema = before;
  if (facts.framework === 'django') session.end();
  if (migration.atomic) session.begin();
  migration.steps.forEach((step, index) => {
    if (step.step === 'commit') {
      // The first one ends the transaction for an autocommit block, the second one begins the next.
      if (session.transaction === undefined) session.begin();
      else session.end();
      return;
    }
    const common =
      step.step === 'sql'
        ? { step: index, operation: operations.get(step.operation ?? -1), by: step.by, guessed: step.guessed }
        : { step: index, operation: operations.get(step.operation), by: 'code' as const, guessed: false };
    /** Puts a statement down with what it met, and holds its locks. */
    const take = (taken: Taken): void => {
      const { transaction } = session;
      statements.push({
        ...common,
        ...taken,
        before: schema,
        transaction: transaction?.number,
        held: transaction?.held ?? [],
      });
      connection.hold(taken.effect.locks);
      schema = taken.after;
    };
    if (step.step === 'sql') playSql(step, { index, migration, schema, take, ...playing });
    else take(playCode(common.operation, { index, migration, schema, take, ...playing }));
  });
  if (facts.framework === 'django') session.end();
  return { migration, before, after: schema, statements };
}

interface PlayingStep extends Playing {
  readonly index: number;
  readonly migration: PendingMigration;
  readonly schema: Schema;
  readonly take: (taken: Taken) => void;
}

function playSql(step: Extract<Step, { step: 'sql' }>, playing: PlayingStep): void {
  const { parse, connection, migration, index, measuredOf, take } = playing;
  const parsed = parse(step.sql);
  if (!parsed.ok) {
    const text = step.sql.trim();
    const measured = measuredOf(migration.id, index, { text, nth: 0, of: 1 });
    const unknown = [`What this SQL does is not known, because it could not be read: ${parsed.message}.`];
    const effect = { ...NO_EFFECT, unknown };
    take({ text, acts: [], problem: parsed.message, effect, after: playing.schema, measured });
    return;
  }
  const { session } = connection;
  const of = parsed.statements.length;
  // Several statements in one text are one transaction for PostgreSQL, unless they say otherwise.
  const together = of > 1 && session.transaction === undefined;
  if (together) session.begin();
  let before = playing.schema;
  parsed.statements.forEach((statement, nth) => {
    const after = statement.acts.reduce((now, act) => applyAct(now, act, { isNew: true }), before);
    const { text, acts } = statement;
    const measured = measuredOf(migration.id, index, { text, nth, of });
    take({ text, acts, problem: undefined, effect: effectHere(statement, before, connection), after, measured });
    connection.after(statement, before, migration);
    before = after;
  });
  if (together) session.end();
}

/** The effect of a statement, with what earlier ones of its transaction make of it. */
function effectHere(statement: ParsedStatement, schema: Schema, connection: Connection): Effect {
  const { transaction } = connection.session;
  const effect = effectOf(statement, schema, connection.circumstances());
  return {
    ...effect,
    refused: [...effect.refused, ...refusedByPending(statement, transaction)],
    unknown: [...effect.unknown, ...doubtedByPending(statement, transaction)],
  };
}

function playCode(operation: Operation | undefined, playing: PlayingStep): Taken {
  const { parse, connection, migration, index, measuredOf, schema } = playing;
  const { session } = connection;
  const code = operation?.code;
  const { effect, after } = effectOfCode(code, schema, parse, connection.circumstances());
  const text = code?.name ?? operation?.text ?? 'Python code';
  if (code !== undefined && code.writes !== 'none') connection.populate(code.tables);
  if (code !== undefined && session.transaction !== undefined)
    session.carry(possibleAfter(code, schema, session.transaction));
  const measured = measuredOf(migration.id, index, { text, nth: 0, of: 1 });
  return { text, acts: [], problem: undefined, effect, after, measured };
}

/** Parts of SeparateDatabaseAndState share one index: the one that reaches the database is meant. */
function operationsOf({ operations }: PendingMigration): ReadonlyMap<number, Operation> {
  const found = new Map<number, Operation>();
  for (const operation of operations) {
    const known = found.get(operation.index);
    if (known === undefined || (known.stateOnly && !operation.stateOnly)) found.set(operation.index, operation);
  }
  return found;
}
