import { createServer } from 'node:net';

/**
 * An address for the edge to call applications from that they do not take for their own machine's 127.0.0.1.
 *
 * All of 127.0.0.0/8 is loopback on Linux; macOS configures 127.0.0.1 only. Whether an address can be used is found out
 * by binding to it.
 */
export async function freeAddress(): Promise<string> {
  for (const address of ['127.0.0.2', '127.0.0.1']) if (await canBind(address)) return address;
  throw new Error('No loopback address can be bound.');
}

function canBind(address: string): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(0, address, () => server.close(() => resolve(true)));
  });
}
