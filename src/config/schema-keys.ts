import { configurationSchema } from './schema.ts';
import { keysBelow } from './schema-shape.ts';

/** The keys that are valid at a place of the configuration; none where there are no fixed keys. */
export function keysAt(path: readonly string[]): readonly string[] {
  return keysBelow(configurationSchema, path);
}
