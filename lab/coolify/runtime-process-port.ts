import { createServer } from 'node:net';

/**
 * A port of 127.0.0.1 nobody listens on now.
 *
 * Another process could take it before it is used; the kernel hands such ports out in turn, which makes that rare.
 */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>(resolve => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('The machine gave no port.');
  return address.port;
}
