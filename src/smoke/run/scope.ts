import type { Json } from '../../core/outcome.ts';
import type { Scope } from '../expect/index.ts';
import type { RunContext } from './context.ts';

/** What the names in a check stand for while it runs: variables, `run`, and what its steps have captured so far. */
export interface CheckScope extends Scope {
  keep(name: string, value: Json): void;
  has(name: string): boolean;
}

export function scopeOf(context: RunContext): CheckScope {
  const { variables, run, secret, world } = context;
  const captures = new Map<string, Json>();
  // A captured null is a value.
  const value = (name: string): Json | undefined =>
    captures.has(name) ? captures.get(name) : name === 'run' ? run : variables.get(name);
  return {
    value,
    secret,
    redact: text => world.host.redact(text),
    keep: (name, captured) => void captures.set(name, captured),
    has: name => value(name) !== undefined,
  };
}
