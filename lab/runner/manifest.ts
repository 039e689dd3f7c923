/** An action's `action.yml`, read as the runner reads it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { type CompositeStep, compositeStep, scalar } from './composite-step.ts';

const manifestSchema = z.object({
  name: z.string(),
  inputs: z
    .record(
      z.string(),
      z
        .object({
          required: z.boolean().optional(),
          default: scalar.optional(),
          deprecationMessage: z.string().optional(),
        })
        .nullable()
        .transform(input => input ?? {}),
    )
    .nullish()
    .transform(inputs => inputs ?? {}),
  outputs: z.record(z.string(), z.looseObject({ value: scalar.optional() }).nullable()).nullish(),
  runs: z.looseObject({
    using: z.string(),
    main: z.string().optional(),
    post: z.string().optional(),
    'post-if': z.string().default('always()'),
    steps: z.array(compositeStep).optional(),
  }),
});

export interface ManifestInput {
  readonly default?: string | undefined;
  readonly deprecationMessage?: string | undefined;
}

interface AnyManifest {
  readonly name: string;
  /** Absolute: where the `action.yml` is. */
  readonly folder: string;
  readonly inputs: Readonly<Record<string, ManifestInput>>;
}

export interface NodeManifest extends AnyManifest {
  readonly kind: 'node';
  /** Absolute. */
  readonly main: string;
  readonly post: string | undefined;
  readonly postIf: string;
}

export interface CompositeManifest extends AnyManifest {
  readonly kind: 'composite';
  readonly steps: readonly CompositeStep[];
  /** The templates of the outputs, by name. */
  readonly outputs: Readonly<Record<string, string>>;
}

export type Manifest = NodeManifest | CompositeManifest;

/** @throws Error when the folder has no action, or one the lab cannot run. */
export function readManifest(folder: string): Manifest {
  const file = ['action.yml', 'action.yaml'].map(name => join(folder, name)).find(path => existsSync(path));
  if (file === undefined) throw new Error(`Can't find 'action.yml' or 'action.yaml' under '${folder}'.`);
  const { name, inputs, outputs, runs } = manifestSchema.parse(parse(readFileSync(file, 'utf8')));
  if (runs.using === 'composite') {
    const steps = runs.steps ?? [];
    if (steps.length === 0) throw new Error(`${file}: "steps" is required.`);
    refuseTwins(file, steps);
    const values = Object.entries(outputs ?? {}).map(([output, spec]): [string, string] => {
      if (spec?.value === undefined) throw new Error(`${file}: the output "${output}" needs a "value".`);
      return [output, spec.value];
    });
    return { kind: 'composite', name, folder, inputs, steps, outputs: Object.fromEntries(values) };
  }
  // runs.using: the runner of 2026 knows node20 (mapped to 24) and node24.
  if (!/^node(20|24)$/.test(runs.using))
    throw new Error(`${file}: the lab's runner cannot run "using: ${runs.using}".`);
  if (runs.main === undefined) throw new Error(`${file}: "main" is required.`);
  return {
    kind: 'node',
    name,
    folder,
    inputs,
    main: join(folder, runs.main),
    post: runs.post === undefined ? undefined : join(folder, runs.post),
    postIf: runs['post-if'].replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1'),
  };
}

/** Ids are compared without regard to case, as everything in expressions. */
function refuseTwins(file: string, steps: readonly CompositeStep[]): void {
  const seen = new Set<string>();
  for (const { id } of steps) {
    if (id === undefined) continue;
    if (seen.has(id.toLowerCase())) throw new Error(`${file}: the identifier '${id}' may not be used more than once.`);
    seen.add(id.toLowerCase());
  }
}
