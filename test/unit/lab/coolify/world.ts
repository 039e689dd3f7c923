import { afterEach } from '@jest/globals';
import type { ApplicationSpec, Coolify, CoolifyOptions, Deployment } from '../../../../lab/coolify/index.ts';
import { startCoolify } from '../../../../lab/coolify/index.ts';
import type { Behaviour, LightRuntime, LightSource } from '../../../../lab/coolify/runtime-light.ts';
import { lightRuntime, lightSource } from '../../../../lab/coolify/runtime-light.ts';

/** Three commits to deploy, by the order they are pushed in. */
export const ONE = '1'.repeat(40);
export const TWO = '2'.repeat(40);
export const THREE = '3'.repeat(40);

const FAST = { queueTickMs: 2, jobStartMs: 5, lsRemoteMs: 5, scanIntervalMs: 30, postCommandDelayMs: 5, secondMs: 4 };

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is something else. */
  readonly body: Json;
}

/** JSON read in tests: any path may be followed, the assertion says what is expected there. */
export type Json = { readonly [key: string]: Json } & { readonly [index: number]: Json };

export interface World {
  readonly coolify: Coolify;
  readonly runtime: LightRuntime;
  readonly source: LightSource;
  readonly published: readonly { readonly domain: string; readonly port: number | undefined }[];
  /** A token of the owner with every ability, unless `as` says otherwise. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  application(spec?: Partial<ApplicationSpec>): ReturnType<Coolify['addApplication']>;
}

export interface CallOptions {
  readonly token?: string;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const running: Coolify[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map(coolify => coolify.stop()));
});

export async function world(
  options: Partial<CoolifyOptions> & { readonly behaviour?: Behaviour } = {},
): Promise<World> {
  const { behaviour, timings, ...others } = options;
  const runtime = lightRuntime({ buildMs: 5, ...behaviour });
  const source = lightSource({ main: ONE });
  const published: { domain: string; port: number | undefined }[] = [];
  const coolify = await startCoolify({
    version: '4.3.10',
    runtime,
    publish: (domain, port) => published.push({ domain, port }),
    rateLimitPerMinute: 10_000,
    ...others,
    timings: { ...FAST, ...timings },
  });
  running.push(coolify);
  const root = coolify.token({ abilities: ['root'] });

  return {
    coolify,
    runtime,
    source,
    published,
    application: (spec = {}) => coolify.addApplication({ name: 'shop', source, domain: 'shop.example.test', ...spec }),
    async call(method, path, { token = root, json, headers = {} } = {}) {
      const url = `${coolify.url}${path.startsWith('/api/') ? '' : '/api/v1'}${path}`;
      const sent = { accept: 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) };
      const withBody = json === undefined ? {} : { body: JSON.stringify(json) };
      const type: Record<string, string> = json === undefined ? {} : { 'content-type': 'application/json' };
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        headers: { ...sent, ...type, ...headers },
        ...withBody,
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: parse(text) };
    },
  };
}

/** A health check of `/health/` that gives up after three failures, two seconds apart. */
export const CHECKED = {
  health_check_enabled: true,
  health_check_path: '/health/',
  health_check_retries: 3,
  health_check_interval: 2,
};

/** What a deployment said: the visible entries, or the hidden ones. */
export function texts(deployment: Deployment | undefined, { hidden = false } = {}): string {
  return (deployment?.entries ?? [])
    .filter(entry => entry.hidden === hidden)
    .map(entry => entry.output)
    .join('\n');
}

/** Calls again until the condition holds; fails after two seconds with the last value. */
export async function eventually<T>(look: () => T | Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 2000;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`never came: ${JSON.stringify(value)}`);
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined as unknown as Json;
  }
}
