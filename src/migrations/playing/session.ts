import type { HeldLock } from '../postgres/effect.ts';

/** What a transaction carries from one statement to the next. */
export interface Transaction {
  /** Counted over all migrations. */
  readonly number: number;
  readonly held: readonly HeldLock[];
  /** `type.value`, see `Circumstances.freshEnumValues`. */
  readonly enumValues: ReadonlySet<string>;
  /** Types made in it: their values may be used at once. */
  readonly ownTypes: ReadonlySet<string>;
  /** Foreign keys that wait for the COMMIT with rows that were written, by the table whose rows they are. */
  readonly pending: ReadonlyMap<string, ReadonlySet<string>>;
  /** Tables whose rows Python code may have written, with its name: perhaps the same. */
  readonly possible: ReadonlyMap<string, string>;
  /** Constraints that SET CONSTRAINTS made immediate for the rest of it. */
  readonly immediate: 'all' | ReadonlySet<string>;
}

/**
 * The connection that migrates, as far as one statement matters to the next. Its life is that of a run: numbers go up, and nothing but the
 * methods changes it.
 */
export class Session {
  #number = 0;
  #transaction: Transaction | undefined;
  #timeZone: string | undefined;

  constructor(timeZone: string | undefined) {
    this.#timeZone = timeZone;
  }

  get transaction(): Transaction | undefined {
    return this.#transaction;
  }

  get timeZone(): string | undefined {
    return this.#timeZone;
  }

  /** Does nothing when there is one: PostgreSQL only warns. */
  begin(): void {
    if (this.#transaction !== undefined) return;
    this.#number += 1;
    const types = { enumValues: new Set<string>(), ownTypes: new Set<string>() };
    const rows = { pending: new Map(), possible: new Map() };
    this.#transaction = { number: this.#number, held: [], ...types, ...rows, immediate: new Set<string>() };
  }

  end(): void {
    this.#transaction = undefined;
  }

  /** Remembers what a statement left behind; outside of a transaction it leaves nothing. */
  carry(change: Partial<Omit<Transaction, 'number'>>): void {
    if (this.#transaction !== undefined) this.#transaction = { ...this.#transaction, ...change };
  }

  setTimeZone(zone: string | undefined): void {
    this.#timeZone = zone;
  }
}
