import type { AddressInfo, Socket } from 'node:net';
import { createServer as createPlain } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import type { KeyAndCertificate } from '../../lab/certificates/authority.ts';

/** A server that says exactly what a test wants it to say, however wrong it is as HTTP. */
export interface RawServer {
  readonly port: number;
  /** With a trailing slash. */
  readonly url: URL;
  /** What was received, by connection. */
  readonly received: readonly string[];
  readonly open: number;
  close(): Promise<void>;
}

/** Called once a request's head has arrived, with everything the connection has sent so far. */
export type Speaking = (socket: Socket, request: string, turn: number) => void;

export async function rawServer(
  speak: Speaking,
  identity?: KeyAndCertificate,
  tls: TlsOptions = {},
): Promise<RawServer> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  let turn = 0;
  const greet = (socket: Socket) => {
    const place = received.push('') - 1;
    let pending = '';
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Clients hang up in the middle: that is what the tests are about.
    socket.on('error', () => {});
    socket.on('data', (piece: Buffer) => {
      received[place] += piece.toString('latin1');
      pending += piece.toString('latin1');
      if (!pending.includes('\r\n\r\n')) return;
      const request = pending;
      pending = '';
      turn += 1;
      speak(socket, request, turn);
    });
  };
  const server =
    identity === undefined
      ? createPlain(greet)
      : createTls({ key: identity.key, cert: identity.certificate, ...tls }, greet);
  server.on('tlsClientError', () => {});
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: new URL(`${identity === undefined ? 'http' : 'https'}://127.0.0.1:${port}/`),
    received,
    get open() {
      return sockets.size;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A whole answer with its length. */
export function reply(body: string | Buffer, head: readonly string[] = [], status = '200 OK'): Buffer {
  const lines = [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`, ...head, '', ''];
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), Buffer.from(body)]);
}
