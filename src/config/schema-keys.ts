import type * as z from 'zod/mini';
import { configurationSchema } from './schema.ts';

/** The keys that are valid at a place of the configuration, read from its schema; none where there are no fixed keys. */
export function keysAt(path: readonly string[]): readonly string[] {
  let schema: Definition | undefined = definitionOf(configurationSchema);
  for (const key of path) schema = below(schema, key);
  return schema?.type === 'object' ? Object.keys(schema.shape) : [];
}

/** The parts of a schema that hold other schemas, as zod describes them (`_zod.def`). */
type Definition =
  | { readonly type: 'object'; readonly shape: Readonly<Record<string, z.ZodMiniType>> }
  | { readonly type: 'record'; readonly valueType: z.ZodMiniType }
  | { readonly type: 'array'; readonly element: z.ZodMiniType }
  | { readonly type: 'optional'; readonly innerType: z.ZodMiniType }
  | { readonly type: 'other' };

function definitionOf(schema: z.ZodMiniType): Definition {
  const definition = schema._zod.def as unknown as Definition;
  return definition.type === 'optional' ? definitionOf(definition.innerType) : definition;
}

function below(schema: Definition | undefined, key: string): Definition | undefined {
  switch (schema?.type) {
    case 'object': {
      const child = Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
      return child === undefined ? undefined : definitionOf(child);
    }
    case 'record':
      return definitionOf(schema.valueType);
    case 'array':
      return definitionOf(schema.element);
    default:
      return undefined;
  }
}
