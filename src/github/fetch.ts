import type { Http, HttpRequest } from '../core/http.ts';

const TIMEOUT = 20_000;

/** Octokit's way of sending requests, over ours: no redirects, our trust, our cancellation. */
export function fetchOver(http: Http, signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const sent = http.send({
      method: methodOf(init?.method ?? 'GET'),
      url,
      headers: Object.fromEntries(new Headers(init?.headers)),
      ...(typeof init?.body === 'string' ? { body: init.body } : {}),
      timeout: TIMEOUT,
      signal,
    });
    const result = await sent.catch((thrown: unknown) => {
      // By this name Octokit knows that asking again is not wanted; any other it would wait for, seconds after a cancel.
      throw signal.aborted ? Object.assign(new Error('The run was cancelled.'), { name: 'AbortError' }) : thrown;
    });
    if (!result.ok) throw new Error(result.failure.message);
    const { status, headers, body } = result.answer;
    const empty = [204, 205, 304].includes(status);
    return new Response(empty ? null : body, { status, headers: withoutLengths(headers) });
  };
}

const METHODS: readonly HttpRequest['method'][] = ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE'];

function methodOf(text: string): HttpRequest['method'] {
  const method = METHODS.find(candidate => candidate === text.toUpperCase());
  if (method === undefined) throw new Error(`unknown HTTP method ${text}`);
  return method;
}

/** The body is decoded already; its old length and encoding no longer fit. */
function withoutLengths(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !['content-length', 'content-encoding', 'transfer-encoding'].includes(name),
    ),
  );
}
