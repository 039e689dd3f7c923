import { messageOf } from '../../core/errors.ts';
import type { Json } from '../../core/outcome.ts';
import { oneLine } from '../../core/text.ts';
import { problemOfSchema } from '../expect/index.ts';
import type { Compiling, Path } from './compiling.ts';

interface NamedSchema {
  readonly schema: { readonly [key: string]: Json } | boolean;
  /** For messages: the file, or where it stands in the suite. */
  readonly name: string;
}

/**
 * A JSON Schema that stands in the suite, or in a file that the suite names.
 * @throws UserError when the file does not exist or the schema cannot be used
 */
export async function schemaOf(
  written: string | Readonly<Record<string, unknown>>,
  path: Path,
  compiling: Compiling,
): Promise<NamedSchema> {
  const inline = typeof written !== 'string';
  const schema = inline ? asJson(written) : await fromFile(written, path, compiling);
  const name = inline ? `the schema in line ${compiling.keyPlace(path).line}` : written;
  const problem = await compiling.once('schema', JSON.stringify(schema), () => problemOfSchema(schema));
  if (problem === undefined) return { schema, name };
  throw compiling.refuse(
    path,
    `${inline ? 'the schema' : `the schema ${oneLine(name, 120)}`} cannot be used: ${problem.replace(/\.$/, '')}`,
    'Schemas are JSON Schema, draft 2020-12 (or draft-07, when "$schema" says so):\nschema: { type: object, required: [id] }',
  );
}

async function fromFile(file: string, path: Path, compiling: Compiling): Promise<NamedSchema['schema']> {
  const content = await compiling.context.readFile(file);
  if (content === undefined) {
    throw compiling.refuse(
      path,
      `the schema "${oneLine(file, 120)}" does not exist`,
      'Check the path, and that the job checks the repository out before this step:\nsteps:\n  - uses: actions/checkout@v6',
    );
  }
  const schema = parsed(typeof content === 'string' ? content : new TextDecoder().decode(content));
  if (typeof schema === 'string') {
    throw compiling.refuse(
      path,
      `the schema "${oneLine(file, 120)}" is not JSON: ${oneLine(schema, 160)}`,
      'A schema file holds one JSON object.',
    );
  }
  return schema;
}

/** The schema, or in words why it is none. */
function parsed(content: string): NamedSchema['schema'] | string {
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value === 'boolean') return value;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return asJson({ ...value });
    return 'it holds no object';
  } catch (thrown) {
    return messageOf(thrown);
  }
}

/** What comes out of a YAML or JSON parser, and through JSON once more, is JSON. */
function asJson(value: Readonly<Record<string, unknown>>): { readonly [key: string]: Json } {
  return JSON.parse(JSON.stringify(value));
}
