import { nearest } from '../../core/nearest.ts';
import { inSequence } from '../../core/text.ts';
import type { Located } from './located.ts';

export interface SchemaError {
  readonly keyword: string;
  readonly path: readonly (string | number)[];
  readonly params: Readonly<Record<string, unknown>>;
  /** Keys the schema knows at this place. */
  readonly keys: readonly string[];
  readonly message: string;
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
};

/** What is wrong at one place, and the key below it that is to blame, if it is one. */
export function explained(
  path: readonly (string | number)[],
  errors: readonly SchemaError[],
  node: Located | undefined,
): { readonly words: string; readonly key?: string } {
  const where = path.length === 0 ? 'a Compose file' : `"${path.join('.')}"`;
  const unknown = errors.find(
    ({ keyword }) =>
      (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') && node?.kind === 'map',
  );
  if (unknown !== undefined) {
    const key = String(unknown.params['additionalProperty'] ?? unknown.params['unevaluatedProperty']);
    const close = nearest(key, unknown.keys);
    const hint = close === undefined ? '' : `; did you mean "${close}"?`;
    return { words: `"${key}" is no key of ${where}${hint}`, key };
  }
  const types = errors.filter(({ keyword }) => keyword === 'type').flatMap(({ params }) => wanted(params['type']));
  if (types.length > 0) {
    const kinds = [...new Set(types)].map(type => TYPES[type] ?? type);
    return { words: `${where} takes ${inSequence(kinds, 'or')}, and this is ${kindOf(node)}` };
  }
  const choice = errors.find(({ keyword }) => keyword === 'enum');
  const allowed = choice?.params['allowedValues'];
  if (Array.isArray(allowed)) return { words: `${where} is one of ${inSequence(allowed.map(String), 'or')}` };
  const missing = errors.find(({ keyword }) => keyword === 'required');
  if (missing !== undefined) return { words: `${where} lacks "${String(missing.params['missingProperty'])}"` };
  const twice = errors.find(({ keyword }) => keyword === 'uniqueItems');
  if (twice !== undefined) return { words: `${where} names the same thing twice` };
  return { words: `${where} ${errors[0]?.message ?? 'is not what Compose takes'}` };
}

function wanted(type: unknown): readonly string[] {
  return Array.isArray(type) ? type.map(String) : [String(type)];
}

function kindOf(node: Located | undefined): string {
  if (node === undefined) return 'nothing';
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return 'a list';
  if (node.value === null) return 'nothing';
  if (typeof node.value === 'boolean') return 'true or false';
  return typeof node.value === 'number' ? 'a number' : 'a text';
}
