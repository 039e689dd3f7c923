import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type FaultName, faultNames } from '../../../../lab/faults/index.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { openOutside, SMALL } from './fit-site.ts';
import { checkoutOf, type Folder } from './project.ts';
import { type Trial, tryOut } from './trial.ts';

jest.setTimeout(LIMIT_MS);
const AT_ONCE = 4;
const DELAY_MS = 1_500;

let project: Folder;
beforeAll(async () => {
  project = await checkoutOf(SMALL);
});
afterAll(() => project?.remove());

type Peer = 'coolify' | 'github';

interface Case {
  readonly peer: Peer;
  readonly at: number;
  readonly fault: FaultName;
}

interface Verdict {
  readonly name: string;
  readonly peer: Peer;
  readonly ended: string;
  readonly struck: boolean;
  readonly wrong: readonly string[];
}

/** What of the run is judged: how it ended, and what it found. */
const judged = ({ ended, report }: Trial): string =>
  `${ended}: ${report.findings.map(({ rule, subject }) => `${rule} ${subject}`).join(', ')}`;

async function disturb({ peer, at, fault }: Case, good: string): Promise<Verdict> {
  const outside = await openOutside();
  try {
    outside[peer].plan([{ fault, at, delayMs: DELAY_MS }]);
    const run = () =>
      tryOut({ workspace: project.path, inputs: { ...outside.inputs, sarif: '' }, context: outside.context });
    const disturbed = await run();
    const request = outside[peer].requests[at];
    const { run: told } = disturbed;
    outside[peer].plan([]);
    const again = await run();
    const wrong = [...disturbed.broken, ...again.broken];
    const isGood = judged(disturbed) === good;
    // What Coolify did not say cannot be judged; whether a comment was written changes nothing.
    if (!isGood && (peer === 'github' || !disturbed.ended.startsWith('error/')))
      wrong.push(`ended ${judged(disturbed)}`);
    if (!isGood && told.annotations.length === 0) wrong.push('says nothing about it');
    if (judged(again) !== good) wrong.push(`the run after it ended ${judged(again)}`);
    if (outside.comments().length !== 1) wrong.push(`${outside.comments().length} comments after two runs`);
    if (outside.coolify.foreignRequests.length + outside.github.foreignRequests.length > 0)
      wrong.push('followed to another host');
    const writes = outside.coolify.requests.filter(({ method }) => !['GET', ''].includes(method)).length;
    if (writes > 0) wrong.push(`${writes} requests to Coolify that write`);
    const name = `${fault} at ${peer}'s request ${at} (${request?.method} ${request?.path.replace(/[a-z0-9]{20,}/g, '...')})`;
    return { name, peer, ended: disturbed.ended, struck: request?.fault === fault, wrong };
  } finally {
    await outside.stop();
  }
}

describe('a run of check-deploy with one of its requests disturbed', () => {
  test('ends as it would have, or says what it could not read; the next one makes everything good', async () => {
    const outside = await openOutside();
    const undisturbed = await tryOut({
      workspace: project.path,
      inputs: { ...outside.inputs, sarif: '' },
      context: outside.context,
    });
    const requests = { coolify: outside.coolify.requests.length, github: outside.github.requests.length };
    await outside.stop();
    expect(undisturbed.broken).toEqual([]);
    expect(requests).toEqual({ coolify: 2, github: 2 });
    const good = judged(undisturbed);
    const every = (['coolify', 'github'] as const).flatMap(peer =>
      Array.from({ length: requests[peer] }, (_, at) => at).flatMap(at =>
        faultNames.map(fault => ({ peer, at, fault })),
      ),
    );
    // Each fault once, at another request each time.
    const chosen =
      process.env['SWEEPS'] === 'full'
        ? every
        : every.filter((_, index) => (index % faultNames.length) % 4 === Math.floor(index / faultNames.length));
    const began = performance.now();
    const verdicts = await pooled(chosen, AT_ONCE, item => disturb(item, good));
    printTable('Fault sweep of check-deploy', [
      ['cases', every.length],
      ['runs', chosen.length * 2],
      [
        'Coolify disturbed',
        inWords(tally(verdicts.filter(({ peer }) => peer === 'coolify').map(({ ended }) => ended))),
      ],
      ['GitHub disturbed', inWords(tally(verdicts.filter(({ peer }) => peer === 'github').map(({ ended }) => ended)))],
      ['not struck', verdicts.filter(({ struck }) => !struck).length],
      ['seconds', Math.round((performance.now() - began) / 1_000)],
    ]);
    expect(
      verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
    ).toEqual([]);
    expect(verdicts.filter(({ struck }) => !struck).map(({ name }) => name)).toEqual([]);
  });
});
