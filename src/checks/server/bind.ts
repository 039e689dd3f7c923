import { defineRule } from '../rule.ts';
import type { ServerFacts, ServerValue } from './facts.ts';
import { faultsOf, inContainer, known, knownNumber, knownText, placeOf } from './values.ts';

/** An address a server listens on. */
export interface Listening {
  readonly host: string;
  readonly port: string | undefined;
  readonly text: string;
  readonly value: ServerValue;
}

/** The addresses a server listens on; undefined when one of them is not known or is no TCP address (a socket, a descriptor). */
export function addressesOf(server: ServerFacts): readonly Listening[] | undefined {
  if (server.program === 'uvicorn' || server.program === 'daphne') return hostAndPort(server);
  const names = server.program === 'uwsgi' ? ['http', 'http-socket', 'socket'] : ['bind'];
  const value = names.map(name => known(server, name)).find(found => found !== undefined);
  if (value === undefined || typeof value.value !== 'string') return undefined;
  const found: Listening[] = [];
  for (const text of value.value.split(',').map(part => part.trim())) {
    const address = addressOf(text);
    if (address === undefined) return undefined;
    found.push({ ...address, text, value });
  }
  return found;
}

/** `0.0.0.0:8000`, `:8000`, `[::]:8000`, `localhost`, `tcp://…`; undefined for sockets and descriptors. */
export function addressOf(text: string): { readonly host: string; readonly port: string | undefined } | undefined {
  if (/^(unix|fd):/.test(text) || text.startsWith('/')) return undefined;
  const plain = text.replace(/^\w+:\/\//, '');
  const six = /^\[([^\]]*)\](?::(\d+))?$/.exec(plain);
  if (six !== null) return { host: six[1] ?? '', port: six[2] ?? '8000' };
  if (/^\d+$/.test(plain)) return { host: '0.0.0.0', port: plain };
  const [, host = '', port] = /^([^:]*)(?::(\d+))?$/.exec(plain) ?? [];
  return { host: host === '' ? '0.0.0.0' : host, port: port ?? '8000' };
}

export function isLoopback(host: string): boolean {
  return /^(127\.|localhost$|::1$)/.test(host);
}

export const bindLoopback = defineRule({
  id: 'server/bind-loopback',
  title: 'The server listens where the proxy can reach it',
  severity: { development: 'high', staging: 'critical', production: 'critical' },
  why: 'Inside a container, 127.0.0.1 is the container itself: neither the proxy nor a published port reaches a server that listens there, and visitors get a 502.',
  remedy: 'Listen on every address of the container:\n--bind 0.0.0.0:8000',
  source: [
    'S0-032',
    'S1-101',
    'S1-054',
    'C02',
    'https://docs.gunicorn.org/en/stable/settings.html#bind (default 127.0.0.1:8000)',
  ],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uvicorn', 'hypercorn', 'daphne', 'runserver', 'uwsgi'], server => {
      if (!inContainer(server, project) || sharesNetwork(server)) return undefined;
      const addresses = addressesOf(server);
      if (addresses === undefined || addresses.length === 0) return undefined;
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ host }) => isLoopback(host))) return undefined;
      const set = first.value.from !== 'default';
      const remedy = remedyFor(server, first.port ?? '8000');
      return {
        setting: 'bind',
        place: placeOf(server, first.value),
        message: who =>
          `${server.program} of ${who} listens on ${first.text}${set ? '' : ', its default,'} and that is only the container itself: nothing outside of it gets an answer.`,
        evidence: set ? first.text : `no address given, so ${first.text}`,
        remedy,
      };
    }),
});

function remedyFor({ program, config }: ServerFacts, port: string): string {
  switch (program) {
    case 'uvicorn':
      return `Listen on every address of the container:\n--host 0.0.0.0 --port ${port}`;
    case 'daphne':
      return `Listen on every address of the container:\n-b 0.0.0.0 -p ${port}`;
    case 'runserver':
      return `Listen on every address of the container:\nmanage.py runserver 0.0.0.0:${port}`;
    case 'uwsgi':
      return `Listen on every address of the container:\nhttp = 0.0.0.0:${port}`;
    default:
      return config?.exists === true && program === 'gunicorn'
        ? `Listen on every address of the container:\nbind = "0.0.0.0:${port}"`
        : `Listen on every address of the container:\n--bind 0.0.0.0:${port}`;
  }
}

/** Containers of one network namespace reach each other on loopback. */
function sharesNetwork({ service }: ServerFacts): boolean {
  const mode = service?.compose?.networkMode;
  if (mode !== undefined && (mode === 'host' || mode.startsWith('service:') || mode.startsWith('container:')))
    return true;
  return (service?.stack?.services ?? []).some(other => other.networkMode === `service:${service?.name}`);
}

function hostAndPort(server: ServerFacts): readonly Listening[] | undefined {
  const hostName = server.program === 'daphne' ? 'bind' : 'host';
  const others = ['uds', 'fd', 'unix_socket', 'file_descriptor', 'endpoint'];
  if (others.some(name => (server.values.get(0)?.[name]?.value ?? null) !== null)) return undefined;
  const host = known(server, hostName);
  const text = knownText(server, hostName);
  if (host === undefined || text === undefined) return undefined;
  const port = knownNumber(server, 'port');
  return [
    { host: text, port: port === undefined ? undefined : String(port), text: `${text}:${port ?? '?'}`, value: host },
  ];
}
