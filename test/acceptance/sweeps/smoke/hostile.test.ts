import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createAuthority, type KeyAndCertificate } from '../../../../lab/certificates/authority.ts';
import { HEADER_PAYLOAD } from '../hostile-text.ts';
import { type Own, obeyed } from '../obeyed.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { startGate } from './gate.ts';
import { type Hall, openHall } from './hall.ts';
import { BODY_CASES, type HostileCase, TEXT_CASES } from './hostile-answers.ts';
import { watchMemory } from './peak-memory.ts';
import { type Trial, tryOut } from './trial.ts';
import { newTag } from './visit.ts';

jest.setTimeout(LIMIT_MS);
const AT_ONCE = 5;
/** What is allowed of the input `timeout`, the time of clean-up, and a start on a busy machine. */
const TIMEOUT = '20s';
const ENDS_WITHIN = 20_000 + 15_000 + 5_000;
const MOST_MEBIBYTES = 250;
const DAY_MS = 86_400_000;
const OWN: Own = {
  title: /^(smoke-test: |[^:]+: (?:smoke\/|[a-z]+\/)[a-z-]+$)/,
  hosts: ['127.0.0.1', 'localhost', 'github.com'],
  // Groups, what was not run, every check, the slowest requests.
  tables: 4,
};

const PRESETS = `presets:
  - headers
  - cookies
  - cors: { path: /hostile/api/ }
  - leaks: { admin: /hostile/admin/, metrics: [/hostile/metrics/], api: /hostile/api/ }
  - static: { page: /hostile/ }
  - django: { login: /hostile/login/, admin: /hostile/admin/ }
`;
/** Whatever can be asked of an answer is asked of the hostile ones, in between what is made and what removes it. */
const CHECKED = `version: 1
defaults: { timeout: 3s }
logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, lands-on: /dashboard/ }
checks:
  - name: Made, disturbed and removed
    as: web
    steps:
      - post: /communities/add/
        timeout: 15s
        form: { name: 'smoke-\${run}-\${tag}', population: '12', region: XII }
        expect: { status: 302 }
        capture: { id: { header: location, regex: '(\\d+)' } }
      - get: /hostile/
        capture: { title: { body: true, regex: '<title>([^<]*)' }, kind: { header: content-type }, state: '$..state' }
        expect:
          status: 204
          header: { x-said: never, content-type: { matches: '^(a+)+$' } }
          cookie: { said: never }
          redirect: { matches: '^/(\\w+\\s?)*$' }
          body: { matches: '^(\\w+\\s?)*[^<]*(a|aa)+$', contains: never-there }
          json: { '$..state': never, '$.list[0]': { '>': 3 } }
          schema: { type: object, properties: { list: { type: array, items: { type: string } } } }
    always:
      - post: '/communities/\${id}/delete/'
        timeout: 15s
        expect: { status: 302, redirect: /communities/ }
  - { name: Polled, get: /hostile/state/, until: { json: { '$.state': never } }, within: 1s }
  - { name: Followed, get: /hostile/next/, follow: true, expect: { body: { matches: '(x+x+)+y' } } }
  - { name: Sent, as: web, post: /hostile/form/, form: { a: b }, expect: { body: { contains: never-there } } }
`;
const LOOKED_AT = `version: 1\n${PRESETS}`;
const CHECKED_AND_LOOKED_AT = CHECKED.replace('logins:', `${PRESETS}logins:`);
const READINESS = `version: 1
presets: [{ health: { path: /hostile/, version: '/hostile/#$..state' } }]
logins:
  api: { kind: jwt, path: /hostile/token/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, access: $.state }
  form: { kind: django-form, path: /hostile/login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD }
checks: [{ name: Asked, get: /hostile/, as: api }]
`;

