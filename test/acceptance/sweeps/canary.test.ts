import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { git } from '../../../lab/app/git.ts';
import { type Canary, canary, HEADER_ODD, MULTI_LINE, ODD, sightings, spelled, URL_PASSWORD } from './canaries.ts';
import { inWords, pooled, printTable, tally } from './pool.ts';
import { PATIENT_HEALTH, type Scenario, TASK } from './scenarios.ts';
import { openStage, type Stage, type StagedRun } from './stage.ts';

jest.setTimeout(300_000);
const AT_ONCE = 12;
const ARGUMENTS_EVERY = 40;

/** Values of the application in Coolify, under the names Django projects give them. */
const APPLICATION = {
  SECRET_KEY: canary('SECRET_KEY', ODD),
  EMAIL_HOST_PASSWORD: canary('EMAIL_HOST_PASSWORD', '/+=='),
  AWS_SECRET_ACCESS_KEY: canary('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG+bPx'),
  STRIPE_API_KEY: canary('STRIPE_API_KEY'),
  JWT_SIGNING_KEY: { name: 'JWT_SIGNING_KEY', value: MULTI_LINE },
} satisfies Record<string, Canary>;
const DATABASE: Canary = canary('DATABASE_URL', URL_PASSWORD);
const BROKER: Canary = canary('CELERY_BROKER_URL');
const SENTRY: Canary = canary('SENTRY_DSN');
const OF_APPLICATION = [...Object.values(APPLICATION), DATABASE, BROKER, SENTRY];
const ENVIRONMENT = {
  ...Object.fromEntries(Object.entries(APPLICATION).map(([key, { value }]) => [key, value])),
  DATABASE_URL: `postgres://obcms:${encodeURIComponent(DATABASE.value)}@db:5432/obcms`,
  CELERY_BROKER_URL: `redis://:${BROKER.value}@redis:6379/0`,
  SENTRY_DSN: `https://${SENTRY.value}@sentry.example/1`,
};

/** Of the step itself. */
const GITHUB_TOKEN = canary('github-token', HEADER_ODD);
const ODD_GITHUB_TOKEN = canary('odd github-token', ODD);
const STEP = {
  OTHER_SECRET: canary('env OTHER_SECRET', ODD),
  DATABASE_URL: canary('env DATABASE_URL'),
  COOLIFY_TOKEN: canary('env COOLIFY_TOKEN'),
  HTTP_PASSWORD: canary('env HTTP_PASSWORD', MULTI_LINE.split('\n')[1]),
} satisfies Record<string, Canary>;

interface Story {
  readonly name: string;
  readonly outcome: readonly string[];
  readonly inputs?: (stage: Stage, secrets: Secrets) => Readonly<Record<string, string>>;
  readonly prepare?: (stage: Stage) => void;
  /** Further canaries of this story alone. */
  readonly own?: readonly Canary[];
  /** A fault that leads the client to a foreign host. */
  readonly redirectAt?: number;
}

interface Secrets {
  readonly all: readonly Canary[];
}

const WRONG_TOKEN = canary('wrong coolify-token', `|${ODD}`);
const PLAIN_WRONG_TOKEN = canary('plain wrong coolify-token', `|${HEADER_ODD}`);
const PASTED_PASSWORD = canary('password in an address');
const TWO_LINES: Canary = {
  name: 'coolify-token of two lines',
  value: `12|${canary('first line').value}\n${canary('second line').value}`,
};

const crashes = (stage: Stage): void =>
  stage.runtime.behave(stage.commits.next, { boot: 'crash', log: spelled(OF_APPLICATION) });

