import type { Clock, Deadline } from '../core/clock.ts';
import type { Milliseconds } from '../core/duration.ts';
import type { Http } from '../core/http.ts';
import { type Probe, probeHeaders, type Reading, readAnswer } from '../smoke/version-page.ts';

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
    headers: probeHeaders(probe),
    timeout: READ_TIMEOUT,
    maxBytes: LARGEST_PAGE,
    signal: options.signal,
  });
  return result.ok ? readAnswer(result.answer, probe) : { kind: 'no-answer', failure: result.failure };
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
