import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ALL_RULES, accountsTable } from '../../scripts/generate/requirements-page.ts';
import { ROOT } from '../../scripts/root.ts';
import { CHECK_DEPLOY_INPUTS } from '../../src/actions/check-deploy-inputs.ts';
import { MIGRATION_SAFETY_INPUTS } from '../../src/actions/migration-safety-inputs.ts';
import { VERSION } from '../../src/actions/package-version.ts';
import { pageOf } from '../../src/checks/page.ts';
import { RULES } from '../../src/checks/rules.ts';
import { accountOf, isTreated, rulesFor, unknownSources } from '../../src/checks/source-documents/accounts.ts';
import { ATTESTED_KEYS } from '../../src/checks/source-documents/attested.ts';
import { CONTRADICTIONS } from '../../src/checks/source-documents/contradictions.ts';
import { DEMANDS } from '../../src/checks/source-documents/index.ts';
import { HAZARDS } from '../../src/migrations/hazards/rules.ts';
import { pageOf as hazardPageOf } from '../../src/migrations/page.ts';

/** How many demands the documents make of what these actions look at. */
const ALL = 255;
const page = readFileSync(join(ROOT, 'docs/requirements.md'), 'utf8');
const readme = readFileSync(join(ROOT, 'actions/check-deploy/README.md'), 'utf8');

describe('the demands', () => {
  test(`are all there, each once, in the order of their documents: ${ALL}`, () => {
    const ids = DEMANDS.map(({ id }) => id);
    expect(ids).toHaveLength(ALL);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('are each answered by somebody', () => {
    const open = DEMANDS.filter(demand => accountOf(demand, ALL_RULES).by === 'nobody');
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  test('are each answered by one only: rules, or people, or another part of the project', () => {
    const twice = DEMANDS.filter(({ id, attested, told }) => {
      const answers = [
        rulesFor(id, ALL_RULES).length > 0 && attested === undefined,
        attested !== undefined,
        told !== undefined,
      ];
      return answers.filter(Boolean).length > 1;
    });
    expect(twice.map(({ id }) => id)).toEqual([]);
  });

  test('say what they want in one short line of plain words', () => {
    expect(DEMANDS.filter(({ says }) => says.length > 140 || /[.|<>`]$|\n/.test(says)).map(({ id }) => id)).toEqual([]);
  });

  test('stand on their page, and the counts in the page of the action', () => {
    const missing = [...DEMANDS, ...CONTRADICTIONS].filter(({ id }) => !page.includes(`<a id="${id.toLowerCase()}">`));
    expect(missing.map(({ id }) => id)).toEqual([]);
    for (const text of [page, readme]) expect(text).toContain(accountsTable());
  });
});

describe('the contradictions', () => {
  test('are all there, and each is treated by a rule, or said to be treated elsewhere', () => {
    expect(CONTRADICTIONS.map(({ id }) => id)).toEqual(
      Array.from({ length: 44 }, (_, index) => `C${String(index + 1).padStart(2, '0')}`),
    );
    expect(CONTRADICTIONS.filter(each => !isTreated(each, ALL_RULES)).map(({ id }) => id)).toEqual([]);
  });
});

describe('the sources of the rules', () => {
  test('name rows that exist', () => {
    expect(unknownSources(ALL_RULES)).toEqual([]);
    expect(unknownSources([{ id: 'env/x', source: ['S9-001', 'S1-047', 'a manual'] }])).toEqual(['env/x: S9-001']);
  });

  test('are there for every rule', () => {
    expect(ALL_RULES.filter(({ source }) => source.length === 0).map(({ id }) => id)).toEqual([]);
  });
});

test('every rule has its page', () => {
  expect(RULES.filter(({ id }) => !existsSync(join(ROOT, pageOf(id)))).map(({ id }) => id)).toEqual([]);
  expect(HAZARDS.filter(({ id }) => !existsSync(join(ROOT, hazardPageOf(id)))).map(({ id }) => id)).toEqual([]);
});

test('what people can attest is asked for by a demand each, and no key twice over', () => {
  const asked = new Set(DEMANDS.map(({ attested }) => attested));
  expect(Object.keys(ATTESTED_KEYS).filter(key => ![...asked].some(each => each === key))).toEqual([]);
});

test.each([
  ['check-deploy', RULES, CHECK_DEPLOY_INPUTS.ignore.example, 'deploy-rules'],
  ['migration-safety', HAZARDS, MIGRATION_SAFETY_INPUTS.ignore.example, 'migration-rules'],
])('rules that examples of %s name exist', (action, rules, example, folder) => {
  // What could not be known is accepted by its code, which is no rule.
  const ids: readonly string[] = [...rules.map(({ id }) => id), 'unknown/third-party'];
  const texts = [
    readFileSync(join(ROOT, `actions/${action}/README.md`), 'utf8'),
    example,
    readFileSync(join(ROOT, `docs/${folder}/README.md`), 'utf8'),
  ];
  const named = texts.flatMap(text => [...text.matchAll(/^ *([a-z]+\/[a-z0-9-]+) .*-- /gm)].map(([, id = '']) => id));
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter(id => !ids.includes(id))).toEqual([]);
});

test('the SARIF report names the version of the package', () => {
  const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(VERSION).toBe(version);
});