const STORIES: readonly Story[] = [
  { name: 'good', outcome: ['passed'] },
  { name: 'good, redirected once', outcome: ['passed', 'error'], redirectAt: 6 },
  { name: 'redirected at once', outcome: ['error'], redirectAt: 0 },
  { name: 'does not boot', outcome: ['failed'], prepare: crashes },
  {
    name: 'does not build',
    outcome: ['failed'],
    prepare: stage => stage.runtime.behave(stage.commits.next, { buildFails: spelled(OF_APPLICATION).join('\n') }),
  },
  {
    name: 'task fails',
    outcome: ['failed'],
    inputs: () => ({ 'after-tasks': `web: ${TASK.name}` }),
    prepare: stage =>
      stage.runtime.behave(stage.commits.next, { exec: () => ({ exitCode: 1, output: spelled(OF_APPLICATION) }) }),
  },
  {
    name: 'post-deployment command fails',
    outcome: ['failed'],
    prepare(stage) {
      stage.coolify.traps.enable('swallowed-post-command', { text: 'no' });
      for (const { columns } of stage.applications)
        columns.post_deployment_command = `curl -H "Authorization: Bearer ${APPLICATION.STRIPE_API_KEY.value}" http://localhost/`;
    },
  },
  {
    name: 'the site prints its secrets as version',
    outcome: ['failed'],
    inputs: () => ({ 'health-timeout': '4s' }),
    prepare: stage => stage.runtime.behave(stage.commits.next, { version: spelled(OF_APPLICATION).join(' ') }),
  },
  {
    name: 'wrong token with odd characters',
    outcome: ['error'],
    own: [WRONG_TOKEN],
    inputs: () => ({ 'coolify-token': WRONG_TOKEN.value }),
  },
  {
    name: 'wrong token that a header can carry',
    outcome: ['error'],
    own: [PLAIN_WRONG_TOKEN],
    inputs: () => ({ 'coolify-token': PLAIN_WRONG_TOKEN.value }),
  },
  {
    name: 'github-token with odd characters',
    outcome: ['error'],
    own: [ODD_GITHUB_TOKEN],
    inputs: () => ({ 'github-token': ODD_GITHUB_TOKEN.value }),
  },
  {
    name: 'token of two lines',
    outcome: ['error'],
    own: [TWO_LINES],
    inputs: () => ({ 'coolify-token': TWO_LINES.value }),
  },
  {
    name: 'password in coolify-url',
    outcome: ['error'],
    own: [PASTED_PASSWORD],
    inputs: ({ faults }) => ({ 'coolify-url': faults.url.replace('://', `://admin:${PASTED_PASSWORD.value}@`) }),
  },
  {
    name: 'password in base-url',
    outcome: ['error'],
    own: [PASTED_PASSWORD],
    inputs: ({ faults }) => ({ 'base-url': faults.url.replace('://', `://admin:${PASTED_PASSWORD.value}@`) }),
  },
  { name: 'token in the wrong input', outcome: ['error'], inputs: ({ token }) => ({ resources: `web=${token}` }) },
  {
    name: 'token as id in the address',
    outcome: ['error'],
    inputs: ({ faults, token }) => ({
      'coolify-url': `${faults.url}/api/v1/deploy?uuid=${encodeURIComponent(token)}`,
      resources: '',
    }),
  },
];

const scenario: Scenario = {
  name: 'canaries',
  version: '4.3.10',
  applications: [{ name: 'web', health: PATIENT_HEALTH, environment: ENVIRONMENT, tasks: [TASK] }],
  inputs: { logs: 'always' },
  reason: 'deployed',
  prepare({ source, runtime, commits }) {
    source.move('main', commits.later);
    runtime.behave(commits.next, { buildMs: 300 });
  },
};

interface Sighting {
  readonly story: string;
  readonly ended: string;
  readonly found: readonly string[];
  readonly places: number;
}

async function tell(story: Story): Promise<Sighting> {
  const stage = await openStage(scenario);
  const github = await openGithub();
  const remotePassword = canary('password of the remote');
  const workspace = await checkout(remotePassword);
  const secrets: Secrets = {
    all: [
      ...OF_APPLICATION,
      GITHUB_TOKEN,
      ...Object.values(STEP),
      ...(story.own ?? []),
      remotePassword,
      { name: 'coolify-token', value: stage.token.split('|')[1] ?? stage.token },
    ],
  };
  const watch = watchArguments(secrets.all);
  try {
    story.prepare?.(stage);
    if (story.redirectAt !== undefined) stage.faults.plan([{ fault: 'redirect', at: story.redirectAt }]);
    const talking = talkInLogs(stage);
    const run = await stage.run(
      {
        env: Object.fromEntries(Object.entries(STEP).map(([name, { value }]) => [name, value])),
        context: { api_url: github.url },
        workspace,
      },
      { 'github-token': GITHUB_TOKEN.value, ...story.inputs?.(stage, secrets) },
    );
    talking();
    const places = placesOf(run, stage);
    const found = [
      ...Object.entries(places).flatMap(([place, text]) =>
        sightings(text, secrets.all).map(sighting => `${sighting} in ${place}`),
      ),
      ...watch.found,
    ];
    if (!story.outcome.includes(run.outputs['outcome'] ?? ''))
      found.push(
        `ended ${run.outputs['outcome']}/${run.outputs['reason-code']}: ${run.annotations[0]?.message.slice(0, 300)}`,
      );
    if (run.outputs['reason-code'] === 'internal-error') found.push('ended as internal-error');
    return {
      story: story.name,
      ended: `${run.outputs['outcome']}/${run.outputs['reason-code']}`,
      found,
      places: Object.keys(places).length,
    };
  } finally {
    watch.stop();
    rmSync(workspace, { recursive: true, force: true });
    await github.stop();
    await stage.stop();
  }
}

