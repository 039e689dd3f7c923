import type { Clock, Deadline } from '../core/clock.ts';
import type { Milliseconds } from '../core/duration.ts';
import type { Http, HttpAnswer, HttpFailure } from '../core/http.ts';
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

export interface SiteOptions {
  readonly site: URL;
  readonly probe: Probe;
  readonly http: Http;
  readonly signal: AbortSignal;
}

const READ_TIMEOUT: Milliseconds = 10_000;
const LARGEST_PAGE = 1024 * 1024;

export async function readSite(options: SiteOptions): Promise<Reading> {
  const { probe } = options;
  const result = await options.http.send({
    method: 'GET',
    url: new URL(probe.path, options.site),
    headers: {
      Accept: probe.kind === 'text' ? '*/*' : 'application/json, */*;q=0.5',
      'Cache-Control': 'no-cache',
      'User-Agent': 'obcms-deploy',
    },
    timeout: READ_TIMEOUT,
    maxBytes: LARGEST_PAGE,
    signal: options.signal,
  });
  return result.ok ? readAnswer(result.answer, probe) : { kind: 'no-answer', failure: result.failure };
}

async function readAnswer(answer: HttpAnswer, probe: Probe): Promise<Reading> {
  const wrong = (why: string): Reading => ({ kind: 'wrong-answer', status: answer.status, why });
  if (answer.status >= 300 && answer.status < 400)
    return wrong(`it redirects to ${oneLine(answer.headers['location'] ?? 'nowhere', 120)}`);
  if (answer.status < 200 || answer.status > 299) return wrong(`it answers ${answer.status}`);
  switch (probe.kind) {
    case 'health':
      return { kind: 'answered', value: '' };
    case 'text': {
      const value = probe.pattern.exec(answer.body)?.[1];
      return value === undefined
        ? wrong('the regular expression finds nothing in the page')
        : { kind: 'answered', value: oneLine(value, 200) };
    }
    case 'json':
      return readJson(answer.body, probe.query, wrong);
  }
}

async function readJson(body: string, query: string, wrong: (why: string) => Reading): Promise<Reading> {
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return wrong('the page is not JSON');
  }
  const { jsonpath } = await import('json-p3');
  const values: readonly unknown[] = jsonpath.query(query, asJson(document)).values();
  const [value] = values;
  if (values.length === 0) return wrong(`${query} finds nothing in the answer`);
  if (typeof value !== 'string' && typeof value !== 'number')
    return wrong(`${query} finds something that is neither text nor number`);
  return { kind: 'answered', value: oneLine(String(value), 200) };
}

type JsonDocument = Parameters<typeof import('json-p3').jsonpath.query>[1];

/** `JSON.parse` only ever gives JSON. */
function asJson(document: unknown): JsonDocument {
  return document as JsonDocument;
}

/** Behind a rolling swap one answer of the new release proves little: the old one may give the next. */
const READS_IN_A_ROW = 3;
const READ_EVERY: Milliseconds = 700;
const ASK_AGAIN_AFTER: Milliseconds = 2_000;

export interface Proof {
  readonly proved: boolean;
  /** The last look, also when it was proved. */
  readonly last: Reading;
  readonly reads: number;
  /** Some look was answered, rightly or wrongly. */
  readonly everAnswered: boolean;
}

export interface ProveOptions extends SiteOptions {
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly wanted: (value: string) => boolean;
  readonly progress: (reading: Reading, inARow: number) => void;
  /** End at the first answer that is not the wanted one: for asking whether something is live already. */
  readonly once?: boolean;
}

/** Reads the live site until it shows what is wanted three times in a row, or the time is over. */
export async function prove(options: ProveOptions): Promise<Proof> {
  let inARow = 0;
  let everAnswered = false;
  for (let reads = 1; ; reads += 1) {
    const last = await readSite(options);
    everAnswered ||= last.kind !== 'no-answer';
    inARow = last.kind === 'answered' && options.wanted(last.value) ? inARow + 1 : 0;
    options.progress(last, inARow);
    if (inARow >= READS_IN_A_ROW) return { proved: true, last, reads, everAnswered };
    const wait = inARow > 0 ? READ_EVERY : ASK_AGAIN_AFTER;
    if (options.deadline.remaining() <= wait || (options.once === true && inARow === 0))
      return { proved: false, last, reads, everAnswered };
    await options.clock.sleep(wait, options.signal);
  }
}
