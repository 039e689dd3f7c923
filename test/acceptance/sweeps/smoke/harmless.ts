import type { FaultName, RecordedRequest } from '../../../../lab/faults/index.ts';
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
const READINESS = 3;
/** A login is tried once, whatever it is told: a second attempt could lock the account. */
const TRIED_ONCE = /^POST \/(?:login|api\/v1\/auth\/token)\//;
/** Answers that an application may well give to a stranger's question: an error page, its single page, a way to a sign-in elsewhere. */
const ANSWERS = ['500', 'garbage', 'redirect'];

/** Nothing is changed by asking twice, so the wire does when a kept connection turns out to be closed. */
const SAFE = ['GET', 'HEAD', 'OPTIONS'];
/** The name of the lab's sites. Asked by another one, an edge may answer with any error page of its own: that is what is hoped for. */
const OWN_NAME = 'localhost';
const ANSWERED: readonly FaultName[] = ['429', '500', '502-html', '502-after', '503', 'redirect', 'garbage'];

/** Whether a run may pass although this request had no good answer. */
export function mayPass(scenario: Scenario, { method, path, fault = 'refuse', index, host }: RecordedRequest): boolean {
  const asked = `${method} ${path}`;
  if (isAskedAgain(asked) || isReadiness(scenario, asked, index)) return true;
  if (fault.startsWith('reset') && SAFE.includes(method)) return true;
  // It says when to come again, and is obeyed once.
  if (fault === '429') return !TRIED_ONCE.test(asked);
  if (scenario === PRESETS) return ANSWERS.includes(fault) || (host !== OWN_NAME && ANSWERED.includes(fault));
  // `health/steady` counts answers of 200 and does not read them.
  return fault === 'garbage' && /\?smoke=/.test(path);
}

/** Before anything is checked it is asked again and again: three times where the health page is known, once for `/` where it is not. */
function isReadiness(scenario: Scenario, asked: string, index: number): boolean {
  return scenario.suite.includes('health')
    ? asked === 'GET /health/' && index < READINESS
    : asked === 'GET /' && index === 0;
}
