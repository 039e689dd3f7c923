import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MARK } from '../hostile-text.ts';

/** What can be wrong with a database that is asked, between the first byte and the last. */
export const DATABASE_FAULTS = [
  'refuses',
  'accepts and says nothing',
  'ends the connection at once',
  'resets after the password',
  'resets in the middle of an answer',
  'falls silent in the middle',
  'answers slowly',
  'is a web server',
  'says an error of its own making',
  'says what is no message at all',
] as const;
export type DatabaseFault = (typeof DATABASE_FAULTS)[number];

export interface Disturbed {
  /** The same address, through the fault. */
  readonly url: string;
  readonly connections: number;
  /** Resolves when so many bytes went from the server to the client. */
  stop(): Promise<void>;
}

/** After so many bytes of the server's the conversation is past the password, and in the middle of the questions. */
const PAST_PASSWORD = 200;
const IN_THE_MIDDLE = 1_500;
const SLOWLY_MS = 40;

/** Stands between a client and a PostgreSQL server. `chosen` concerns the connections from that number on. */
export async function disturb(target: string, fault: DatabaseFault): Promise<Disturbed> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer(client => {
    connections += 1;
    sockets.add(client);
    client.on('error', () => undefined).on('close', () => sockets.delete(client));
    void serve(client, fault, hostname, Number(port), sockets);
  });
  const own = await listening(server);
  if (fault === 'refuses') await closed(server);
  const url = new URL(target);
  url.port = String(own);
  return {
    url: url.href,
    get connections() {
      return connections;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      if (fault !== 'refuses') await closed(server);
    },
  };
}

async function serve(
  client: Socket,
  fault: DatabaseFault,
  host: string,
  port: number,
  sockets: Set<Socket>,
): Promise<void> {
  switch (fault) {
    case 'refuses':
    case 'accepts and says nothing':
      client.resume();
      return;
    case 'ends the connection at once':
      client.end();
      return;
    case 'is a web server':
      client.once('data', () => client.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
      return;
    case 'says an error of its own making':
      client.once('data', () => client.end(errorMessage()));
      return;
    case 'says what is no message at all':
      client.once('data', () => client.end(Buffer.alloc(100_000, 0xff)));
      return;
    default:
      await between(client, fault, host, port, sockets);
  }
}

async function between(
  client: Socket,
  fault: DatabaseFault,
  host: string,
  port: number,
  sockets: Set<Socket>,
): Promise<void> {
  const { connect } = await import('node:net');
  const upstream = connect(port, host);
  sockets.add(upstream);
  upstream.on('error', () => client.destroy()).on('close', () => client.end());
  client.on('close', () => upstream.destroy());
  client.on('data', piece => upstream.write(piece));
  const most = fault === 'resets after the password' ? PAST_PASSWORD : IN_THE_MIDDLE;
  let sent = 0;
  let before: Promise<unknown> = Promise.resolve();
  upstream.on('data', (piece: Buffer) => {
    if (fault === 'answers slowly') {
      before = before.then(() => sleep(SLOWLY_MS)).then(() => client.write(piece));
      return;
    }
    client.write(piece.subarray(0, Math.max(0, most - sent)));
    sent += piece.length;
    if (sent < most) return;
    if (fault === 'falls silent in the middle') upstream.pause();
    else client.resetAndDestroy();
  });
}

/** PostgreSQL's ErrorResponse, in words that try to be more than words. */
function errorMessage(): Buffer {
  const fields = `SFATAL\0VFATAL\0C28000\0M</code></details>\n::set-output name=${MARK}::1\n##[add-mask]${MARK}-mask |a| [l](https://evil.example) \u001b[31m\u202e${'W'.repeat(100_000)}\0\0`;
  const body = Buffer.from(fields);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
  });
}
