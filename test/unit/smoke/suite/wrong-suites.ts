import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../../../scripts/root.ts';
import { UserError } from '../../../../src/core/errors.ts';
import type { SuiteContext } from '../../../../src/smoke/suite/context.ts';
import { loadSuite } from '../../../../src/smoke/suite/load.ts';

/** A suite that cannot be meant, and what is said about it. */
export interface WrongSuite {
  readonly what: string;
  readonly suite: string;
  /** Exactly. */
  readonly message: string;
  /** A part of it; empty when the remedy is the usual one. */
  readonly remedy: string;
  readonly reasonCode: string;
  /** `refuses`, or why the published JSON Schema cannot know. */
  readonly schema: string;
}

/** Why a schema knows nothing of a text that YAML cannot read. */
export const NO_YAML = 'it is no YAML';

const FOLDER = join(ROOT, 'test/unit/smoke/suite/wrong');

export const WRONG_SUITES: readonly WrongSuite[] = readdirSync(FOLDER)
  .filter(name => name.endsWith('.yml'))
  .flatMap(name => listed(parse(readFileSync(join(FOLDER, name), 'utf8'))))
  .map(row => ({
    what: String(row['what']),
    suite: String(row['suite']),
    message: String(row['message']),
    remedy: String(row['remedy'] ?? ''),
    reasonCode: String(row['reason-code'] ?? 'invalid-suite'),
    schema: String(row['schema']),
  }));

function listed(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(row => Object(row)) : [];
}

/** What is there: the variable `region`, the secret `P`, an empty one, and files. */
export function contextOf(files: Readonly<Record<string, string | Uint8Array>> = {}): SuiteContext {
  const environment: Readonly<Record<string, string>> = { P: 'secret-value', EMPTY: '' };
  const all: Readonly<Record<string, string | Uint8Array>> = { 'broken.json': '{"type": "object"', ...files };
  return {
    variables: new Map([['region', 'eu']]),
    secrets: name => environment[name],
    readFile: path => Promise.resolve(all[path]),
    knownChecks: ['headers/csp', 'headers/hsts', 'https/redirect'],
  };
}

/** How a suite is refused. */
export async function refusalOf(text: string, context = contextOf()): Promise<UserError> {
  try {
    await loadSuite(text, { file: 's.yml' }, context);
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown;
    throw thrown;
  }
  throw new Error('it was accepted');
}
