/** One request to the real server, answer buffered: most faults need the whole answer in hand. */
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

export interface Answer {
  readonly status: number;
  readonly reason: string;
  /** Name, value, name, value: order, case and repetition as the server sent them, without those of the connection. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export function ask(target: URL, ca: string | undefined, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const send = target.protocol === 'https:' ? tlsRequest : plainRequest;
  const headers = withoutConnection(request.rawHeaders);
  if (request.headers['transfer-encoding'] !== undefined) headers.push('Content-Length', String(body.length));
  return new Promise((resolve, reject) => {
    const upstream = send(
      {
        host: target.hostname.replace(/^\[|\]$/g, ''),
        port: target.port,
        method: request.method,
        path: request.url,
        headers: [...headers, 'Connection', 'close'],
        agent: false,
        ...(ca === undefined ? {} : { ca }),
      },
      async answer => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of answer) chunks.push(Buffer.from(chunk));
          resolve({
            status: answer.statusCode ?? 0,
            reason: answer.statusMessage ?? '',
            rawHeaders: withoutConnection(answer.rawHeaders),
            body: Buffer.concat(chunks),
          });
        } catch (error) {
          reject(error);
        }
      },
    );
    upstream.on('error', reject);
    upstream.end(body);
  });
}

const ofTheConnection = new Set(['connection', 'keep-alive', 'transfer-encoding']);

function withoutConnection(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name = '', value = ''] = raw.slice(i, i + 2);
    if (!ofTheConnection.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}
