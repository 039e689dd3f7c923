import type { WireAnswer } from '../../core/wire.ts';

/** An answer of the site, with what is needed to read it. */
export interface Seen {
  /** The address that was asked: redirects are resolved against it. */
  readonly url: URL;
  readonly answer: WireAnswer;
  /** Epoch milliseconds when the answer came. */
  readonly now: number;
  /** Of the request; makes hints better. */
  readonly method?: string;
}

/** The values of a header joined as RFC 9110 5.3 allows; those of Set-Cookie, which it excepts, with line breaks. */
export function headerOf(answer: WireAnswer, name: string): string | undefined {
  const key = name.toLowerCase();
  const lines = Object.hasOwn(answer.headers, key) ? answer.headers[key] : undefined;
  if (lines === undefined || lines.length === 0) return undefined;
  return lines.join(key === 'set-cookie' ? '\n' : ', ');
}

/** Why a body is not all that the site meant to send; undefined when it is. */
export function incomplete(answer: WireAnswer): string | undefined {
  if (answer.damage !== undefined) return `the body is damaged (${answer.damage})`;
  if (answer.truncated)
    return `the body is longer than what is read of it (${answer.body.length.toLocaleString('en')} characters)`;
  return undefined;
}
