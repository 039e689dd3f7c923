import pg from 'pg';
import type { DatabaseOptions, DatabaseSession, OpenedDatabase } from '../core/database.ts';
import { Cancelled, messageOf } from '../core/errors.ts';

/** A session through the `pg` package. A run that is cancelled cuts the connection: nobody waits for the server then. */
export async function openPostgres(url: string, { timeout, signal }: DatabaseOptions): Promise<OpenedDatabase> {
  if (signal.aborted) throw new Cancelled();
  let client: pg.Client;
  try {
    client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: timeout,
      query_timeout: timeout,
      application_name: 'obcms-deploy',
    });
  } catch (thrown) {
    return { ok: false, why: messageOf(thrown) };
  }
  // A connection that breaks between two statements has nobody else to tell; the next statement says it.
  client.on('error', () => undefined);
  const cut = () => void client.end().catch(() => undefined);
  signal.addEventListener('abort', cut, { once: true });
  const cancellable = async <Result>(work: Promise<Result>): Promise<Result> => {
    let stop: (() => void) | undefined;
    const cancelled = new Promise<never>((_, reject) => {
      stop = () => reject(new Cancelled());
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([work, cancelled]);
    } finally {
      if (stop !== undefined) signal.removeEventListener('abort', stop);
    }
  };
  const end = async () => {
    signal.removeEventListener('abort', cut);
    await client.end().catch(() => undefined);
  };
  try {
    await cancellable(client.connect());
  } catch (thrown) {
    await end();
    if (signal.aborted) throw new Cancelled();
    return { ok: false, why: messageOf(thrown) };
  }
  const session: DatabaseSession = {
    async query(text, values = []) {
      const result = await cancellable(client.query<Record<string, unknown>>(text, [...values]));
      return result.rows;
    },
    end,
  };
  return { ok: true, session };
}
