/** A TLS port before the real application that says whatever bytes it is told to on some of its pages. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createServer, type TLSSocket } from 'node:tls';
import type { KeyAndCertificate } from '../../../../lab/certificates/authority.ts';

/** Everything after the request: a status line, headers and a body, or whatever else comes to mind. */
export type Raw = (
  path: string,
  gone: AbortSignal,
) => AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

export interface Gate {
  readonly origin: string;
  /** How often one of the hostile pages was asked for. */
  readonly struck: number;
  stop(): Promise<void>;
}

/** The pages that are hostile. */
export const HOSTILE_PATH = '/hostile/';
const END_OF_HEAD = '\r\n\r\n';

/** @param application its plain HTTP port, which believes what is said to be forwarded */
export async function startGate(tls: KeyAndCertificate, application: URL, raw: Raw): Promise<Gate> {
  const sockets = new Set<Socket>();
  let struck = 0;
  const server = createServer({ key: tls.key, cert: tls.certificate }, visitor => {
    keep(sockets, visitor);
    let head = '';
    const read = (bytes: Buffer) => {
      head += bytes.toString('latin1');
      if (!head.includes(END_OF_HEAD)) return;
      visitor.off('data', read);
      const path = head.split(' ')[1] ?? '';
      if (path.startsWith(HOSTILE_PATH)) {
        struck += 1;
        void say(raw, path, visitor);
      } else {
        const behind = connect(Number(application.port), '127.0.0.1');
        keep(sockets, behind);
        // One request a connection, so that each begins with a head that can be read.
        const line = head.indexOf('\r\n') + 2;
        const rest = head.slice(line).replace(/^connection:.*\r\n/im, '');
        behind.write(`${head.slice(0, line)}X-Forwarded-Proto: https\r\nConnection: close\r\n${rest}`, 'latin1');
        visitor.pipe(behind).pipe(visitor);
      }
    };
    visitor.on('data', read);
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    origin: `https://localhost:${typeof address === 'object' && address !== null ? address.port : 0}`,
    get struck() {
      return struck;
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
}

async function say(raw: Raw, path: string, visitor: TLSSocket): Promise<void> {
  const gone = new AbortController();
  visitor.once('close', () => gone.abort());
  // What is left of the request is of no interest, but unread it would keep the end of the connection from being noticed.
  visitor.resume();
  await pipeline(Readable.from(raw(path, gone.signal), { objectMode: false }), visitor).catch(() => visitor.destroy());
}
