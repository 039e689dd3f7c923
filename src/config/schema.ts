import * as z from 'zod/mini';
import { parseDuration } from '../core/duration.ts';
import { RESOURCE_ID } from './schema-patterns.ts';

/**
 * `.github/obcms-deploy.yml`, defined once: the TypeScript type, the validator and the published JSON Schema come from here.
 * Unknown keys are refused everywhere, because a misspelt gate would be a gate that is not there.
 */

const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema =>
  schema.check(z.describe(description)) as Schema;

const text = (description: string) => described(z.string().check(z.minLength(1)), description);

const duration = (description: string) =>
  described(
    z.string().check(
      z.regex(/^(\d+\s*(ms|s|m|h|d)\s*)+$/),
      z.refine(value => parseDuration(value) !== undefined),
    ),
    description,
  );

/** Names of environments and resources: letters first, so that YAML and JSON keep their order. */
const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;
const named = <Schema extends z.ZodMiniType>(value: Schema, description: string) =>
  described(z.record(z.string().check(z.regex(NAME)), value), description);

/** `communities_community`, `audit_*`, `reports.total` */
const TABLE = /^[A-Za-z_*][\w.$*]*$/;
const tables = (description: string) =>
  described(
    z.array(described(z.string().check(z.regex(TABLE)), 'Name of a table, as it is in the database.')),
    description,
  );

/** `backups-restored`: the keys themselves are the rules' own data, and checked by the action that reads them. */
const ATTESTED_KEY = /^[a-z][a-z0-9-]*$/;

const resource = z.strictObject({
  uuid: described(z.string().check(z.regex(RESOURCE_ID)), 'Id of the application, as in its address in Coolify.'),
  health: z.optional(text('Path that answers 2xx when the resource is well, such as /health/.')),
  version: z.optional(
    text('Where the running release says which commit it is: <path>#<JSONPath> or <path>~/<regex with one group>/.'),
  ),
});

const coolify = z.strictObject({
  url: text('Address of Coolify, such as https://coolify.example.'),
  resources: named(resource, 'The applications of this environment, deployed in this order to the same commit.'),
});

const freeze = z.strictObject({
  from: text('Start, such as "fri 15:00" or 2026-12-24T12:00.'),
  until: text('End, in the same form.'),
  timezone: z.optional(text('IANA time zone, such as Asia/Manila. Default: UTC.')),
});

const gates = z.strictObject({
  checks: z.optional(
    described(z.array(text('Name of a check.')), 'Checks that must have succeeded on exactly this commit.'),
  ),
  soak: z.optional(duration('Time the commit has been live and verified on `promote-from`.')),
  smoke: z.optional(z.strictObject({ 'max-age': z.optional(duration('Oldest smoke evidence that counts.')) })),
  migrations: z.optional(
    z.strictObject({ allow: described(z.enum(['safe', 'review']), 'The worst verdict that passes.') }),
  ),
  backup: z.optional(z.strictObject({ 'max-age': duration('Oldest backup that counts.') })),
  'sign-off': z.optional(
    z.strictObject({
      approvers: z.array(text('A user or a team.')),
      minimum: z.optional(z.number().check(z.int(), z.positive())),
      'not-author': z.optional(z.boolean()),
    }),
  ),
  freeze: z.optional(z.array(freeze)),
  override: z.optional(described(z.array(text('A user or a team.')), 'Who may override a gate, with a reason.')),
});

const environment = z.strictObject({
  url: z.optional(text('Address of the site, such as https://staging.example.')),
  branch: z.optional(text('Branch that this environment follows.')),
  'promote-from': z.optional(text('Environment on which a commit must have been proven.')),
  coolify: z.optional(coolify),
  smoke: z.optional(text('Path of the smoke suite.')),
  gates: z.optional(gates),
  attested: z.optional(
    described(
      z.record(z.string().check(z.regex(ATTESTED_KEY)), text('Day on which somebody looked, such as 2026-01-31.')),
      'What no machine sees and somebody vouches for, with the day; docs/requirements.md has the keys.',
    ),
  ),
  rollback: z.optional(z.strictObject({ automatic: z.optional(z.boolean()) })),
});

export const configurationSchema = z.strictObject({
  version: described(z.literal(1), 'Version of this format.'),
  app: z.optional(
    z.strictObject({
      framework: z.optional(described(z.enum(['django', 'alembic']), 'What the application is made with.')),
      directory: z.optional(text('Folder of manage.py or alembic.ini.')),
      settings: z.optional(text('Settings module of production.')),
      migrate: z.optional(
        described(
          z.enum(['before', 'after', 'phased']),
          'When this project runs its migrations: all before the new release serves (default), all after it does, or each in its phase.',
        ),
      ),
      'hot-tables': z.optional(
        tables('Tables on which even a short lock is worth a look; `*` stands for any letters.'),
      ),
      'small-tables': z.optional(
        tables('Tables that may be read or rewritten as a whole; `*` stands for any letters.'),
      ),
    }),
  ),
  environments: named(environment, 'staging, production and whatever else you have.'),
});

export type Configuration = z.infer<typeof configurationSchema>;
export type EnvironmentConfiguration = z.infer<typeof environment>;
