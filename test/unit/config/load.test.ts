import { describe, expect, test } from '@jest/globals';
import { configurationJsonSchema } from '../../../src/config/json-schema.ts';
import { parseConfiguration } from '../../../src/config/load.ts';
import { keysAt } from '../../../src/config/schema-keys.ts';
import { UserError } from '../../../src/core/errors.ts';

const GOOD = `version: 1
environments:
  staging:
    url: https://staging.example
    branch: staging
    coolify:
      url: https://coolify.example
      resources:
        web: { uuid: k0wg4s8k8sgk0c0occ4wkgs0, health: /health/, version: "/health/#$.version" }
        worker: { uuid: r4w0c8gkk4s0ocwo8o04kc4s }
    gates:
      checks: [pytest, flake8]
      soak: 24h
      freeze: [{ from: "fri 15:00", until: "mon 08:00" }]
`;

function refusalOf(content: string): UserError {
  try {
    parseConfiguration(content, 'file.yml');
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown;
    throw thrown;
  }
  throw new Error('it was accepted');
}

test('a good file is read, resources in their order', () => {
  const { environments } = parseConfiguration(GOOD, 'file.yml');
  expect(Object.keys(environments['staging']?.coolify?.resources ?? {})).toEqual(['web', 'worker']);
  expect(environments['staging']?.gates?.soak).toBe('24h');
});

test('so is one with the line ends and the mark of Windows', () => {
  expect(() => parseConfiguration(`\uFEFF${GOOD.replace(/\n/g, '\r\n')}`, 'file.yml')).not.toThrow();
});

describe('a slip of the pen is found by line and column, with the key that was meant', () => {
  test.each([
    ['verison: 1\nenvironments: {}\n', 'file.yml:1:1: the file has no key "verison"; did you mean "version"?'],
    [
      GOOD.replace('environments:', 'enviroments:'),
      'file.yml:2:1: the file has no key "enviroments"; did you mean "environments"?',
    ],
    [
      GOOD.replace('branch:', 'brnach:'),
      'file.yml:5:5: "environments.staging" has no key "brnach"; did you mean "branch"?',
    ],
    [
      GOOD.replace('resources:', 'resource:'),
      'file.yml:8:7: "environments.staging.coolify" has no key "resource"; did you mean "resources"?',
    ],
    [
      GOOD.replace('health:', 'helth:'),
      'file.yml:9:48: "environments.staging.coolify.resources.web" has no key "helth"; did you mean "health"?',
    ],
    [
      GOOD.replace('soak:', 'soack:'),
      'file.yml:13:7: "environments.staging.gates" has no key "soack"; did you mean "soak"?',
    ],
    [
      GOOD.replace('until:', 'untill:'),
      'file.yml:14:37: "environments.staging.gates.freeze.0" has no key "untill"; did you mean "until"?',
    ],
    [`${GOOD}colour: blue\n`, 'file.yml:15:1: the file has no key "colour".'],
  ])('%#', (content, message) => {
    const refusal = refusalOf(content);
    expect(refusal.message).toBe(message);
    expect(refusal.reasonCode).toBe('invalid-configuration');
    expect(refusal.remedy).toMatch(/^Valid keys here: /);
  });
});

describe('a value that does not fit is named with its place and an example', () => {
  test.each([
    ['', 'file.yml:1:1: the file is empty.', 'Add:\nversion: 1'],
    ['# only a comment\n', 'file.yml:1:1: the file is empty.', 'Add:\nversion: 1'],
    ['- a\n', 'file.yml:1:1: the file must be a group of keys.', ''],
    ['environments: {}\n', 'file.yml:1:1: the file has no "version".', 'Add:\nversion: 1'],
    [GOOD.replace('version: 1', 'version: 2'), 'file.yml:1:10: "version" must be 1.', 'Write:\nversion: 1'],
    [
      GOOD.replace('      url: https://coolify.example\n', ''),
      'file.yml:7:7: "environments.staging.coolify" has no "url".',
      'Add:\nurl: https://coolify.example',
    ],
    [
      GOOD.replace('uuid: r4w0c8gkk4s0ocwo8o04kc4s', 'uuid: Web'),
      'file.yml:10:25: "environments.staging.coolify.resources.worker.uuid" does not have the form that is needed.',
      'Write:\nuuid: k0wg',
    ],
    [GOOD.replace('24h', '24'), 'file.yml:13:13: "environments.staging.gates.soak" must be text.', 'Write:\nsoak: 24h'],
    [GOOD.replace('flake8', '8'), 'file.yml:12:24: "environments.staging.gates.checks.1" must be text.', ''],
    [
      GOOD.replace('  staging:', '  "stag ing":'),
      'file.yml:3:3: "stag ing" cannot be a name here.',
      'Names start with a letter',
    ],
    [GOOD.replace('"/health/#$.version"', '/health/#$.version: x'), 'file.yml:9:', ''],
    ['version: 1\n\tenvironments: {}\n', 'file.yml:2:', 'Indent with spaces'],
    [
      'version: 1\nversion: 1\nenvironments: {}\n',
      'file.yml:2:1: this is not valid YAML: Map keys must be unique.',
      'A key may stand only once',
    ],
    ['version: *nobody\nenvironments: {}\n', 'this is not valid YAML', ''],
  ])('%#', (content, message, remedy) => {
    const refusal = refusalOf(content);
    expect(refusal.message).toContain(message);
    expect(refusal.remedy).toContain(remedy);
    expect(refusal.place?.file).toBe('file.yml');
  });
});

describe('a secret has no place in the file', () => {
  test.each(['token', 'coolify-token', 'password', 'secret'])('%s', key => {
    const refusal = refusalOf(GOOD.replace('    coolify:\n', `    coolify:\n      ${key}: 12|very-secret-value\n`));
    expect(refusal.message).toBe(
      `file.yml:7:7: "environments.staging.coolify" has the key "${key}", but the configuration never holds a secret.`,
    );
    expect(refusal.remedy).toContain('coolify-token: ${{ secrets.COOLIFY_TOKEN }}');
    expect(`${refusal.message}${refusal.remedy}`).not.toContain('very-secret');
  });
});

test('a knot of aliases is refused and does not fill the memory', () => {
  const levels = Array.from(
    { length: 20 },
    (_, level) =>
      `l${level}: &l${level} [${level === 0 ? 'x' : `*l${level - 1}, *l${level - 1}, *l${level - 1}, *l${level - 1}`}]`,
  );
  expect(refusalOf(`${levels.join('\n')}\n`).message).toContain('this is not valid YAML');
});

test('the published schema refuses unknown keys everywhere and describes what it can', () => {
  const schema = configurationJsonSchema();
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  const open: string[] = [];
  const walk = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return;
    if ('properties' in value && !('additionalProperties' in value && value.additionalProperties === false))
      open.push(path);
    for (const [key, child] of Object.entries(value)) walk(child, `${path}.${key}`);
  };
  walk(schema, '');
  expect(open).toEqual([]);
  expect(keysAt(['environments', 'anything', 'coolify'])).toEqual(['url', 'resources']);
  expect(keysAt(['nowhere', 'at', 'all'])).toEqual([]);
});
