import { describe, expect, test } from '@jest/globals';
import { readStacks } from '../../../../src/checks/compose/read.ts';
import type { Profile } from '../../../../src/checks/profile.ts';
import { memoryRepository } from '../../../support/checks.ts';

const asked = new Map<Profile, readonly (readonly string[])[]>([['production', [['a.yml']]]]);

async function problems(text: string) {
  const stacks = await readStacks(memoryRepository({ 'a.yml': text }), asked, new Map());
  return stacks.find(({ profile }) => profile === 'production')?.problems ?? [];
}

const names = [...'abcdefghij'];
const laughs = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...names.slice(1).map((name, index) => `${name}: &${name} [${Array(9).fill(`*${names[index]}`).join(', ')}]`),
].join('\n');

describe('a hostile file is a problem with a line, soon', () => {
  test.each([
    ['a billion laughs', `${laughs}\nservices: { web: { image: a } }\n`, /are more than/],
    ['an alias in itself', 'services:\n  web: &w\n    image: a\n    x-b: [*w]\n', /part of/],
    ['merging itself', 'x-a: &x\n  <<: *x\nservices: { web: { image: a } }\n', /part of/],
    ['an anchor that is not there', 'services:\n  web: *nope\n', /does not exist/],
    ['brackets without end', `services: ${'['.repeat(50_000)}`, /levels/],
    ['dashes without end', `services:\n${'- '.repeat(50_000)}`, /levels/],
    ['two megabytes', `services: "${'x'.repeat(2_000_000)}"`, /characters/],
    ['a tab', 'services:\n\tweb: {}\n', /tab/],
    ['a key twice', 'services:\n  web: { image: a }\n  web: { image: b }\n', /"web" stands twice/],
    ['a list', '- a\n', /is a map/],
    ['nothing', '', /empty/],
    ['a map as a key', 'services:\n  ? [a]\n  : x\n', /key is a word/],
    [
      'a circle of extends',
      'services:\n  a: { extends: { service: b } }\n  b: { extends: { service: a } }\n',
      /extends itself/,
    ],
    ['a circle of includes', 'include: [a.yml]\nservices: { a: { image: "x:1" } }\n', /includes itself/],
    [
      'values of the wrong kind',
      'services: { a: { image: 5, environment: 7, ports: { a: b }, depends_on: 9 } }\n',
      /takes/,
    ],
  ])('%s', async (_, text, message) => {
    const found = await problems(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]?.message).toMatch(message);
    expect(found[0]?.place.line).toBeGreaterThan(0);
  });

  test('names of JavaScript’s own are names like others', async () => {
    const text =
      'services:\n  __proto__: { image: "a:1" }\n  constructor: { image: "a:1", environment: { __proto__: x, toString: y } }\n';
    const stacks = await readStacks(memoryRepository({ 'a.yml': text }), asked, new Map());
    const services = stacks.find(({ profile }) => profile === 'production')?.services ?? [];
    expect(services.map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
    expect([...(services[1]?.environment.keys() ?? [])]).toEqual(['__proto__', 'toString']);
  });
});
