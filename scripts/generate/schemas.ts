import type { AnyAction } from '../../src/actions/index.ts';
import { configurationJsonSchema } from '../../src/config/json-schema.ts';
import { suiteJsonSchema } from '../../src/smoke/suite/json-schema.ts';
import { checkDeployFactsSchema, checkDeployFinding } from './check-deploy-facts-schema.ts';
import type { Generated, Generator } from './generated.ts';
import { migrationSafetyFactsSchema, migrationSafetyFinding } from './migration-safety-facts-schema.ts';
import { redeployFactsSchema } from './redeploy-facts-schema.ts';
import { type FactsSchema, resultSchema } from './result-schema.ts';
import { smokeTestFactsSchema } from './smoke-test-facts-schema.ts';

const FACTS: Readonly<Record<string, FactsSchema>> = {
  'check-deploy': checkDeployFactsSchema,
  'migration-safety': migrationSafetyFactsSchema,
  redeploy: redeployFactsSchema,
  'smoke-test': smokeTestFactsSchema,
};

/** What findings of an action hold beside the common keys. */
const FINDINGS: Readonly<Record<string, FactsSchema>> = {
  'check-deploy': checkDeployFinding,
  'migration-safety': migrationSafetyFinding,
};

/** The published JSON Schemas: the configuration, the smoke suite, and the `result` of every action. */
export const schemas: Generator = async actions => [
  asJson('schema/obcms-deploy.schema.json', configurationJsonSchema()),
  asJson('schema/smoke-suite.schema.json', suiteJsonSchema()),
  ...actions.map(action =>
    asJson(`schema/${action.name}-result.schema.json`, resultSchema(action, factsOf(action), FINDINGS[action.name])),
  ),
];

function factsOf(action: AnyAction): FactsSchema {
  const facts = FACTS[action.name];
  if (facts === undefined) throw new Error(`The action ${action.name} describes no facts for the schema of its result`);
  return facts;
}

function asJson(path: string, schema: Readonly<Record<string, unknown>>): Generated {
  return { path, text: `${JSON.stringify(schema, null, 2)}\n` };
}
