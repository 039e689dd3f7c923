/** An action's `action.yml`, read as the runner reads it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

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
  runs: z.looseObject({
    using: z.string(),
    main: z.string().optional(),
    post: z.string().optional(),
    'post-if': z.string().default('always()'),
  }),
});

export interface ManifestInput {
  readonly default?: string | undefined;
  readonly deprecationMessage?: string | undefined;
}

/** A JavaScript action. Composite actions would become a second member of a union with `kind`. */
export interface Manifest {
  readonly kind: 'node';
  readonly name: string;
  readonly inputs: Readonly<Record<string, ManifestInput>>;
  /** Absolute. */
  readonly main: string;
  readonly post: string | undefined;
  readonly postIf: string;
}

/** @throws Error when the folder has no action, or one the lab cannot run. */
export function readManifest(folder: string): Manifest {
  const file = ['action.yml', 'action.yaml'].map(name => join(folder, name)).find(path => existsSync(path));
  if (file === undefined) throw new Error(`Can't find 'action.yml' or 'action.yaml' under '${folder}'.`);
  const { name, inputs, runs } = manifestSchema.parse(parse(readFileSync(file, 'utf8')));
  // runs.using: the runner of 2026 knows node20 (mapped to 24) and node24.
  if (!/^node(20|24)$/.test(runs.using))
    throw new Error(`${file}: the lab's runner cannot run "using: ${runs.using}".`);
  if (runs.main === undefined) throw new Error(`${file}: "main" is required.`);
  return {
    kind: 'node',
    name,
    inputs,
    main: join(folder, runs.main),
    post: runs.post === undefined ? undefined : join(folder, runs.post),
    postIf: runs['post-if'].replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1'),
  };
}
