import type { Milliseconds } from '../../core/duration.ts';
import { inSequence, oneLine } from '../../core/text.ts';
import { bodyOf } from './compile-body.ts';
import { inMilliseconds } from './compile-expect.ts';
import { targetOf } from './compile-target.ts';
import type { Compiling, Path } from './compiling.ts';
import type { KnownNames } from './known-names.ts';
import { METHODS, type WrittenMethod, type WrittenRequest } from './schema.ts';
import type { Method, NamedTemplate, SuiteRequest } from './suite.ts';
import { namedTemplates } from './template.ts';

/** When neither the request nor `defaults` says so: longer than any page should take, shorter than a person would wait. */
export const DEFAULT_TIMEOUT: Milliseconds = 10_000;

/** What holds for every request of the suite. */
export interface RequestDefaults {
  readonly timeout: Milliseconds;
  readonly headers: readonly NamedTemplate[];
  /** Hosts that requests may go to beside the site's own. */
  readonly hosts: readonly string[];
}

/**
 * The request of a step or a load.
 * @throws UserError for a request that cannot be sent, or not to there
 */
export async function requestOf(
  written: WrittenRequest,
  path: Path,
  names: KnownNames,
  defaults: RequestDefaults,
  compiling: Compiling,
): Promise<SuiteRequest> {
  const method = methodOf(written, path, compiling);
  return {
    method: METHOD_NAMES[method],
    target: targetOf(written[method] ?? '', [...path, method], names, defaults.hosts, compiling),
    headers: merged(defaults.headers, namedTemplates(written.headers, [...path, 'headers'], names, compiling)),
    query: namedTemplates(written.query, [...path, 'query'], names, compiling),
    body: await bodyOf(written, method, path, names, compiling),
    timeout: written.timeout === undefined ? defaults.timeout : inMilliseconds(written.timeout),
    follow: written.follow ?? false,
    place: compiling.keyPlace([...path, method]),
  };
}

const METHOD_NAMES: Readonly<Record<WrittenMethod, Method>> = {
  get: 'GET',
  head: 'HEAD',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  options: 'OPTIONS',
};

/** The methods that stand in a group. */
export function methodsIn(written: Partial<Record<WrittenMethod, unknown>>): readonly WrittenMethod[] {
  return METHODS.filter(method => written[method] !== undefined);
}

function methodOf(written: WrittenRequest, path: Path, compiling: Compiling): WrittenMethod {
  const [method, second] = methodsIn(written);
  if (method === undefined) {
    throw compiling.refuse(
      path,
      'this has no request',
      `A step has one of ${inSequence(METHODS, 'or')}, with the path it asks:\nget: /login/`,
    );
  }
  if (second === undefined) return method;
  throw compiling.refuseKey(
    [...path, second],
    `this has both "${method}" and "${second}", and can send one request`,
    `Make two steps of it:\nsteps:\n  - ${method}: ${oneLine(String(written[method]), 80)}\n  - ${second}: ${oneLine(String(written[second]), 80)}`,
  );
}

/** A header of the request's own replaces the default one, whatever its capitals. */
function merged(defaults: readonly NamedTemplate[], own: readonly NamedTemplate[]): readonly NamedTemplate[] {
  const taken = new Set(own.map(({ name }) => name.toLowerCase()));
  return [...defaults.filter(({ name }) => !taken.has(name.toLowerCase())), ...own];
}
