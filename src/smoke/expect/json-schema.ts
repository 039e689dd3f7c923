import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Milliseconds } from '../../core/duration.ts';
import { messageOf } from '../../core/errors.ts';
import type { Json } from '../../core/outcome.ts';
import { oneLine } from '../../core/text.ts';
import { bounded, TooMuchWork } from './bounded.ts';
import { preview } from './preview.ts';

type JsonSchema = { readonly [key: string]: Json } | boolean;

type SchemaAnswer =
  | { readonly kind: 'valid' }
  /** `why` names the place in the answer: `/items/3/id must be integer`. */
  | { readonly kind: 'invalid'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * Judges JSON by a JSON Schema of draft 2020-12, or draft-07 when its `$schema` says so. Formats are not judged, as both drafts leave open,
 * and keywords that nobody knows are notes.
 */
export async function judgeBySchema(schema: JsonSchema, document: Json): Promise<SchemaAnswer> {
  try {
    const validate = await compile(schema);
    const valid = bounded(() => validate(document) === true);
    return valid ? { kind: 'valid' } : { kind: 'invalid', why: sentence(validate.errors?.[0]) };
  } catch (thrown) {
    const why = thrown instanceof TooMuchWork ? `judging it was given up: ${thrown.message}` : messageOf(thrown);
    return { kind: 'unknown', why };
  }
}

/** What is wrong with a JSON Schema, in words; undefined when it can be used. */
export async function problemOfSchema(schema: JsonSchema): Promise<string | undefined> {
  try {
    await compile(schema);
    return undefined;
  } catch (thrown) {
    return oneLine(messageOf(thrown), 300);
  }
}

/** A schema that may be longer than the work on it: kept as long as the suite that holds it. */
const compiled = new WeakMap<object, ValidateFunction>();

async function compile(schema: JsonSchema): Promise<ValidateFunction> {
  const known = typeof schema === 'object' ? compiled.get(schema) : undefined;
  if (known !== undefined) return known;
  const draft = typeof schema === 'object' ? schema['$schema'] : undefined;
  const judge = await judgeFor(draft);
  const validate = bounded(() => judge.compile(schema), LONGEST_COMPILING);
  if (typeof schema === 'object') compiled.set(schema, validate);
  return validate;
}

/** The schema is the team's own, and ajv compiles that of its draft with the first one: a second of a machine that is busy is not enough. */
const LONGEST_COMPILING: Milliseconds = 10_000;

const OPTIONS = { strict: false, validateFormats: false, logger: false } as const;

/** One a schema: two schemas of a suite may have the same `$id`. */
async function judgeFor(draft: Json | undefined) {
  if (draft === undefined || isDraft(draft, '2020-12/schema'))
    return new (await import('ajv/dist/2020.js')).Ajv2020(OPTIONS);
  if (isDraft(draft, 'draft-07/schema')) return new (await import('ajv')).Ajv(OPTIONS);
  throw new Error(`$schema ${preview(draft, 100)} is not known: drafts 2020-12 and draft-07 are`);
}

function isDraft(draft: Json, name: string): boolean {
  return typeof draft === 'string' && /^https?:\/\/json-schema\.org\/(?:draft\/)?(.+?)#?$/.exec(draft)?.[1] === name;
}

function sentence(error: ErrorObject | undefined): string {
  if (error === undefined) return 'it is not as the schema says';
  const { instancePath, message = 'is not as the schema says', params } = error;
  const more = Object.entries(params)
    .filter(
      ([key]) =>
        key === 'additionalProperty' ||
        key === 'unevaluatedProperty' ||
        key === 'allowedValues' ||
        key === 'allowedValue',
    )
    .map(([, value]) => ` (${preview(jsonOf(value), 80)})`);
  return oneLine(`${instancePath === '' ? 'the whole answer' : instancePath} ${message}${more.join('')}`, 180);
}

/** Parameters of ajv's errors are parts of the schema and of the answer. */
function jsonOf(value: unknown): Json {
  return value as Json;
}
