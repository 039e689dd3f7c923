import type * as z from 'zod/mini';

/**
 * The keys that are valid at a place of a document, read from its schema; none where there are no fixed keys.
 * @param value the document itself: where a schema offers several groups told apart by one of their keys, it says which one is meant
 */
export function keysBelow(schema: z.ZodMiniType, path: readonly string[], value?: unknown): readonly string[] {
  let current = definitionsOf(schema, value);
  let inside = value;
  for (const key of path) {
    inside = valueIn(inside, key);
    current = current.flatMap(definition => below(definition, key, inside));
  }
  const keys = current.flatMap(definition => (definition.type === 'object' ? Object.keys(definition.shape) : []));
  return [...new Set(keys)];
}

/** What a group or a list of plain values holds under a key; undefined when it is neither or has no such key. */
export function valueIn(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

/** The parts of a schema that hold other schemas, as zod describes them (`_zod.def`). */
type Definition =
  | { readonly type: 'object'; readonly shape: Readonly<Record<string, z.ZodMiniType>> }
  | { readonly type: 'record'; readonly valueType: z.ZodMiniType }
  | { readonly type: 'array'; readonly element: z.ZodMiniType }
  | { readonly type: 'optional'; readonly innerType: z.ZodMiniType }
  | { readonly type: 'lazy'; readonly getter: () => z.ZodMiniType }
  | { readonly type: 'union'; readonly options: readonly z.ZodMiniType[]; readonly discriminator?: string }
  | { readonly type: 'literal'; readonly values: readonly unknown[] }
  | { readonly type: 'other' };

/** What a schema may be at this place: one definition, or those of all its choices. */
function definitionsOf(schema: z.ZodMiniType, value: unknown): readonly Definition[] {
  const definition = schema._zod.def as unknown as Definition;
  switch (definition.type) {
    case 'optional':
      return definitionsOf(definition.innerType, value);
    case 'lazy':
      return definitionsOf(definition.getter(), value);
    case 'union':
      return choices(definition.options, definition.discriminator, value).flatMap(option =>
        definitionsOf(option, value),
      );
    default:
      return [definition];
  }
}

/** The choices that the value can mean: the one that its telling key names, or all of them. */
function choices(
  options: readonly z.ZodMiniType[],
  discriminator: string | undefined,
  value: unknown,
): readonly z.ZodMiniType[] {
  const told = discriminator === undefined ? undefined : valueIn(value, discriminator);
  if (discriminator === undefined || told === undefined) return options;
  return options.filter(option =>
    definitionsOf(option, undefined)
      .flatMap(definition => below(definition, discriminator, undefined))
      .some(definition => definition.type === 'literal' && definition.values.includes(told)),
  );
}

function below(definition: Definition, key: string, value: unknown): readonly Definition[] {
  switch (definition.type) {
    case 'object': {
      const child = Object.hasOwn(definition.shape, key) ? definition.shape[key] : undefined;
      return child === undefined ? [] : definitionsOf(child, value);
    }
    case 'record':
      return definitionsOf(definition.valueType, value);
    case 'array':
      return definitionsOf(definition.element, value);
    default:
      return [];
  }
}