interface Story extends HostileCase {
  readonly suite: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

const TEXTS: readonly Story[] = TEXT_CASES.flatMap(each => [
  { ...each, suite: CHECKED_AND_LOOKED_AT },
  {
    ...each,
    name: `${each.name}, while it is waited for`,
    suite: READINESS,
    inputs: { 'wait-ready': '1s', 'expected-sha': 'abcdef1' },
  },
]);
const BODIES: readonly Story[] = BODY_CASES.flatMap(each => [
  { ...each, suite: CHECKED },
  { ...each, name: `${each.name}, seen by presets`, suite: LOOKED_AT },
]);

let hall: Hall;
let tls: KeyAndCertificate;
let folder: string;
beforeAll(async () => {
  hall = await openHall();
  // A name in quotes may hold whatever has none.
  const authority = await createAuthority(`"${HEADER_PAYLOAD}"`);
  tls = await authority.issue({
    hosts: ['localhost'],
    notBefore: new Date(Date.now() - 30 * DAY_MS),
    notAfter: new Date(Date.now() + 60 * DAY_MS),
  });
  folder = mkdtempSync(join(tmpdir(), 'sweep-hostile-'));
  writeFileSync(join(folder, 'ca.pem'), authority.certificate);
});
afterAll(async () => {
  await hall?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

interface Verdict {
  readonly name: string;
  readonly ended: string;
  readonly struck: number;
  readonly milliseconds: number;
  readonly mebibytes: number;
  readonly wrong: readonly string[];
}

async function tell({ name, raw, suite, inputs }: Story): Promise<Verdict> {
  const gate = await startGate(tls, hall.application, raw);
  const tag = newTag();
  const memory = watchMemory(tag);
  const { user, password } = hall.sites.credentials;
  try {
    const trial = await tryOut({
      suite,
      inputs: {
        'base-url': gate.origin,
        'ca-file': join(folder, 'ca.pem'),
        variables: `tag=${tag}`,
        timeout: TIMEOUT,
        ...inputs,
      },
      env: { SMOKE_USER: user, SMOKE_PASSWORD: password },
    });
    const wrong = [...trial.broken, ...obeyed(trial.run, OWN), ...(await ofCleanUp(tag, suite, trial))];
    if (trial.result.outcome === 'passed' || trial.result.outcome === 'error')
      wrong.push(`ended ${trial.ended}: ${trial.result.headline}`);
    if (trial.run.signalsSent.length > 0) wrong.push('did not end by itself');
    if (memory.mebibytes > MOST_MEBIBYTES) wrong.push(`took ${memory.mebibytes} MiB`);
    return {
      name,
      ended: trial.ended,
      struck: gate.struck,
      milliseconds: Math.round(trial.run.durationMs),
      mebibytes: memory.mebibytes,
      wrong: [...new Set(wrong)],
    };
  } finally {
    memory.stop();
    await gate.stop();
  }
}

/** How {@link ofCleanUp} begins what it says. */
const OF_CLEAN_UP = /^(?:left|clean-up) /;

async function ofCleanUp(tag: string, suite: string, { result }: Trial): Promise<readonly string[]> {
  if (!suite.includes('communities')) return [];
  const left = await hall.communities.named(tag);
  await hall.communities.remove(tag);
  const cleaned = result.checks?.find(({ id }) => id === 'clean-up/Made, disturbed and removed');
  return [
    ...(left.length > 0 ? [`left ${left.join(', ')}`] : []),
    ...(cleaned?.state === 'passed' ? [] : [`clean-up ${cleaned?.state ?? 'is not there'}: ${cleaned?.note ?? ''}`]),
  ];
}

/** `SWEEPS=full`: all. Else every fifth text, and every body by the checks, of which the presets see every fifth. */
function chosenOf(stories: readonly Story[]): readonly Story[] {
  if (process.env['SWEEPS'] === 'full') return stories;
  return stories.filter(({ suite }, index) => suite === CHECKED || index % 5 === 0);
}

async function sweep(title: string, every: readonly Story[]): Promise<void> {
  const stories = chosenOf(every);
  const began = performance.now();
  const together = await pooled(stories, AT_ONCE, tell);
  // Whether it was the answer or the crowd that made a run slow, or its clean-up miss an answer, the run alone can tell. A command that was
  // obeyed, Markdown that broke or memory that was filled is no matter of the crowd: it counts the first time.
  const isSlow = ({ milliseconds }: Verdict): boolean => milliseconds > ENDS_WITHIN;
  const isDoubtful = (verdict: Verdict): boolean =>
    verdict.wrong.every(problem => OF_CLEAN_UP.test(problem)) && (isSlow(verdict) || verdict.wrong.length > 0);
  const doubtful = stories.filter((_, index) => together.slice(index, index + 1).some(isDoubtful));
  const alone = (await pooled(doubtful, 1, tell)).map(verdict =>
    isSlow(verdict) ? { ...verdict, wrong: [...verdict.wrong, `took ${verdict.milliseconds} ms`] } : verdict,
  );
  const verdicts = [...together.filter(verdict => !isDoubtful(verdict)), ...alone];
  printTable(title, [
    ['cases', every.length],
    ['runs', verdicts.length],
    ['run again alone', alone.length],
    ['ended', inWords(tally(verdicts.map(({ ended }) => ended)))],
    ['most memory, MiB', ...heaviest(verdicts, 'mebibytes')],
    ['longest, ms', ...heaviest(verdicts, 'milliseconds')],
    ['seconds', Math.round((performance.now() - began) / 1_000)],
  ]);
  expect(
    verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
  ).toEqual([]);
  expect(verdicts.filter(({ struck }) => struck === 0).map(({ name }) => name)).toEqual([]);
}

function heaviest(verdicts: readonly Verdict[], by: 'mebibytes' | 'milliseconds'): readonly [string] {
  const [worst] = verdicts.toSorted((a, b) => b[by] - a[by]);
  return [`${worst?.[by]} (${worst?.name})`];
}

describe('what a hostile site answers', () => {
  test('is shown as text and nothing more, and clean-up runs all the same', () =>
    sweep('Hostile-text sweep of smoke-test', TEXTS));

  test('takes neither the memory nor the time of the run, and clean-up runs all the same', () =>
    sweep('Hostile-body sweep of smoke-test', BODIES));
});
