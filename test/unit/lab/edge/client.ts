/** A client that follows nothing, keeps nothing and decodes nothing. */
import { type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly body: string;
}

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Reads no more than this of the body, then hangs up. */
  readonly atMost?: number;
}

export type Call = (url: string, options?: CallOptions) => Promise<Answer>;

/** @param ca PEM text of the root to trust */
export function client(ca: string): Call {
  return (url, { method = 'GET', headers = {}, body, atMost = Number.POSITIVE_INFINITY } = {}) =>
    new Promise((resolve, reject) => {
      const send = url.startsWith('https:') ? tlsRequest : plainRequest;
      // The certificate is for the address that is called, also when the Host header is another.
      const servername = new URL(url).hostname;
      const request = send(url, { method, headers: { ...headers }, ca, servername, agent: false }, response => {
        const chunks: Buffer[] = [];
        let length = 0;
        const done = () => {
          const bytes = Buffer.concat(chunks);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, body: bytes.toString() });
          request.destroy();
        };
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length >= atMost) done();
        });
        response.on('error', reject);
        response.on('end', done);
        if (atMost === 0) done();
      });
      request.on('error', reject);
      request.end(body);
    });
}
