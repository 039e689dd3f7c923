/** Takes out of an example what differs from run to run: addresses, ids and times. What was said stays as it was said. */

export interface Times {
  /** What a deployment took, in the order in which the deployments are told. */
  readonly deployments: readonly string[];
  readonly inAll: string;
  /** The input `timeout` of the run, as it was and as a reader may see it. */
  readonly limit?: readonly [here: string, shown: string];
}

const DEPLOYMENT_IDS = ['d4g8s0cwk4o8gk0cs4w8sgk4', 'd8k0w4sgc8s4ok4w0kgcs0g8', 'd0s8ck4ow8g4sk0gwc8o4k0s'] as const;

/** What the light lab's containers print of their own: no application says that. */
const LIGHT_CONTAINER =
  /^(?:\S+ boots [0-9a-f]{40}|Traceback \(most recent call last\): the application cannot start)\n/gm;

const SHORT = 8;

/** @param deployments the ids of this run, in order */
export function withStandIns(
  text: string,
  addresses: readonly (readonly [here: string, shown: string])[],
  deployments: readonly string[],
): string {
  const ids = deployments.map((id, index) => [id, DEPLOYMENT_IDS[index] ?? id] as const);
  // Tables name a deployment by the first characters of its id.
  const shortened = ids.map(([here, shown]) => [here.slice(0, SHORT), shown.slice(0, SHORT)] as const);
  return [...addresses, ...addresses.map(encoded), ...ids, ...shortened].reduce(
    (result, [here, shown]) => result.replaceAll(here, shown),
    text.replace(LIGHT_CONTAINER, ''),
  );
}

/** As Markdown writes it: nothing in it may become a link. */
function encoded([here, shown]: readonly [string, string]): readonly [string, string] {
  return [here.replace('://', '&#58;//'), shown.replace('://', '&#58;//')];
}

export function summaryWithTimes(summary: string, times: Times): string {
  let told = 0;
  const inTable = summary.replace(/(\|[^|\n]*(?:<\/code>|\)),) (?:\d+ (?:s|min) ?)+\|/g, (_, before: string) => {
    const shown = times.deployments[told] ?? '';
    told += 1;
    return `${before} ${shown} |`;
  });
  const limited = times.limit === undefined ? inTable : inTable.replaceAll(times.limit[0], times.limit[1]);
  return pictureWithTimes(limited.replace(/, (?:\d+ (?:s|min) ?)+in all\./, `, ${times.inAll} in all.`), times);
}

const QUEUED_SECONDS = 4;

/** Each bar of the picture as long as the table says, one deployment after the other. */
function pictureWithTimes(summary: string, times: Times): string {
  // Mermaid's `X` are seconds, `x` milliseconds.
  const unit = summary.includes('dateFormat x') ? 1_000 : 1;
  let at = 0;
  let deployment = -1;
  return summary.replace(
    /^ {4}(?:section (.*)|(\w[\w -]*) :((?:[a-z]+, )*)\d+, \d+)$/gm,
    (line: string, lane: string | undefined, state: string, marks: string) => {
      if (lane !== undefined) {
        deployment += 1;
        return line;
      }
      const from = at;
      if (state === 'queued') at += QUEUED_SECONDS;
      else if (!marks.includes('milestone')) at += secondsOf(times.deployments[deployment] ?? '') - QUEUED_SECONDS;
      return `    ${state} :${marks}${from * unit}, ${at * unit}`;
    },
  );
}

function secondsOf(words: string): number {
  const [, minutes = '0', seconds = '0'] = /^(?:(\d+) min)? ?(?:(\d+) s)?$/.exec(words) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

/** How often the action looked at a deployment depends on the moment: here each state is told once. */
export function logWithTimes(log: string, times: Times): string {
  const kept: string[] = [];
  let deployment = -1;
  for (const line of log.split('\n')) {
    if (/deployment \w+ is queued/.test(line)) deployment += 1;
    const waited = /^(\w+: (queued|in progress)\b.*?), (?:\d+ (?:s|min))+(?: \(.*\))?$/.exec(line);
    const total = times.deployments[deployment] ?? '';
    const text = waited === null ? line : `${waited[1]}, ${waited[2] === 'queued' ? `${QUEUED_SECONDS} s` : total}`;
    if (kept.at(-1) !== text) kept.push(text);
  }
  return kept.join('\n');
}
