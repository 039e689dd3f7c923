import type { ChosenEnvironment } from '../config/environment.ts';
import type { Sha } from '../core/commit.ts';
import type { Milliseconds } from '../core/duration.ts';
import { oneLine } from '../core/text.ts';
import type { World } from '../core/world.ts';
import { checkedOutCommit } from '../github/checkout.ts';
import type { AfterTask, ReleaseRequest } from '../release/request.ts';
import { checkToken, coolifyAddressOf } from './coolify-inputs.ts';
import { CANCEL_POLICIES, LOG_POLICIES, PIN_POLICIES, type RedeployInputs } from './redeploy-inputs.ts';
import { resourcesOf } from './redeploy-resources.ts';
import { authoritiesOf, siteOf } from './site-inputs.ts';
import { checkConfiguredQuery, checkQuery, versionOf } from './version-inputs.ts';

/** The inputs alone, parsed; what the configuration adds is not known yet. */
export interface RedeployRequest {
  readonly inputs: RedeployInputs;
  readonly config: string | undefined;
  readonly environment: string | undefined;
  readonly own: Omit<ReleaseRequest, 'coolify' | 'steps' | 'tag' | 'site' | 'authorities' | 'token'> & {
    readonly sha: Sha | undefined;
  };
}

/** Three reads of the live site and the pauses between them. */
const SHORTEST_PROOF: Milliseconds = 5_000;

export function readRequest(inputs: RedeployInputs): RedeployRequest {
  const timeout = inputs.duration('timeout');
  const healthTimeout = inputs.duration('health-timeout');
  if (!timeout) throw inputs.refusal('timeout', 'must be longer than nothing');
  if (healthTimeout === undefined || healthTimeout < SHORTEST_PROOF) {
    throw inputs.refusal(
      'health-timeout',
      'is too short to see the new version three times in a row; give it at least 5s',
    );
  }
  if (!inputs.flag('wait') && inputs.text('after-tasks') !== undefined) {
    throw inputs.refusal('after-tasks', 'needs the end of the deployment, which "wait: false" does not wait for');
  }
  return {
    inputs,
    config: inputs.text('config'),
    environment: inputs.text('environment'),
    own: {
      environment: inputs.text('environment'),
      sha: inputs.commit('sha'),
      imageTag: imageTag(inputs),
      expectedVersion: inputs.text('expected-version'),
      allowInsecure: inputs.flag('allow-insecure'),
      force: inputs.flag('force'),
      pin: inputs.choice('pin', PIN_POLICIES),
      wait: inputs.flag('wait'),
      timeout,
      version: versionOf(inputs),
      healthTimeout,
      logs: inputs.choice('logs', LOG_POLICIES),
      onCancel: inputs.choice('on-cancel', CANCEL_POLICIES),
      afterTasks: inputs.lines('after-tasks').map(line => afterTask(line, inputs)),
      dryRun: inputs.flag('dry-run'),
      githubToken: inputs.text('github-token'),
    },
  };
}

/** Coolify's own rule for tags (since 4.1.2); a digest is written `sha256-<hex>` there. */
const IMAGE_TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

function imageTag(inputs: RedeployInputs): string | undefined {
  const tag = inputs.text('image-tag');
  if (tag === undefined || IMAGE_TAG.test(tag)) return tag;
  throw inputs.refusal(
    'image-tag',
    'is no image tag: letters, digits, "_", "." and "-" only, at most 128; a digest sha256:<hex> is written sha256-<hex>',
  );
}

function afterTask(line: string, inputs: RedeployInputs): AfterTask {
  const match = /^([^:]+):\s*(.+)$/.exec(line);
  if (match === null)
    throw inputs.refusal('after-tasks', `has the line "${oneLine(line, 80)}", which is not "resource: task"`);
  return { resource: (match[1] ?? '').trim(), task: (match[2] ?? '').trim() };
}

/** Inputs over configuration, into the one request that the release works with. */
export async function complete(
  request: RedeployRequest,
  chosen: ChosenEnvironment,
  world: World,
): Promise<ReleaseRequest> {
  const { inputs, own } = request;
  const { allowInsecure } = own;
  const coolify = coolifyAddressOf(inputs, chosen, allowInsecure, world);
  const token = inputs.text('coolify-token');
  if (token === undefined) {
    throw inputs.refusal(
      'coolify-token',
      'is needed to talk to Coolify; a secret that does not exist, or is not passed to a fork, arrives empty',
    );
  }
  for (const name of ['coolify-token', 'github-token'] as const) checkToken(name, inputs);
  const named = resourcesOf(inputs, chosen, coolify);
  await checkQuery(inputs, own.version);
  for (const { name, version } of named.steps.flat()) await checkConfiguredQuery(chosen, name, version);
  return {
    ...own,
    coolify,
    token,
    ...named,
    sha: own.sha ?? (await commitOfCheckout(world)),
    site: siteOf(inputs, chosen, allowInsecure),
    authorities: await authoritiesOf(inputs, world),
  };
}

async function commitOfCheckout(world: World): Promise<Sha | undefined> {
  return checkedOutCommit({ directory: world.host.context.workspace, ...world });
}
