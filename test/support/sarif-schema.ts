import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { ROOT } from '../../scripts/root.ts';

const SCHEMA = join(ROOT, 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

let compiled: ValidateFunction | undefined;

/** What the published schema of SARIF 2.1.0 has against a report; empty when it accepts it. */
export function sarifProblems(report: unknown): readonly string[] {
  compiled ??= compile();
  if (compiled(report)) return [];
  return (compiled.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function compile(): ValidateFunction {
  if (!existsSync(SCHEMA)) throw new Error(`${SCHEMA} is not there: npm ci installs it`);
  // Its draft is an older one than the validator's; the words it uses mean the same in both.
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8'));
  return new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(schema);
}
