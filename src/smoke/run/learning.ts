import type { WireAnswer } from '../../core/wire.ts';
import { parseSetCookie } from '../cookies.ts';

/** Shorter values are words more often than secrets: `django_language=en-us`, `theme=dark`. */
const SHORTEST = 8;
/** A hostile page may be full of them. */
const MOST_OF_A_BODY = 50;
/** As many as browsers keep of one host. Thousands of masks would make every line of the log a matter of seconds. */
const MOST_COOKIES = 180;
/** Fields whose values are secrets, in whatever answer they stand. */
const SECRET_FIELD =
  /^(?:csrfmiddlewaretoken|csrf_?token|access|refresh|(?:access_|refresh_|id_)?token|sessionid|password)$/i;

/**
 * Tells the host every secret that an answer brings: cookie values, the hidden token of a form, tokens in JSON. Called before anything else
 * looks at the answer.
 */
export function learnFrom(answer: WireAnswer, mask: (secret: string) => void): void {
  const learn = (value: string) => {
    if (value.length >= SHORTEST) mask(value);
  };
  // Those that a browser would refuse are secrets of somebody as well.
  for (const line of (answer.headers['set-cookie'] ?? []).slice(0, MOST_COOKIES))
    learn(parseSetCookie(line)?.value.replace(/^"|"$/g, '') ?? '');
  for (const value of secretsIn(answer.body)) learn(value);
}

/** The same for what a suite sends of its own making: a captured token that was called something else where it came from. */
export function learnFromRequest(headers: Readonly<Record<string, string>>, mask: (secret: string) => void): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^authorization$/i.test(name)) continue;
    const credential = value.replace(/^[A-Za-z-]{2,20} +/, '');
    if (credential.length >= SHORTEST) mask(credential);
  }
}

function* secretsIn(body: string): Generator<string> {
  let found = 0;
  for (const [, name, value] of body.matchAll(/"([A-Za-z_]{5,24})"[ \t]{0,4}:[ \t\r\n]{0,8}"([^"\\\s]{8,8192})"/g)) {
    if (found >= MOST_OF_A_BODY) break;
    if (!SECRET_FIELD.test(name ?? '')) continue;
    found += 1;
    yield value ?? '';
  }
  for (const { name, value } of fieldsOf(body)) {
    if (found >= MOST_OF_A_BODY) break;
    if (!SECRET_FIELD.test(name)) continue;
    found += 1;
    yield value;
  }
}

/** The value of a form's hidden field; undefined when the page has none. */
export function hiddenField(body: string, wanted: string): string | undefined {
  for (const { name, value } of fieldsOf(body)) if (name === wanted && value !== '') return value;
  return undefined;
}

/** Name and value of the `<input>` tags of a page. Bounded on purpose: a tag longer than this is no hidden field. */
function* fieldsOf(body: string): Generator<{ readonly name: string; readonly value: string }> {
  for (const [tag] of body.matchAll(/<input\b[^<>]{1,4096}>/gi)) {
    const name = attribute(tag, 'name');
    if (name !== undefined) yield { name, value: attribute(tag, 'value') ?? '' };
  }
}

function attribute(tag: string, wanted: string): string | undefined {
  for (const [, name, double, single, bare] of tag.matchAll(
    /[\s"']([a-z][a-z-]{0,30})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi,
  )) {
    if (name?.toLowerCase() === wanted) return double ?? single ?? bare ?? '';
  }
  return undefined;
}

/** A line of a page or of JSON whose secrets are blanked by the names of their fields, for those that were never learnt. */
export function withoutSecretFields(line: string): string {
  return line
    .replace(/("([A-Za-z_]{5,24})"\s{0,4}:\s{0,4}")[^"]{1,8192}/g, (all, head: string, name: string) =>
      SECRET_FIELD.test(name) ? `${head}***` : all,
    )
    .replace(/<input\b[^<>]{1,4096}>?/gi, tag =>
      SECRET_FIELD.test(attribute(tag, 'name') ?? '')
        ? tag.replace(/(\svalue\s{0,8}=\s{0,8}["']?)[^"'\s>]+/gi, '$1***')
        : tag,
    );
}
