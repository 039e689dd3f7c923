import type { DatabaseFacts, PendingMigration } from '../facts.ts';
import { strongest } from '../postgres/combine.ts';
import type { Circumstances, HeldLock } from '../postgres/effect.ts';
import type { Schema } from '../schema/schema.ts';
import type { ParsedStatement } from '../sql/act.ts';
import { pendingAfter } from './pending-events.ts';
import { Session } from './session.ts';

/**
 * What one statement leaves behind for the next, in its transaction and beyond: locks, rows that wait for a check, enum values, the time zone,
 * views that are gone, new tables that got rows. Its life is that of a run.
 */
export class Connection {
  readonly session: Session;
  readonly #major: number;
  #dependents: DatabaseFacts['dependents'] | undefined;
  readonly #populated = new Set<string>();

  constructor(major: number, timeZone: string | undefined, dependents: DatabaseFacts['dependents'] | undefined) {
    this.#major = major;
    this.session = new Session(timeZone);
    this.#dependents = dependents;
  }

  circumstances(): Circumstances {
    const { transaction, timeZone } = this.session;
    return {
      major: this.#major,
      inTransaction: transaction !== undefined,
      timeZone,
      freshEnumValues: transaction?.enumValues ?? new Set(),
      dependents: this.#dependents,
      populated: this.#populated,
    };
  }

  hold(locks: readonly HeldLock[]): void {
    const held = this.session.transaction?.held ?? [];
    if (locks.length > 0) this.session.carry({ held: strongest([...held, ...locks]) });
  }

  /** A table has rows that a pending migration wrote. */
  populate(tables: Iterable<string>): void {
    for (const table of tables) this.#populated.add(table);
  }

  /** @param before the schema that the statement found */
  after(statement: ParsedStatement, before: Schema, { atomic }: Pick<PendingMigration, 'atomic'>): void {
    const { session } = this;
    if (session.transaction !== undefined) session.carry(pendingAfter(statement, before, session.transaction));
    for (const act of statement.acts) {
      const { transaction } = session;
      if (act.act === 'rename-table') this.#rename(act.table, act.to);
      if (act.act === 'create-type') session.carry({ ownTypes: new Set([...(transaction?.ownTypes ?? []), act.type]) });
      if (act.act === 'add-enum-value' && transaction?.ownTypes.has(act.type) === false)
        session.carry({ enumValues: new Set([...transaction.enumValues, `${act.type}.${act.value}`]) });
      if (act.act === 'set' && act.name.toLowerCase() === 'timezone') session.setTimeZone(act.value);
      if (act.act === 'drop-view') this.#dependents = this.#dependents?.filter(({ name }) => !act.views.includes(name));
      if (act.act === 'insert' || act.act === 'merge') this.populate([act.table]);
      if (act.act === 'transaction') this.#change(act.what, atomic);
    }
  }

  /** A lock is the relation's, whatever it is called. */
  #rename(table: string, to: string): void {
    const held = this.session.transaction?.held ?? [];
    this.session.carry({ held: held.map(lock => (lock.relation === table ? { ...lock, relation: to } : lock)) });
  }

  #change(what: 'begin' | 'commit' | 'rollback' | 'savepoint', atomic: boolean): void {
    if (what === 'begin') this.session.begin();
    if (what !== 'commit' && what !== 'rollback') return;
    this.session.end();
    // A driver that was told to work in transactions begins the next one by itself.
    if (atomic) this.session.begin();
  }
}
