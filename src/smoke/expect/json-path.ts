import { messageOf } from '../../core/errors.ts';
import type { Json } from '../../core/outcome.ts';
import { bounded, TooMuchWork } from './bounded.ts';

/** RFC 9535 sets no limits; these keep a hostile answer from filling the memory. */
export const MOST_NODES = 10_000;
export const DEEPEST_DESCENT = 200;

export type Nodes =
  /** `one`: the query has a single place it can mean (RFC 9535 2.3.5.1: names and positions only). */
  | { readonly ok: true; readonly one: boolean; readonly values: readonly Json[] }
  | { readonly ok: false; readonly why: string };

/** What a JSONPath (RFC 9535) finds, in its order. */
export async function queryJson(query: string, document: Json): Promise<Nodes> {
  const environment = await load();
  try {
    const compiled = environment.compile(query);
    const one = compiled.singularQuery();
    const find = () => firstOf(compiled.lazyQuery(asGiven(document)));
    // A single place is found in as many steps as it has names.
    return { ok: true, one, values: one ? find() : bounded(find) };
  } catch (thrown) {
    return { ok: false, why: `${query} was given up: ${inOurWords(thrown)}` };
  }
}

/** What is wrong with a JSONPath, in words; undefined when it can be used. */
export async function problemOfJsonPath(query: string): Promise<string | undefined> {
  const environment = await load();
  try {
    // Without a time limit: the suite is its owner's, and a machine that stands still for a second must not make it a wrong one.
    environment.compile(query);
    return undefined;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function firstOf(nodes: Iterable<{ readonly value: unknown }>): readonly Json[] {
  const values: Json[] = [];
  for (const { value } of nodes) {
    if (values.length === MOST_NODES)
      throw new TooMuchWork(`it finds more than ${MOST_NODES.toLocaleString('en')} values`);
    values.push(asJson(value));
  }
  return values;
}

function inOurWords(thrown: unknown): string {
  const message = messageOf(thrown);
  return message.startsWith('recursion limit') ? `the answer is nested deeper than ${DEEPEST_DESCENT} levels` : message;
}

type JsonPathEnvironment = import('json-p3').JSONPathEnvironment;

let environment: Promise<JsonPathEnvironment> | undefined;

function load(): Promise<JsonPathEnvironment> {
  environment ??= import('json-p3').then(
    ({ JSONPathEnvironment }) => new JSONPathEnvironment({ maxRecursionDepth: DEEPEST_DESCENT }),
  );
  return environment;
}

type JsonPathValue = Parameters<JsonPathEnvironment['lazyQuery']>[1];

/** The library asks for lists that can be written to, and writes to none. */
function asGiven(document: Json): JsonPathValue {
  return document as JsonPathValue;
}

/** What was found is a part of what was given. */
function asJson(value: unknown): Json {
  return value as Json;
}
