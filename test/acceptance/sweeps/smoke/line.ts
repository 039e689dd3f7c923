/** The line between a visitor and the edge: passes the bytes of TLS on, and fails at the connection it is told to. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * What goes wrong with a connection. It cannot be read, so there are no requests here: `asks` and `answers` are the first bytes that the
 * visitor, and the edge, send once the handshake is over.
 *
 * | fault | what the visitor sees |
 * |---|---|
 * | `refuse` | reset before a byte |
 * | `no-handshake` | reset in answer to the first bytes of the handshake |
 * | `reset-asked` | reset when it has asked; the edge never heard of it |
 * | `reset-answered` | reset instead of the answer; the site acted |
 * | `cut` | half of the answer's first bytes, then the end |
 * | `hold` | the answer half a second late |
 */
export const lineFaults = ['refuse', 'no-handshake', 'reset-asked', 'reset-answered', 'cut', 'hold'] as const;
export type LineFault = (typeof lineFaults)[number];

export interface Line {
  readonly port: number;
  /** Connections since it was opened. */
  readonly connections: number;
  /** Whether the plan met the connection it was made for, and could do there what it says. */
  readonly struck: boolean;
  /** The `at`-th connection (0-based) meets this fault. */
  plan(fault: LineFault, at: number): void;
  stop(): Promise<void>;
}

const HOLD_MS = 500;
/** RFC 8446 5.1: the type of a record that carries what was said, and not how it will be said. */
const APPLICATION_DATA = 23;
/** Of TLS 1.3: Finished of the client is one such record already; what a visitor asks is the next. */
const HANDSHAKE_RECORDS_OF_CLIENT = 1;

export async function startLine(target: number): Promise<Line> {
  const sockets = new Set<Socket>();
  let planned: { readonly fault: LineFault; readonly at: number } | undefined;
  let connections = 0;
  let struck = false;

  const server = createServer(visitor => {
    const fault = planned?.at === connections ? planned.fault : undefined;
    connections += 1;
    const reset = () => {
      struck = true;
      visitor.resetAndDestroy();
      edge.destroy();
    };
    const edge = connect(target, '127.0.0.1');
    for (const socket of [visitor, edge]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        visitor.destroy();
        edge.destroy();
      });
    }
    if (fault === 'refuse') return reset();
    const asking = new Records();
    let asked = false;
    visitor.on('data', (bytes: Buffer) => {
      if (fault === 'no-handshake') return reset();
      asked ||= asking.countData(bytes) > HANDSHAKE_RECORDS_OF_CLIENT;
      if (asked && fault === 'reset-asked') return reset();
      edge.write(bytes);
    });
    edge.on('data', (bytes: Buffer) => {
      // Tickets of the session may come late; nothing is lost by taking them for the answer.
      if (!asked || fault === undefined) return void visitor.write(bytes);
      if (fault === 'reset-answered') return reset();
      struck = true;
      if (fault === 'cut')
        return void visitor.end(bytes.subarray(0, Math.floor(bytes.length / 2)), () => edge.destroy());
      setTimeout(() => visitor.writable && visitor.write(bytes), HOLD_MS);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get connections() {
      return connections;
    },
    get struck() {
      return struck;
    },
    plan(fault, at) {
      planned = { fault, at };
      connections = 0;
      struck = false;
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Counts the records of application data in a stream of TLS. */
class Records {
  #rest: Buffer = Buffer.alloc(0);
  #count = 0;

  countData(bytes: Buffer): number {
    let rest = Buffer.concat([this.#rest, bytes]);
    for (; rest.length >= 5; ) {
      const size = 5 + rest.readUInt16BE(3);
      if (rest.length < size) break;
      if (rest[0] === APPLICATION_DATA) this.#count += 1;
      rest = rest.subarray(size);
    }
    this.#rest = rest;
    return this.#count;
  }
}
