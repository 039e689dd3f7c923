import type { RecordedRequest } from '../../../../lab/faults/index.ts';
import { PRESETS, type Scenario } from './scenarios.ts';

/**
 * Requests that are sent again when they go wrong, so that one that is lost decides nothing: polls, and clean-up, of which the database tells
 * whether it worked in the end.
 */
const ASKED_AGAIN = [
  /^GET \/ops\/ping-task\/[0-9a-f-]+\/$/,
  /^POST \/communities\/\d+\/delete\/$/,
  /^DELETE \/api\/v1\/communities\/\d+\/$/,
];
export const isAskedAgain = (asked: string): boolean => ASKED_AGAIN.some(pattern => pattern.test(asked));

/** What waiting for the site asks, before anything else: the first three good answers in a row. */
export const READINESS = 3;
/** A login is tried once, whatever it is told: a second attempt could lock the account. */
const TRIED_ONCE = /^POST \/(?:login|api\/v1\/auth\/token)\//;
/** Answers that an application may well give to a stranger's question: an error page, its single page, a way to a sign-in elsewhere. */
const ANSWERS = ['500', 'garbage', 'redirect'];

/** Whether a run may pass although this request had no good answer. */
export function mayPass(scenario: Scenario, { method, path, fault = 'refuse', index }: RecordedRequest): boolean {
  const asked = `${method} ${path}`;
  if (isAskedAgain(asked)) return true;
  // It says when to come again, and is obeyed once.
  if (fault === '429') return !TRIED_ONCE.test(asked);
  if (scenario === PRESETS) return ANSWERS.includes(fault);
  // `health/steady` counts answers of 200 and does not read them.
  if (fault === 'garbage' && /\?smoke=/.test(path)) return true;
  return asked === 'GET /health/' && index < READINESS;
}
