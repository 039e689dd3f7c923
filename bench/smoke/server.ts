import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createMint } from '../../lab/certificates/kinds.ts';

/** A site that answers at once, so that what is measured is the tool. */
export interface QuickSite {
  readonly origin: string;
  readonly caFile: string;
  /** Requests since the start. */
  readonly requests: number;
  /** From now on: `/` is 503, and the last item says that it is another one. */
  break(): void;
  mend(): void;
  stop(): Promise<void>;
}

/** @param folder where the file of its authority is put */
export async function startQuickSite(folder: string, items: number): Promise<QuickSite> {
  const mint = await createMint();
  const caFile = join(folder, 'quick-site.pem');
  await writeFile(caFile, mint.trusted);
  const { key, certificate } = await mint.mint('good', ['localhost', '127.0.0.1', '::1']);
  let requests = 0;
  let broken = false;
  const server = createServer({ key, cert: certificate }, ({ url = '' }, answer) => {
    requests += 1;
    const [, item] = /^\/items\/(\d+)$/.exec(url) ?? [];
    if (item === undefined) {
      answer.writeHead(broken ? 503 : 200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>');
      return;
    }
    const id = Number(item);
    const body = JSON.stringify({ id: broken && id === items ? 0 : id, name: `Item ${id}` });
    answer.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  const port = await listening(server);
  return {
    origin: `https://localhost:${port}`,
    caFile,
    get requests() {
      return requests;
    },
    break() {
      broken = true;
    },
    mend() {
      broken = false;
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, 'localhost', () => resolve((server.address() as AddressInfo).port));
  });
}
