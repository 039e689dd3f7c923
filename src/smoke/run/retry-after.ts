import type { Milliseconds } from '../../core/duration.ts';
import type { WireAnswer } from '../../core/wire.ts';

/**
 * How long an answer asks to wait (RFC 9110 10.2.3: seconds, or a date); undefined when it does not say so in a way that can be read.
 * @param now epoch milliseconds
 */
export function retryAfter(answer: WireAnswer, now: number): Milliseconds | undefined {
  const value = answer.headers['retry-after']?.[0]?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) || !/[A-Za-z]/.test(value) ? undefined : Math.max(0, at - now);
}
