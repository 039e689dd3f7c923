/** Answers as bytes: what of them is text says more than it should, and what of them is a body is more than it should be. */
import { setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { type HostileAnswer, hostileBodies } from '../../../../lab/edge/hostile-bodies.ts';
import { HEADER_PAYLOAD, PAYLOADS } from '../hostile-text.ts';
import type { Raw } from './gate.ts';

export interface HostileCase {
  readonly name: string;
  readonly raw: Raw;
}

const MEBIBYTE = 1024 * 1024;
const HTML = 'Content-Type: text/html; charset=utf-8';
const JSON_TYPE = 'Content-Type: application/json';

const whole =
  (status: string, headers: readonly string[], body: string | Uint8Array = ''): Raw =>
  () => [head(status, [...headers, `Content-Length: ${Buffer.byteLength(body)}`]), body];

/** Ends with its connection. */
const stream = (
  headers: readonly string[],
  body: (gone: AbortSignal) => Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Raw =>
  async function* (_path, gone) {
    yield head('200 OK', headers);
    yield* body(gone);
  };

const head = (status: string, headers: readonly string[]): string =>
  `HTTP/1.1 ${status}\r\n${[...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`;

function* endlessly(piece: (index: number) => string, most = Number.POSITIVE_INFINITY): Generator<string> {
  for (let index = 0; index < most; index += 1) yield piece(index);
}

const texts: Readonly<Record<string, (payload: string) => Raw>> = {
  'the body': payload => whole('200 OK', [HTML], payload),
  'the title': payload => whole('500 Oh', [HTML], `<html><title>${payload}</title><h1>${payload}</h1>`),
  'values of JSON': payload =>
    whole('200 OK', [JSON_TYPE], JSON.stringify({ state: payload, list: [payload], status: payload })),
  'names in JSON': payload =>
    whole('200 OK', [JSON_TYPE], JSON.stringify({ [payload.slice(0, 20_000)]: { [payload.slice(0, 500)]: 1 } })),
  'a page with a form': payload =>
    whole('200 OK', [HTML], `<form><input name="csrfmiddlewaretoken" value="${payload.replaceAll('"', '')}"></form>`),
};

const lines: Readonly<Record<string, Raw>> = {
  'the status text': whole(`500 ${HEADER_PAYLOAD}`, [HTML], 'no'),
  'a header': whole(
    '200 OK',
    [HTML, `X-Said: ${HEADER_PAYLOAD}`, `Server: ${HEADER_PAYLOAD}`, `X-Powered-By: ${HEADER_PAYLOAD}`],
    'no',
  ),
  'the name of a header': whole('200 OK', [HTML, "X-|~`'*!pwned: 1", '::error::pwned: 1'], 'no'),
  'a legal name of a header': whole('200 OK', [HTML, "X-|~`'*!#pwned: 1"], 'no'),
  'the type': whole('200 OK', [`Content-Type: ${HEADER_PAYLOAD}; charset=${HEADER_PAYLOAD}`], 'no'),
  'the encoding': whole('200 OK', [HTML, `Content-Encoding: ${HEADER_PAYLOAD}`], 'no'),
  'Location to a stranger': whole('302 Found', [`Location: ${HEADER_PAYLOAD}`]),
  'Location on the site': whole('302 Found', [`Location: /x?${HEADER_PAYLOAD}`]),
  cookies: whole(
    '200 OK',
    [
      HTML,
      `Set-Cookie: ${HEADER_PAYLOAD}=1; Path=/`,
      `Set-Cookie: said=${HEADER_PAYLOAD}; Path=${HEADER_PAYLOAD}; SameSite=${HEADER_PAYLOAD}`,
    ],
    'no',
  ),
  'Retry-After': whole('429 Slow', [`Retry-After: ${HEADER_PAYLOAD}`]),
  'a line end in a header': whole(
    '200 OK',
    [HTML, 'X-Said: a\r::error::pwned\rb', 'X-Folded: a\r\n ::error::pwned'],
    'no',
  ),
  'bytes that are no text': whole('200 OK', [HTML, 'X-Said: \u009b31m\u0007\u001b[31m'], 'no'),
  'no HTTP at all': () => ['::error::pwned\n##[add-mask]pwned-mask\n'],
  'TLS in TLS': () => [Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3])],
};

