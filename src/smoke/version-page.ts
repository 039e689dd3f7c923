import { messageOf } from '../core/errors.ts';
import type { HttpFailure } from '../core/http.ts';
import type { Json } from '../core/outcome.ts';
import { oneLine } from '../core/text.ts';
import type { VersionSource } from './version-source.ts';

/** One look at the live site. */
export type Reading =
  /** The page answered and said its version; `value` is empty when only its health was asked for. */
  | { readonly kind: 'answered'; readonly value: string }
  /** It answered, but not with what was asked for. */
  | { readonly kind: 'wrong-answer'; readonly status: number; readonly why: string }
  | { readonly kind: 'no-answer'; readonly failure: HttpFailure };

/** What is read of the live site: a version, or only that a health page answers 2xx. */
export type Probe = VersionSource | { readonly kind: 'health'; readonly path: string };

/** The headers to ask a probe's page with. */
export function probeHeaders(probe: Probe): Readonly<Record<string, string>> {
  return {
    Accept: probe.kind === 'text' ? '*/*' : 'application/json, */*;q=0.5',
    'Cache-Control': 'no-cache',
    'User-Agent': 'obcms-deploy',
  };
}

/** The answer of a probe's page, as `HttpAnswer` and `WireAnswer` have it: header names in lower case. */
export interface ProbeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/** What an answer says to a probe. Redirects are wrong answers: the release that answers there may be another one. */
export async function readAnswer(answer: ProbeAnswer, probe: Probe): Promise<Reading> {
  const wrong = (why: string): Reading => ({ kind: 'wrong-answer', status: answer.status, why });
  if (answer.status >= 300 && answer.status < 400)
    return wrong(`it redirects to ${oneLine([answer.headers['location'] ?? 'nowhere'].flat()[0] ?? 'nowhere', 120)}`);
  if (answer.status < 200 || answer.status > 299) return wrong(`it answers ${answer.status}`);
  switch (probe.kind) {
    case 'health':
      return { kind: 'answered', value: '' };
    case 'text':
      return readText(answer.body, probe.pattern, wrong);
    case 'json':
      return readJson(answer.body, probe.query, wrong);
  }
}

async function readText(body: string, pattern: RegExp, wrong: (why: string) => Reading): Promise<Reading> {
  const { bounded, TooMuchWork } = await import('./expect/bounded.ts');
  try {
    const value = bounded(() => pattern.exec(body)?.[1]);
    return value === undefined
      ? wrong('the regular expression finds nothing in the page')
      : { kind: 'answered', value: oneLine(value, 200) };
  } catch (thrown) {
    if (!(thrown instanceof TooMuchWork)) throw thrown;
    return wrong(`the regular expression was given up on the page: ${messageOf(thrown)}`);
  }
}

async function readJson(body: string, query: string, wrong: (why: string) => Reading): Promise<Reading> {
  let document: Json;
  try {
    document = JSON.parse(body);
  } catch {
    return wrong('the page is not JSON');
  }
  const { queryJson } = await import('./expect/json-path.ts');
  const nodes = await queryJson(query, document);
  if (!nodes.ok) return wrong(nodes.why);
  const [value] = nodes.values;
  if (value === undefined) return wrong(`${query} finds nothing in the answer`);
  if (typeof value !== 'string' && typeof value !== 'number')
    return wrong(`${query} finds something that is neither text nor number`);
  return { kind: 'answered', value: oneLine(String(value), 200) };
}
