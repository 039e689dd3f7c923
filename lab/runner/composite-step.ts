/**
 * One step of a composite action as `action.yml` writes it.
 *
 * Source: actions/runner, action_yaml.json. What the runner refuses there (`timeout-minutes`, `background` ...) is
 * refused here, and so is what the lab does not model: another shell than bash, an action of another repository.
 */
import { join, resolve } from 'node:path';
import * as z from 'zod';

export const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const texts = z
  .record(
    z.string(),
    scalar.nullable().transform(value => value ?? ''),
  )
  .nullish()
  .transform(values => values ?? {});

const common = {
  id: z
    .string()
    .regex(/^(?!__)[A-Za-z_][\w-]*$/)
    .optional(),
  name: z.string().optional(),
  if: scalar.optional(),
  env: texts,
  'continue-on-error': scalar.default('false'),
};

export const compositeStep = z.union([
  z.strictObject({ ...common, uses: z.string(), with: texts }),
  z.strictObject({
    ...common,
    run: scalar,
    shell: z.literal('bash', { error: 'the lab runs "shell: bash" only' }),
    'working-directory': z.string().optional(),
  }),
]);

export type CompositeStep = z.infer<typeof compositeStep>;
export type UsesStep = Extract<CompositeStep, { readonly uses: string }>;
export type RunStep = Extract<CompositeStep, { readonly run: string }>;

/** Where the action that a step uses is. */
export interface ActionPlace {
  readonly folder: string;
  /** `$/`: the runner registers `post` only for actions it downloads, so not for `./`. */
  readonly hasPost: boolean;
}

/**
 * `$/x` is a folder of the repository the composite belongs to, at the same commit; `./x` one of the workspace.
 * Neither is evaluated for expressions, and `$/` takes no version.
 */
export function placeOf(uses: string, repository: string, workspace: string): ActionPlace {
  const refuse = (reason: string) => new Error(`The lab's runner cannot run "uses: ${uses}": ${reason}.`);
  if (uses.includes('${{')) throw refuse('"uses" is not evaluated');
  if (uses.startsWith('./')) return { folder: resolve(workspace, uses), hasPost: false };
  if (!uses.startsWith('$/')) throw refuse('only $/ (the same repository) and ./ (the workspace) are modelled');
  const path = uses.slice('$/'.length);
  if (path === '') throw refuse('a path has to follow $/');
  if (path.includes('@')) throw refuse('$/ always means the same commit and takes no @');
  if (path.split('/').includes('..')) throw refuse('the path must stay in the repository');
  return { folder: join(repository, path), hasPost: true };
}
