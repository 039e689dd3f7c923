import { configurationJsonSchema } from './schema.ts';

/** The keys that are valid at a place of the configuration, read from the published schema itself. */
export function keysAt(path: readonly string[]): readonly string[] {
  let schema: unknown = configurationJsonSchema();
  for (const key of path)
    schema =
      property(property(schema, 'properties'), key) ??
      property(schema, 'additionalProperties') ??
      property(schema, 'items');
  const properties = property(schema, 'properties');
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
