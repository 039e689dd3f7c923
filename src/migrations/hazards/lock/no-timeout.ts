import { count } from '../../../core/text.ts';
import type { Played } from '../../played.ts';
import { lockTimeout } from '../remedies/lock-timeout.ts';
import { defineHazard } from '../rule.ts';
import { ownWaiting } from './waiting.ts';

/** One finding a run: it is about the role that migrates, not about a migration. */
export const noTimeout = defineHazard({
  id: 'lock/no-timeout',
  title: 'The role that migrates gives up a lock it cannot have',
  severity: 'medium',
  verdict: 'safe',
  why: 'An ALTER TABLE that waits behind one open transaction has every later query wait behind itself; without lock_timeout there is no end to that.',
  remedy: lockTimeout('django'),
  source: ['https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT'],
  judge: played => {
    if (isSet(played.facts.database?.lockTimeout) || setsOne(played)) return [];
    const tables = new Set(
      played.migrations.flatMap(({ statements }) =>
        statements.flatMap(statement => ownWaiting(statement).map(({ table }) => table)),
      ),
    );
    const [first] = tables;
    if (first === undefined) return [];
    const which = tables.size === 1 ? first : `${first} and ${count(tables.size - 1, 'more table')}`;
    return [
      {
        subject: 'lock_timeout',
        message: `Nothing limits how long these migrations wait for a lock (on ${which}): behind one long transaction they wait, and every query of the running release waits behind them.`,
        remedy: lockTimeout(played.facts.framework),
      },
    ];
  },
});

function setsOne({ migrations }: Played): boolean {
  return migrations.some(({ statements }) =>
    statements.some(({ acts }) =>
      acts.some(act => act.act === 'set' && act.name.toLowerCase() === 'lock_timeout' && isSet(act.value)),
    ),
  );
}

/** `0`, `0ms` and `DEFAULT` are no limit. */
export function isSet(value: string | undefined): boolean {
  return value !== undefined && /[1-9]/.test(value);
}