const bodies: Readonly<Record<string, Raw>> = {
  'headers without end': stream([], () => endlessly(index => `X-${index}: ${'f'.repeat(1_000)}\r\n`)),
  'headers that drip': async function* (_path, gone) {
    yield 'HTTP/1.1 200 OK\r\n';
    for (let index = 0; !gone.aborted; index += 1) {
      yield `X-${index}: 1\r\n`;
      await wait(300, undefined, { signal: gone, ref: false }).catch(() => undefined);
    }
  },
  'interim answers without end': () => endlessly(() => 'HTTP/1.1 100 Continue\r\n\r\n', 2_000_000),
  'a header of a megabyte': whole('200 OK', [HTML, `X-Filler: ${'f'.repeat(MEBIBYTE)}`], 'no'),
  'ten thousand cookies': whole(
    '200 OK',
    [HTML, ...Array.from({ length: 10_000 }, (_, at) => `Set-Cookie: c${at}=${at}; Path=/`)],
    'no',
  ),
  'a thousand cookies': whole(
    '200 OK',
    [HTML, ...Array.from({ length: 1_000 }, (_, at) => `Set-Cookie: c${at}=secret-${at}-value; Path=/`)],
    'no',
  ),
  'huge numbers': whole(
    '200 OK',
    [JSON_TYPE],
    `{"state":1e999999,"list":[${'9'.repeat(400_000)},-0,1E400],"status":"x"}`,
  ),
  'deep JSON with a state': whole('200 OK', [JSON_TYPE], `{"state":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`),
  'a million tags': stream([HTML], () =>
    endlessly(index => `<a href="/p${index}"><img src=/i${index}.png><b class="x">`, 350_000),
  ),
  'a million open brackets': stream([HTML], () => endlessly(() => '<'.repeat(1_000), 1_000)),
  'a million comments': stream([HTML], () => endlessly(() => '<!-- <script src="'.repeat(100), 600)),
  'a million attributes': stream([HTML], () => [
    `<input ${'a="'.repeat(1)}`,
    ...endlessly(index => ` name${index}='v' value=`, 200_000),
  ]),
};

/** What regular expressions and searches of ours are slow about, if anything is. */
const brotliBomb: HostileCase = {
  name: 'a brotli bomb',
  raw: (...asked) =>
    whole(
      '200 OK',
      [HTML, 'Content-Encoding: br'],
      brotliCompressSync(Buffer.alloc(64 * MEBIBYTE), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    )(...asked),
};

/** Those that the edge of the lab knows, as bytes. */
function ofTheEdge(answer: HostileAnswer): Raw {
  return async function* (path, gone) {
    const visit = { scheme: 'https', method: 'GET', path, headers: {}, at: 0, status: undefined } as const;
    const told = typeof answer === 'function' ? answer(visit) : answer;
    const headers = Object.entries<string | readonly string[]>(told.headers ?? {}).flatMap(([name, values]) =>
      [values].flat().map(value => `${name}: ${value}`),
    );
    yield head(`${told.status} Said`, headers);
    const { body = '' } = told;
    if (typeof body === 'function') yield* body(gone);
    else yield body;
  };
}

const named = (prefix: string, table: Readonly<Record<string, Raw>>): readonly HostileCase[] =>
  Object.entries(table).map(([name, raw]) => ({ name: `${prefix}: ${name}`, raw }));

export const TEXT_CASES: readonly HostileCase[] = [
  ...Object.entries(texts).flatMap(([name, make]) =>
    Object.entries(PAYLOADS).map(([kind, payload]) => ({ name: `text in ${name}: ${kind}`, raw: make(payload) })),
  ),
  ...named('text in', lines),
];

export const BODY_CASES: readonly HostileCase[] = [
  ...Object.entries(hostileBodies).map(([name, answer]) => ({ name: `body: ${name}`, raw: ofTheEdge(answer) })),
  ...named('body', bodies),
  brotliBomb,
];
