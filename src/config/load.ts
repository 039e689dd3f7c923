import { oneLine } from '../core/text.ts';
import { readDocument } from './document.ts';
import type { DocumentFormat, Explanation } from './document-format.ts';
import { type Configuration, configurationSchema } from './schema.ts';

/**
 * Reads the text of a configuration file.
 * @throws UserError `invalid-configuration` with file, line, column and the nearest valid key
 */
export function parseConfiguration(content: string, file: string): Configuration {
  return readDocument(content, file, CONFIGURATION).value;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  version: 'version: 1',
  uuid: "uuid: k0wg4s8k8sgk0c0occ4wkgs0   # the last part of the application's address in Coolify",
  resources: 'resources:\n  web: { uuid: k0wg4s8k8sgk0c0occ4wkgs0 }',
  coolify: 'coolify:\n  url: https://coolify.example\n  resources:\n    web: { uuid: k0wg4s8k8sgk0c0occ4wkgs0 }',
  url: 'url: https://coolify.example',
  environments: 'environments:\n  staging:\n    coolify: ...',
  soak: 'soak: 24h',
  'max-age': 'max-age: 2h',
};

const CONFIGURATION: DocumentFormat<Configuration> = {
  schema: configurationSchema,
  reasonCode: 'invalid-configuration',
  schemaFile: 'schema/obcms-deploy.schema.json',
  examples: EXAMPLES,
  quoting: 'A text with ":", "#", "{" or "[" in it needs quotation marks: version: "/health/#$.version"',
  unknownKey: secretKey,
};

function secretKey(where: string, key: string): Explanation | undefined {
  if (!/token|secret|password/i.test(key)) return undefined;
  return {
    problem: `${where} has the key "${oneLine(key, 60)}", but the configuration never holds a secret`,
    remedy: `Remove it (and revoke the value if it was committed). Give the token to the step:\nwith:\n  coolify-token: \${{ secrets.COOLIFY_TOKEN }}`,
  };
}
