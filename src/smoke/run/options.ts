import { resolve, type Scope } from '../expect/index.ts';
import type { Template } from '../suite/suite.ts';

type Options = Readonly<Record<string, unknown>>;

/** A preset's options with the text of those that are secrets, which come as templates: `health: { secret: $HEALTH_CHECK_SECRET }`. */
export function resolvedOptions(options: Options, scope: Pick<Scope, 'secret'>): Options {
  const full: Scope = { value: () => undefined, secret: name => scope.secret(name) };
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, isTemplate(value) ? resolve(value, full) : value]),
  );
}

function isTemplate(value: unknown): value is Template {
  return typeof value === 'object' && value !== null && 'parts' in value && Array.isArray(value.parts);
}
