import { Buffer } from 'node:buffer';
import type { Json } from '../../core/outcome.ts';
import { namesIn, resolve, resolveJson, type Scope } from '../expect/index.ts';
import type { FileField, NamedTemplate, RequestBody, SuiteRequest } from '../suite/suite.ts';
import type { RunContext } from './context.ts';
import { isAllowed, type Visit } from './visitor.ts';

type Addressed =
  | { readonly ok: true; readonly visit: Visit }
  /** A captured value made an address of it that nobody allowed. */
  | { readonly ok: false; readonly why: string; readonly remedy: string };

/**
 * A request of the suite with its names replaced.
 * @throws NameUnknown when a name has no value
 */
export function visitOf(request: SuiteRequest, scope: Scope, context: RunContext): Addressed {
  const hollow = namesIn(request.target).find(name => !context.variables.has(name) && isHollow(scope.value(name)));
  if (hollow !== undefined) {
    return {
      ok: false,
      why: `${request.method} was not sent: \${${hollow}} is ${JSON.stringify(scope.value(hollow))}, which names nothing`,
      remedy: 'Check the place of the value in the answer that it was captured from.',
    };
  }
  const url = addressOf(request, scope, context.base);
  if (typeof url === 'string' || !isAllowed(url, context.base, context.hosts)) {
    const shown = typeof url === 'string' ? url : url.href;
    return {
      ok: false,
      why: `${request.method} was not sent: ${shown} is neither a path of ${context.base.origin} nor on a host that the suite allows`,
      remedy: 'See what the names in the address stand for; another host must be named in the suite under `hosts`.',
    };
  }
  const headers = Object.fromEntries(request.headers.map(({ name, value }) => [name, resolve(value, scope)]));
  const unfit = Object.entries(headers).find(([, value]) => NO_HEADER.test(value))?.[0];
  if (unfit !== undefined) {
    return {
      ok: false,
      why: `${request.method} was not sent: the value of its header ${unfit} has a line break or a letter that no header can carry`,
      remedy: 'See what the names in the header stand for; letters beyond Latin-1 must be encoded.',
    };
  }
  const body = bodyOf(request.body, scope, context.run);
  const typed = Object.keys(headers).some(name => name.toLowerCase() === 'content-type');
  return {
    ok: true,
    visit: {
      method: request.method,
      url,
      headers: body === undefined || (typed && !body.boundary) ? headers : { ...headers, 'Content-Type': body.type },
      timeout: request.timeout,
      follow: request.follow,
      ...(body === undefined ? {} : { body: body.content }),
    },
  };
}

/** `/things/${id}/delete/` would ask for `/things/null/delete/`, whose 404 looks as if the thing were gone. */
function isHollow(value: Json | undefined): boolean {
  return value === null || value === '';
}

/** The address; the text of it when it is none. */
function addressOf(request: SuiteRequest, scope: Scope, base: URL): URL | string {
  const target = resolve(request.target, scope);
  const url = URL.parse(target, base.href);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '') return target;
  url.hash = '';
  if (request.query.length > 0) {
    // Beside what the target has already, which stays as it is written.
    url.search = `${url.search === '' ? '?' : `${url.search}&`}${formText(request.query, scope)}`;
  }
  return url;
}

interface Content {
  readonly content: string | Uint8Array;
  readonly type: string;
  /** The type names the boundary of the body, and must not be another one. */
  readonly boundary?: boolean;
}

function bodyOf(body: RequestBody | undefined, scope: Scope, run: string): Content | undefined {
  switch (body?.kind) {
    case undefined:
      return undefined;
    case 'form':
      return { content: formText(body.fields, scope), type: 'application/x-www-form-urlencoded' };
    case 'json':
      return { content: JSON.stringify(resolveJson(body.value, scope)), type: 'application/json' };
    case 'text':
      return { content: resolve(body.text, scope), type: 'text/plain; charset=utf-8' };
    case 'multipart':
      return multipart(body.fields, body.files, scope, run);
  }
}

function formText(fields: readonly NamedTemplate[], scope: Scope): string {
  return new URLSearchParams(
    fields.map(({ name, value }): [string, string] => [name, resolve(value, scope)]),
  ).toString();
}

/** RFC 7578; names are quoted as browsers quote them. */
function multipart(fields: readonly NamedTemplate[], files: readonly FileField[], scope: Scope, run: string): Content {
  const texts = fields.map(({ name, value }) => ({ name, text: resolve(value, scope) }));
  const contents = [...texts.map(({ text }) => Buffer.from(text, 'utf8')), ...files.map(({ content }) => content)];
  let boundary = `----smoke-${run}`;
  while (contents.some(content => Buffer.from(content).includes(boundary))) boundary += 'x';
  const parts: (string | Uint8Array)[] = [];
  for (const { name, text } of texts) {
    parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${text}\r\n`);
  }
  for (const { name, filename, content } of files) {
    parts.push(
      `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"; filename="${quoted(filename)}"\r\nContent-Type: ${typeOf(filename)}\r\n\r\n`,
      content,
      '\r\n',
    );
  }
  parts.push(`--${boundary}--\r\n`);
  return {
    content: Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part))),
    type: `multipart/form-data; boundary=${boundary}`,
    boundary: true,
  };
}

const quoted = (name: string): string => name.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22');

/** The types that upload forms ask for most; Django's own checks look at the content. */
const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  webp: 'image/webp',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

function typeOf(filename: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(filename)?.[1]?.toLowerCase() ?? '';
  return (Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined) ?? 'application/octet-stream';
}

/** Outside of what RFC 9110 5.5 allows in a value; a line break would even begin a second header. */
const NO_HEADER = /[^\t\x20-\x7e\x80-\xff]/;
