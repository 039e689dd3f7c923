import { isAbsolute, join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { inSequence, oneLine } from '../core/text.ts';
import type { World } from '../core/world.ts';
import type { Configuration, EnvironmentConfiguration } from './schema.ts';

/** Where the file is when the input `config` does not say otherwise. */
export const DEFAULT_CONFIGURATION = '.github/obcms-deploy.yml';

/** An environment of the configuration file, or nothing when the action is used with inputs alone. */
export interface ChosenEnvironment {
  readonly name: string | undefined;
  readonly configuration: EnvironmentConfiguration | undefined;
  /** What the file says of the application itself; undefined when it says nothing, or was not read. */
  readonly app?: Configuration['app'];
  /** The file it came from, for messages. */
  readonly file: string | undefined;
}

/**
 * Finds what the inputs `config` and `environment` name. Without a file (and without `config`) the inputs stand alone.
 * @throws UserError when a named file or environment does not exist, or the file is wrong
 */
export async function chooseEnvironment(
  given: { readonly config: string | undefined; readonly environment: string | undefined },
  world: World,
): Promise<ChosenEnvironment> {
  const file = given.config ?? DEFAULT_CONFIGURATION;
  const content = await world.readFile(isAbsolute(file) ? file : join(world.host.context.workspace, file));
  if (content === undefined) {
    if (given.config === undefined) return { name: given.environment, configuration: undefined, file: undefined };
    throw new UserError(
      `The configuration "${file}" does not exist${isAbsolute(file) ? '' : ` in ${world.host.context.workspace}`}.`,
      {
        reasonCode: 'invalid-configuration',
        remedy:
          'Check the path, and that the job checks the repository out before this step:\nsteps:\n  - uses: actions/checkout@v6',
      },
    );
  }
  if (given.environment === undefined) return { name: undefined, configuration: undefined, file };
  // The YAML parser and the schema are loaded only by those who have a file.
  const { parseConfiguration } = await import('./load.ts');
  const { environments, app } = parseConfiguration(content, file);
  const configuration = Object.hasOwn(environments, given.environment) ? environments[given.environment] : undefined;
  if (configuration !== undefined)
    return { name: given.environment, configuration, file, ...(app === undefined ? {} : { app }) };
  const names = Object.keys(environments);
  const close = nearest(given.environment, names);
  throw new UserError(
    `${file} has no environment "${oneLine(given.environment, 60)}"${close === undefined ? '' : `; did you mean "${close}"?`}`,
    {
      reasonCode: 'unknown-environment',
      remedy: `It has ${inSequence(names)}. Write:\nwith:\n  environment: ${close ?? names[0] ?? 'staging'}`,
    },
  );
}
