import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type ForeignHost, startForeignHost } from '../../../../lab/faults/foreign.ts';
import { openStage, type Stage } from '../../smoke/scripted.ts';
import { type Canary, canary, sightings } from '../canaries.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { watchArguments } from '../process-arguments.ts';
import { GIVEN, LEARNT, routes } from './canary-site.ts';
import { PASTED, STORIES, type Story } from './canary-stories.ts';
import { type Trial, tryOut } from './trial.ts';

jest.setTimeout(LIMIT_MS);
const AT_ONCE = 3;

/** In the environment, and nobody's business here. */
const OTHERS = {
  DATABASE_URL: canary('OTHER-DATABASE'),
  SECRET_KEY: canary('SECRET-KEY', '|/+'),
} satisfies Readonly<Record<string, Canary>>;
const SECRETS: readonly Canary[] = [
  ...Object.values(GIVEN),
  ...Object.values(LEARNT),
  ...Object.values(OTHERS),
  PASTED,
];

let stage: Stage;
let foreign: ForeignHost;
beforeAll(async () => {
  [stage, foreign] = await Promise.all([openStage(), startForeignHost()]);
});
afterAll(async () => {
  await stage?.stop();
  await foreign?.stop();
});

interface Sighting {
  readonly story: string;
  readonly ended: string;
  readonly found: readonly string[];
  readonly places: number;
}

async function tell(story: Story): Promise<Sighting> {
  const friend = await stage.open({ '*': { body: 'hello' } });
  const plain = await stage.open({ '*': { body: 'hello' } }, { httpRedirect: 'none' });
  const elsewhere = { friend: friend.origin, foreign: foreign.url, plain: plain.httpOrigin };
  const site = await stage.open(routes(elsewhere, story.login ?? 'works'));
  const watch = watchArguments(SECRETS);
  try {
    const trial = await tryOut({
      suite: story.suite(elsewhere),
      inputs: { 'base-url': site.origin, 'http-url': site.httpOrigin, 'ca-file': stage.caFile, ...story.inputs },
      env: Object.fromEntries(Object.entries({ ...GIVEN, ...OTHERS }).map(([name, { value }]) => [name, value])),
    });
    const places = placesOf(trial, [...friend.requests, ...plain.requests, ...foreign.requests]);
    const found = [
      ...Object.entries(places).flatMap(([place, text]) =>
        sightings(text, SECRETS).map(sighting => `${sighting} in ${place}: ${around(text, sighting)}`),
      ),
      ...watch.found,
      ...trial.broken,
    ];
    if (trial.result.outcome !== story.outcome) found.push(`ended ${trial.ended}: ${trial.result.headline}`);
    return { story: story.name, ended: trial.ended, found, places: Object.keys(places).length };
  } finally {
    watch.stop();
    await Promise.all([site, friend, plain].map(each => each.stop()));
  }
}

/** For the message of a failure: the line that the value stands in. */
function around(text: string, sighting: string): string {
  const value = SECRETS.find(({ name }) => sighting.startsWith(`${name} (`))?.value.split('\n')[0] ?? '';
  const at = text.indexOf(value);
  return at < 0 ? '' : JSON.stringify(text.slice(Math.max(0, at - 80), at + value.length + 20));
}

interface Asked {
  readonly path: string;
  readonly headers: object;
  readonly body: string;
}

/** Everything that leaves the step. `add-mask` is the one command that has to name a secret. */
function placesOf({ run, junit, report }: Trial, elsewhere: readonly Asked[]): Readonly<Record<string, string>> {
  const asked = ({ path, headers, body, ...more }: Asked & { readonly query?: string }) =>
    `${path}\n${more.query ?? ''}\n${Object.values(headers).join('\n')}\n${body}`;
  return {
    log: run.log,
    'log before the runner masked it': run.rawLog
      .split('\n')
      .filter(line => !line.startsWith('::add-mask::'))
      .join('\n'),
    summary: run.rawSummary,
    outputs: Object.entries(run.outputs)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    result: JSON.stringify(JSON.parse(run.outputs['result'] ?? '{}'), null, 1).replace(/\\n/g, '\n'),
    report: JSON.stringify(report, null, 1).replace(/\\n/g, '\n'),
    annotations: JSON.stringify(run.annotations),
    'annotations as text': run.annotations.map(({ title, message }) => `${title}\n${message}`).join('\n'),
    JUnit: junit,
    state: JSON.stringify(run.state),
    'exported environment': JSON.stringify(run.exportedEnv),
    'other hosts': elsewhere.map(asked).join('\n'),
  };
}

describe('a secret of a smoke test', () => {
  test('shows nowhere, in no form, and goes to no other host, whatever the site says', async () => {
    const seen = await pooled(STORIES, AT_ONCE, tell);
    printTable('Canary sweep of smoke-test', [
      ['story', 'ended', 'places', 'found'],
      ...seen.map(({ story, ended, places, found }) => [story, ended, places, found.length]),
    ]);
    printTable('Counts', [
      ['canaries', SECRETS.length],
      ['forms of each', 14],
      ['outcomes', inWords(tally(seen.map(({ ended }) => ended.split('/')[0] ?? '')))],
    ]);
    expect(
      seen
        .filter(({ found }) => found.length > 0)
        .map(({ story, found }) => `${story}\n    ${[...new Set(found)].slice(0, 12).join('\n    ')}`),
    ).toEqual([]);
  });

  test('is handed out, and sent back, so that there is something to find', async () => {
    const site = await stage.open(
      routes({ friend: 'https://localhost:1', foreign: 'http://127.0.0.1:1', plain: 'http://localhost:1' }, 'works'),
    );
    const good = STORIES.find(({ outcome }) => outcome === 'passed');
    await tryOut({
      suite: good?.suite({ friend: site.origin, foreign: site.origin, plain: site.origin }) ?? '',
      inputs: { 'base-url': site.origin, 'http-url': site.httpOrigin, 'ca-file': stage.caFile },
      env: Object.fromEntries(Object.entries({ ...GIVEN, ...OTHERS }).map(([name, { value }]) => [name, value])),
    });
    const told = site.requests.map(({ headers, body }) => `${Object.values(headers).join('\n')}\n${body}`).join('\n');
    const came = new Set(sightings(told, SECRETS).map(sighting => sighting.replace(/ \([^(]*\)$/, '')));
    expect([...came].sort()).toEqual(
      [
        GIVEN.SMOKE_USER,
        GIVEN.SMOKE_PASSWORD,
        GIVEN.API_TOKEN,
        GIVEN.API_KEY,
        LEARNT.csrf,
        LEARNT.hidden,
        LEARNT.rotated,
        LEARNT.session,
        LEARNT.access,
      ]
        .map(({ name }) => name)
        .sort(),
    );
    await site.stop();
  });
});
