import { ATTESTED_KEYS } from '../checks/source-documents/attested.ts';
import type { ChosenEnvironment } from '../config/environment.ts';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { inSequence, oneLine } from '../core/text.ts';
import type { World } from '../core/world.ts';

/** What no machine sees and somebody vouched for, as it stands on the day of the run. Keys in the order of the docs. */
export interface Attestations {
  readonly attested: readonly { readonly key: string; readonly date: string }[];
  readonly overdue: readonly { readonly key: string; readonly date: string; readonly period: number }[];
  readonly missing: readonly string[];
}

const DAY = 24 * 60 * 60 * 1_000;

/** Reads `environments.<name>.attested`. @throws UserError for a key nobody knows, or a day that does not exist or has not come yet */
export function attestationsOf(chosen: ChosenEnvironment, world: Pick<World, 'clock'>): Attestations {
  const dates = chosen.configuration?.attested ?? {};
  const now = world.clock.now();
  for (const [key, date] of Object.entries(dates)) {
    if (!Object.hasOwn(ATTESTED_KEYS, key)) throw unknownKey(key, chosen);
    const at = Date.parse(date);
    if (!Number.isFinite(at) || new Date(at).toISOString().slice(0, 10) !== date)
      throw wrong(chosen, key, `is "${oneLine(date, 40)}", which is no day; write it as 2026-01-31`);
    // Somebody further east may be a day ahead.
    if (at > now + DAY) throw wrong(chosen, key, `is ${date}, which has not come yet`);
  }
  const known = Object.entries(ATTESTED_KEYS).map(([key, { period }]) => ({ key, period, date: dates[key] }));
  const given = known.flatMap(({ key, period, date }) => (date === undefined ? [] : [{ key, period, date }]));
  const isOverdue = ({ date, period }: { date: string; period: number }) => Date.parse(date) + period * DAY < now;
  return {
    attested: given.filter(each => !isOverdue(each)).map(({ key, date }) => ({ key, date })),
    overdue: given.filter(isOverdue),
    missing: known.filter(({ date }) => date === undefined).map(({ key }) => key),
  };
}

function unknownKey(key: string, chosen: ChosenEnvironment): UserError {
  const keys = Object.keys(ATTESTED_KEYS);
  const close = nearest(key, keys);
  return wrong(
    chosen,
    key,
    `is nothing that can be attested${close === undefined ? `; there are ${inSequence(keys)}` : `; did you mean "${close}"?`}`,
    close,
  );
}

function wrong(chosen: ChosenEnvironment, key: string, problem: string, better = key): UserError {
  const end = problem.endsWith('?') ? '' : '.';
  return new UserError(
    `${chosen.file ?? 'The configuration'}: "environments.${chosen.name}.attested.${oneLine(key, 60)}" ${problem}${end}`,
    {
      reasonCode: 'invalid-configuration',
      remedy: `environments:\n  ${chosen.name ?? 'production'}:\n    attested:\n      ${oneLine(better, 60)}: 2026-01-31`,
    },
  );
}
