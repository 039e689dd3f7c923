import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { git } from '../../../lab/app/git.ts';
import { type Canary, canary, sightings, spelled } from './canaries.ts';
import {
  CANARY_SCENARIO,
  ENVIRONMENT,
  GITHUB_TOKEN,
  OF_APPLICATION,
  type Secrets,
  STEP,
  STORIES,
  type Story,
} from './canary-stories.ts';
import { inWords, pooled, printTable, tally } from './pool.ts';
import { watchArguments } from './process-arguments.ts';
import { openStage, type Stage, type StagedRun } from './stage.ts';

jest.setTimeout(300_000);
const AT_ONCE = 12;

interface Sighting {
  readonly story: string;
  readonly ended: string;
  readonly found: readonly string[];
  readonly places: number;
}

async function tell(story: Story): Promise<Sighting> {
  const stage = await openStage(CANARY_SCENARIO);
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
