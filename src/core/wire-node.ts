import type { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import type { Milliseconds } from './duration.ts';
import type { Trust } from './http.ts';
import { PROXIED, type Wire, type WireRequest, type WireResult } from './wire.ts';
import { createSecureContext, getCACertificates, PlainAgent } from './wire-builtins.ts';
import { sendOnce } from './wire-exchange.ts';
import { shakeHands } from './wire-handshake.ts';
import { proxyBefore, proxyVariables } from './wire-proxy.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Below the five seconds after which common servers (uvicorn, Node) close an idle connection: a request must not race with that. */
const KEEP_IDLE: Milliseconds = 4_000;

/** Node tries the next address of a host after 250 ms, which a good connection across the world can exceed. */
const NEXT_ADDRESS_AFTER: Milliseconds = 1_000;

/** Nothing is changed by asking twice (RFC 9110 9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * `Wire` over Node's own HTTP client, which starts in a fraction of the time of undici. Certificates are always verified, whatever
 * NODE_TLS_REJECT_UNAUTHORIZED says. Proxies are taken from HTTPS_PROXY, HTTP_PROXY and NO_PROXY of `environment`.
 */
export async function nodeWire(trust: Trust, environment: Environment): Promise<Wire> {
  const proxyEnv = proxyVariables(environment);
  const authorities = authoritiesOf(trust);
  const common = {
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER,
    ...(proxyEnv === undefined ? {} : { proxyEnv }),
  };
  const secure = {
    ...common,
    rejectUnauthorized: true,
    // A resumed session would show the certificate of an earlier handshake.
    maxCachedSessions: 0,
    // One context for all connections: reading the system's authorities costs 20 ms each time.
    ...(authorities === undefined ? {} : { secureContext: createSecureContext(authorities) }),
  };
  const agents = {
    'http:': pair(keep => new PlainAgent({ ...common, ...keep })),
    'https:': pair(keep => new SecureAgent({ ...secure, ...keep })),
  };
  const agentFor = ({ url, fresh }: WireRequest) => {
    const { kept, single } = agents[url.protocol === 'https:' ? 'https:' : 'http:'];
    return fresh === true ? single : kept;
  };
  return {
    exchange: request => exchange(request, agentFor),
    async handshake(request) {
      const variable = proxyBefore(request.host, request.port, environment);
      if (variable === undefined) return shakeHands(request, authorities ?? {});
      const message = `${variable} puts a proxy between here and ${request.host}: the handshake of the site itself cannot be seen`;
      return {
        ok: false,
        refusedVersion: false,
        failure: { kind: 'other', message, requestSeen: 'no', code: PROXIED },
      };
    },
    close() {
      for (const { kept, single } of Object.values(agents)) {
        kept.destroy();
        single.destroy();
      }
    },
  };
}

function pair(open: (keep: { keepAlive: boolean; timeout?: number }) => Agent): { kept: Agent; single: Agent } {
  return { kept: open({ keepAlive: true, timeout: KEEP_IDLE }), single: open({ keepAlive: false }) };
}

function authoritiesOf({ authorities }: Trust): SecureContextOptions | undefined {
  // Only when there are own ones: Node then forgets the system's, which it has ready otherwise.
  return authorities.length === 0 ? undefined : { ca: [...getCACertificates('default'), ...authorities] };
}

/**
 * One request, answered or not, and never a second one for an answer that is only bad. The exception: a kept connection that the server
 * closed while it lay idle. The request then never reached anything that could process it, but from here that looks like a reset in the
 * middle of the work; so it is sent once more, over a new connection, only when it is GET, HEAD or OPTIONS and not a byte had come back.
 */
async function exchange(request: WireRequest, agentFor: (request: WireRequest) => Agent): Promise<WireResult> {
  const started = performance.now();
  const first = await sendOnce(request, agentFor(request));
  if (!first.staleConnection || !SAFE.has(request.method)) return first.result;
  const timeout = Math.max(1, request.timeout - (performance.now() - started));
  const again = { ...request, timeout, fresh: true };
  return (await sendOnce(again, agentFor(again))).result;
}
