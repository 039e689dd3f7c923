/** The inputs of an action: given ones win over defaults; unknown ones only warn; nobody checks `required`. */
import { expressionContexts, inputVariable } from './context.ts';
import { evaluateTemplate, type Scope } from './expressions.ts';
import type { Job } from './job.ts';
import type { Manifest } from './manifest.ts';
import type { StepLog } from './step-log.ts';

/** By name, as the action declares it; then what was given without being declared. */
export type InputValues = ReadonlyMap<string, string>;

/**
 * @param log where unknown and deprecated inputs are reported; none in `post`, where it has been said already.
 */
export function inputValues(
  declared: Manifest['inputs'],
  given: Readonly<Record<string, string>>,
  scope: Scope,
  log?: StepLog,
): InputValues {
  const byName = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const known = new Set(Object.keys(declared).map(name => name.toLowerCase()));
  const unknown = Object.keys(given).filter(name => !known.has(name.toLowerCase()));
  if (unknown.length > 0) {
    const names = (list: readonly string[]) => list.map(name => `'${name}'`).join(', ');
    log?.report('warning', `Unexpected input(s) ${names(unknown)}, valid inputs are [${names(Object.keys(declared))}]`);
  }
  const values = new Map<string, string>();
  for (const [name, input] of Object.entries(declared)) {
    const value = byName.get(name.toLowerCase());
    values.set(name, value ?? evaluateTemplate(input.default ?? '', scope));
    if (value !== undefined && input.deprecationMessage !== undefined) {
      log?.report('warning', `Input '${name}' has been deprecated with message: ${input.deprecationMessage}`);
    }
  }
  for (const name of unknown) values.set(name, given[name] ?? '');
  return values;
}

export function inputVariables(values: InputValues): Record<string, string> {
  return Object.fromEntries([...values].map(([name, value]) => [inputVariable(name), value]));
}

/** What the defaults may look at: never the inputs, and no steps. */
export function scopeOfDefaults(job: Job): Scope {
  return { contexts: expressionContexts(job.context, job.folders, job.status), status: job.status };
}