/** Everything that leaves the step. `add-mask` is the one command that has to name a secret. */
function placesOf(run: StagedRun, stage: Stage): Readonly<Record<string, string>> {
  const withoutMasks = run.rawLog
    .split('\n')
    .filter(line => !line.startsWith('::add-mask::'))
    .join('\n');
  return {
    log: run.log,
    'log before the runner masked it': withoutMasks,
    'log of post': run.post?.log ?? '',
    summary: run.rawSummary,
    outputs: Object.entries(run.outputs)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    result: JSON.stringify(JSON.parse(run.outputs['result'] ?? '{}'), null, 1).replace(/\\n/g, '\n'),
    annotations: JSON.stringify(run.annotations),
    'annotations as text': run.annotations.map(({ title, message }) => `${title}\n${message}`).join('\n'),
    report: run.report,
    state: JSON.stringify(run.state),
    'exported environment': JSON.stringify(run.exportedEnv),
    'foreign host': stage.faults.foreignRequests
      .map(({ path, headers, body }) => `${path}\n${Object.values(headers).join('\n')}\n${body}`)
      .join('\n'),
  };
}

/** Visible log lines with every secret in every form, while the deployment runs. */
function talkInLogs(stage: Stage): () => void {
  const talked = new Set<string>();
  const timer = setInterval(() => {
    for (const deployment of stage.coolify.deployments) {
      if (!deployment.isApi || deployment.status !== 'in_progress' || talked.has(deployment.uuid)) continue;
      talked.add(deployment.uuid);
      const timestamp = new Date().toISOString();
      for (const output of [
        ...spelled(OF_APPLICATION),
        ...Object.entries(ENVIRONMENT).map(([key, value]) => `${key}=${value}`),
        spelled(OF_APPLICATION).join('\n'),
      ]) {
        deployment.entries.push({
          output,
          type: 'stdout',
          timestamp,
          hidden: false,
          batch: 1,
          order: deployment.entries.length + 1,
        });
      }
    }
  }, 5);
  return () => clearInterval(timer);
}

/** A GitHub that knows nobody: what arrives there is the token's own business. */
async function openGithub(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((_request, response) =>
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"Bad credentials"}'),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A checkout whose remote holds a password and cannot be reached: git's own message would name it. */
async function checkout(password: Canary): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'sweep-checkout-'));
  await git(['init', '--quiet'], { directory });
  // Written by hand: this sweep reads the arguments of every process, those of its own git too.
  appendFileSync(
    join(directory, '.git', 'config'),
    `[remote "origin"]\n\turl = http://deploy:${password.value}@127.0.0.1:1/org/app.git\n`,
  );
  return directory;
}

/** Whoever is on the machine can read the arguments of every process. */
function watchArguments(canaries: readonly Canary[]): { readonly found: readonly string[]; stop(): void } {
  const found = new Set<string>();
  const timer = setInterval(() => {
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
      const line = argumentsOf(pid);
      // git repeats to its own helper what stands in the checkout's configuration.
      for (const sighting of line.includes('git-remote-http') || line.includes('git remote-http')
        ? []
        : sightings(line, canaries))
        found.add(`${sighting} in the arguments of ${line.slice(0, 40)}`);
    }
  }, ARGUMENTS_EVERY);
  return {
    get found() {
      return [...found];
    },
    stop: () => clearInterval(timer),
  };
}

function argumentsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

describe('a secret', () => {
  test('shows nowhere, in no form, whatever happens', async () => {
    const seen = await pooled(STORIES, AT_ONCE, tell);
    printTable('Canary sweep of redeploy', [
      ['story', 'ended', 'places', 'found'],
      ...seen.map(({ story, ended, places, found }) => [story, ended, places, found.length]),
    ]);
    printTable('Counts', [
      ['canaries', OF_APPLICATION.length + 2 + Object.keys(STEP).length],
      ['forms of each', 14],
      ['outcomes', inWords(tally(seen.map(({ ended }) => ended.split('/')[0] ?? '')))],
    ]);
    expect(
      seen
        .filter(({ found }) => found.length > 0)
        .map(({ story, found }) => `${story}\n    ${[...new Set(found)].join('\n    ')}`),
    ).toEqual([]);
    expect(seen.length).toBeGreaterThanOrEqual(12);
  });

  test('is found by this sweep in every form that careless programs print', () => {
    for (const one of [...OF_APPLICATION, GITHUB_TOKEN, ...Object.values(STEP)]) {
      for (const line of spelled([one]).filter(text => text.length > one.value.length))
        expect([line, sightings(line, [one]).length > 0]).toEqual([line, true]);
    }
  });
});
