/** The host that a hostile or broken redirect points at: it answers politely and writes down what it was told. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { freeAddress } from '../edge/source-address.ts';

export interface ForeignRequest {
  readonly method: string;
  readonly path: string;
  /** As they arrived. A credential in here is a leak. */
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ForeignHost {
  /** Another host than 127.0.0.1 and localhost where the platform has one (Linux: 127.0.0.2); always another origin. */
  readonly url: string;
  readonly requests: readonly ForeignRequest[];
  clear(): void;
  stop(): Promise<void>;
}

export async function startForeignHost(): Promise<ForeignHost> {
  const requests: ForeignRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    requests.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  const address = await freeAddress();
  server.listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The foreign host listens on no port.');
  return {
    url: `http://${address}:${bound.port}`,
    requests,
    clear: () => void requests.splice(0),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
