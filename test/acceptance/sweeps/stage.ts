/** One tiny world a case: a light Coolify and the site it deploys, behind one faults proxy that sees every request. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Application, type Coolify, startCoolify, type Timings } from '../../../lab/coolify/index.ts';
import { type LightRuntime, type LightSource, lightRuntime, lightSource } from '../../../lab/coolify/runtime-light.ts';
import { createAlterations } from '../../../lab/edge/alteration.ts';
import { forward } from '../../../lab/edge/forward.ts';
import { recordVisit } from '../../../lab/edge/visit.ts';
import { type Faults, startFaults } from '../../../lab/faults/index.ts';
import { type Answer, ask } from '../../../lab/faults/upstream.ts';
import type { RunOptions, RunResult } from '../../../lab/runner/index.ts';
import { freshCommit, runRedeploy } from '../scene.ts';
import { NEW_TAG, OLD_TAG, type Scenario } from './scenarios.ts';

export interface Stage {
  readonly scenario: Scenario;
  readonly coolify: Coolify;
  readonly runtime: LightRuntime;
  readonly source: LightSource;
  /** In front of Coolify's API and of the site alike: one sequence of requests. */
  readonly faults: Faults;
  readonly applications: readonly Application[];
  readonly token: string;
  readonly commits: Commits;
  run(options?: Partial<RunOptions>, inputs?: Readonly<Record<string, string>>): Promise<StagedRun>;
  stop(): Promise<void>;
}

export interface StagedRun extends RunResult {
  /** What the file at `report-path` said before the run's folders were removed; empty when there was none. */
  readonly report: string;
}

/** In the order of the branch: what is live, what is to be deployed, and a later head. */
export interface Commits {
  readonly old: string;
  readonly next: string;
  readonly later: string;
}

/** Quicker than the lab's defaults: the sweeps are about requests, not about builds. */
const TIMINGS: Partial<Timings> = { queueTickMs: 5, jobStartMs: 10, lsRemoteMs: 10, postCommandDelayMs: 20 };
/** Hundreds of starts share the compiled bundle, as the steps of one job on one runner would. */
const COMPILE_CACHE = mkdtempSync(join(tmpdir(), 'sweep-compiled-'));

/** What Coolify says, made into something else on its way. */
export type Lie = (answer: Answer, request: { readonly method: string; readonly path: string }) => Answer;

export async function openStage(scenario: Scenario, lie?: Lie): Promise<Stage> {
  const commits: Commits = { old: freshCommit(), next: freshCommit(), later: freshCommit() };
  const source = lightSource({ main: commits.old });
  for (const commit of [commits.next, commits.later, commits.old]) source.move('main', commit);
  // A registry knows its tags as git knows its commits.
  for (const tag of [OLD_TAG, NEW_TAG]) source.move('registry', tag);
  const runtime = lightRuntime();
  let served: number | undefined;
  const coolify = await startCoolify({
    version: scenario.version,
    runtime,
    timings: TIMINGS,
    rateLimitPerMinute: 100_000,
    publish: (_domain, port) => {
      served = port;
    },
  });
  const token = coolify.token({ abilities: ['deploy', 'read', 'read:sensitive', 'write'] });
  const apiPort = Number(new URL(coolify.url).port);
  const origins = { http: '', https: '' };
  const unaltered = createAlterations([]);
  const front = createServer((request, response) => {
    const asksCoolify = request.url?.startsWith('/api/') === true;
    const port = asksCoolify ? apiPort : served;
    if (port === undefined) response.writeHead(503, { 'content-type': 'text/plain' }).end('no available server\n');
    else if (asksCoolify && lie !== undefined) void answerWith(lie, new URL(coolify.url), request, response);
    else {
      const altered = unaltered(recordVisit('http', request, response));
      const route = {
        scheme: 'http',
        sourceAddress: '127.0.0.1',
        trustForwarded: false,
        headers: {},
        origins,
      } as const;
      forward(request, response, { ...route, altered, port });
    }
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const address = front.address();
  const frontPort = typeof address === 'object' && address !== null ? address.port : 0;
  origins.http = `http://127.0.0.1:${frontPort}`;
  // There is no second port for TLS, so an address that the site names stays as it is.
  origins.https = `https://127.0.0.1:${frontPort}`;
  const faults = await startFaults(new URL(origins.http));
  const applications = scenario.applications.map(spec =>
    coolify.addApplication({ ...spec, source, ...(spec.web === false ? {} : { domain: faults.url }) }),
  );
  for (const application of applications) await coolify.deploy(application);
  await scenario.prepare?.({ commits, source, runtime, applications, coolify });

  const inputs = {
    'coolify-url': faults.url,
    'coolify-token': token,
    resources: applications.map(({ uuid, columns }) => `${columns.name}=${uuid}`).join(', '),
    'base-url': faults.url,
    'allow-insecure': 'true',
    version: '/health/#$.version',
    'health-timeout': '15s',
    timeout: '40s',
    'github-token': '',
    sha: commits.next,
    ...scenario.inputs,
  };
  return {
    scenario,
    coolify,
    runtime,
    source,
    faults,
    applications,
    token,
    commits,
    async run(options = {}, given = {}) {
      const { env, ...others } = options;
      const run = await runRedeploy(
        { ...inputs, ...given },
        { secrets: [token], env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...env }, ...others },
      );
      const path = run.outputs['report-path'] ?? '';
      const report = path === '' ? '' : readFileSync(path, 'utf8');
      run.dispose();
      return { ...run, report };
    },
    async stop() {
      await faults.stop();
      await coolify.stop();
      front.closeAllConnections();
      await new Promise<void>(resolve => front.close(() => resolve()));
    },
  };
}

async function answerWith(lie: Lie, target: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const answer = await ask(target, undefined, request, Buffer.concat(chunks));
  const told = lie(answer, { method: request.method ?? '', path: request.url ?? '' });
  response.writeHead(told.status, told.reason, [...told.rawHeaders]);
  response.end(told.body);
}
