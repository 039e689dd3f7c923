import type { WireAnswer, WireFailure, WireRequest, WireResult } from '../../src/core/wire.ts';

/** A plain GET with five seconds of time. */
export function request(url: URL | string, more: Partial<WireRequest> = {}): WireRequest {
  const never = new AbortController().signal;
  return { method: 'GET', url: new URL(url), headers: {}, timeout: 5_000, signal: never, ...more };
}

export function answerOf(result: WireResult): WireAnswer {
  if (!result.ok) throw new Error(`no answer: ${result.failure.kind}, ${result.failure.message}`);
  return result.answer;
}

export function failureOf(result: WireResult): WireFailure {
  if (result.ok) throw new Error(`an answer: ${result.answer.status}`);
  return result.failure;
}

/** Waits for at most a few seconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !holds(); turn += 1) await new Promise(resolve => setTimeout(resolve, 5));
  if (!holds()) throw new Error('it never came to that');
}
