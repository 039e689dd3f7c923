import type { AnyAction } from '../../src/actions/index.ts';
import { SEVERITIES } from '../../src/core/findings.ts';
import { EXIT_CODES } from '../../src/core/outcome.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The action's own part of `result`: all of it is there, or (when it ended before it knew anything) nothing of it. */
export type FactsSchema = Readonly<Record<string, Schema>>;

/** The JSON Schema of an action's output `result` and of the file at `report-path`. */
export function resultSchema(action: AnyAction, facts: FactsSchema, finding: FactsSchema = {}): Schema {
  const [first, ...others] = Object.keys(facts);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://raw.githubusercontent.com/org/obcms-deploy/v1/schema/${action.name}-result.schema.json`,
    title: `Result of ${action.name}, version ${action.schemaVersion}`,
    type: 'object',
    properties: {
      schema: { const: `obcms-deploy/${action.name}@${action.schemaVersion}` },
      outcome: { enum: Object.keys(EXIT_CODES), description: 'How it ended.' },
      'reason-code': { enum: Object.keys(action.reasons), description: 'Why; see docs/reason-codes.md.' },
      headline: text('One sentence for people.'),
      remedy: text('What to do about it; empty when there is nothing to do.'),
      ...facts,
      findings: { type: 'array', items: closed({ ...FINDING, ...finding }) },
    },
    required: ['schema', 'outcome', 'reason-code', 'headline', 'remedy', 'findings'],
    additionalProperties: false,
    ...(first === undefined ? {} : { dependentRequired: { [first]: others } }),
    allOf: Object.entries(action.reasons).map(([code, reason]) => ({
      if: { properties: { 'reason-code': { const: code } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; the object is written to a file.
      then: { properties: { outcome: { const: reason.outcome } } },
    })),
  };
}

export const text = (description: string): Schema => ({ type: 'string', description });
export const textOrNull = (description: string): Schema => ({ type: ['string', 'null'], description });
export const flag = (description: string): Schema => ({ type: 'boolean', description });

const FINDING: FactsSchema = {
  rule: text('Stable id, family/name.'),
  severity: { enum: [...SEVERITIES] },
  subject: text('What it is about.'),
  file: textOrNull('File in the repository.'),
  line: { type: ['integer', 'null'], minimum: 1, description: 'Line in the file, from 1.' },
  message: text('What is wrong.'),
  evidence: text('What shows it.'),
  remedy: text('What to do about it.'),
};

/** An object with exactly these keys. */
export function closed(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
