import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { ROOT } from '../../../scripts/root.ts';
import { SUITE, visit } from './scene.ts';
import { scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

const published: object = JSON.parse(readFileSync(join(ROOT, 'schema/smoke-suite.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(published);

const check = (lines: string): string =>
  `version: 1\nchecks:\n  - name: The page is there\n${lines.replace(/^/gm, '    ')}\n`;
const login = (more: string): string => `version: 1\nlogins:\n  web: { kind: ${more} }\n`;

/** What is wrong, line and column, what is said about it, and whether the published schema knows it without running anything. */
type Wrong = readonly [what: string, suite: string, place: string, says: string, schema: 'refuses' | 'cannot know'];

const WRONG: readonly Wrong[] = [
  [
    'a misspelt key of the suite',
    'version: 1\ncheks: []\n',
    '2:1',
    'has no key "cheks"; did you mean "checks"?',
    'refuses',
  ],
  [
    'a misspelt key of a check',
    check('get: /\nexpct: { status: 200 }'),
    '5:5',
    'has no key "expct"; did you mean "expect"?',
    'refuses',
  ],
  [
    'a misspelt expectation',
    check('get: /\nexpect: { stauts: 200 }'),
    '5:15',
    'has no key "stauts"; did you mean "status"?',
    'refuses',
  ],
  [
    'a misspelt operator',
    check("get: /\nexpect: { body: { contain: 'x' } }"),
    '5:23',
    'has no key "contain"; did you mean "contains"?',
    'refuses',
  ],
  [
    'a misspelt preset',
    'version: 1\npresets:\n  - https\n  - haeders\n',
    '4:5',
    'there is no preset "haeders"; did you mean "headers"?',
    'refuses',
  ],
  [
    'a misspelt option of a preset',
    'version: 1\npresets:\n  - health: { pth: /health/ }\n',
    '3:15',
    'has no key "pth"; did you mean "path"?',
    'refuses',
  ],
  [
    'a misspelt kind of login',
    login('django-from, path: /login/, username: $P, password: $P'),
    '3:16',
    '"django-from"; did you mean "django-form"?',
    'refuses',
  ],
  [
    'a misspelt login',
    'version: 1\nlogins:\n  web: { kind: bearer, token: $P }\nchecks:\n  - { name: A, as: wbe, get: / }\n',
    '5:20',
    'there is no login "wbe"; did you mean "web"?',
    'cannot know',
  ],
  [
    'a misspelt check of a preset',
    'version: 1\npresets: [headers]\nskip: [headers/cps]\n',
    '3:8',
    'there is no preset check "headers/cps"; did you mean "headers/csp"?',
    'cannot know',
  ],
  [
    'a misspelt name',
    check("get: '/${regoin}/'"),
    '4:10',
    'there is no ${regoin} here; did you mean "${region}"?',
    'cannot know',
  ],
  [
    'a capture that nobody made',
    check("steps:\n  - get: /\n    capture: { id: $.id }\n  - get: '/${di}/'"),
    '7:14',
    'there is no ${di} here',
    'cannot know',
  ],
  [
    'a capture that comes later',
    check("steps:\n  - get: '/${id}/'\n  - get: /\n    capture: { id: $.id }"),
    '5:14',
    'it is captured in line 7',
    'cannot know',
  ],
  [
    'a capture by the name of a variable',
    check('get: /\ncapture: { region: $.id }'),
    '5:16',
    'the capture "region" has the name of a variable',
    'cannot know',
  ],
  [
    'a broken JSONPath',
    check("get: /\nexpect: { json: { '$.items[': 1 } }"),
    '5:23',
    'the JSONPath "$.items[" cannot be used',
    'cannot know',
  ],
  [
    'a name in a JSONPath, where nothing replaces it',
    check('get: /\nexpect: { json: { \'$.a[?@.b == "${run}"]\': { absent: true } } }'),
    '5:23',
    'names are not replaced in JSONPaths',
    'cannot know',
  ],
  [
    'a JSONPath without its dollar',
    check('get: /\nexpect: { json: { items.id: 1 } }'),
    '5:23',
    '"items.id" is no JSONPath',
    'refuses',
  ],
  [
    'a broken regular expression',
    check("get: /\nexpect: { body: { matches: '(a' } }"),
    '5:32',
    'regular expression',
    'cannot know',
  ],
  [
    'a regular expression that YAML reads as a list',
    check('get: /\nexpect: { body: { matches: [a-z]+ } }'),
    '5:37',
    'quote it',
    'cannot know',
  ],
  [
    'a name that stands twice',
    'version: 1\nchecks:\n  - { name: A, get: / }\n  - { name: A, get: /b }\n',
    '4:13',
    'the name "A" stands twice, in lines 3 and 4',
    'cannot know',
  ],
  ['a key that stands twice', check('get: /\nget: /b'), '5:5', 'get', 'cannot know'],
  ['two methods', check('get: /\npost: /'), '5:5', '"get" and "post"', 'refuses'],
  ['no request at all', check('tags: [a]'), '3:5', 'the check "The page is there" asks nothing', 'refuses'],
  [
    'two bodies',
    check('post: /\nform: { a: 1 }\njson: {}'),
    '6:5',
    'this has both "form" and "json", and a request has one body',
    'refuses',
  ],
  ['a body with GET', check('get: /\nform: { a: 1 }'), '5:5', '"form" cannot be sent with "get"', 'refuses'],
  [
    'a relative path',
    check('get: login/'),
    '4:10',
    '"get" is neither a path of the site nor an address on an allowed host',
    'refuses',
  ],
  ['plain HTTP', check('get: http://site.example/'), '4:10', 'goes over plain HTTP', 'refuses'],
  [
    'a host that nobody allowed',
    'version: 1\nhosts: [cdn.example]\nchecks:\n  - { name: A, get: "https://cnd.example/" }\n',
    '4:21',
    'the host "cnd.example" is not allowed; did you mean "cdn.example"?',
    'cannot know',
  ],
  ['a status as text', check("get: /\nexpect: { status: '200' }"), '5:23', 'is no status: "200"', 'refuses'],
  [
    'a time without its unit',
    check("get: /\nexpect: { time: '< 2' }"),
    '5:21',
    'is no bound on a time: "< 2"',
    'refuses',
  ],
  ['within without until', check('get: /\nwithin: 30s'), '5:5', '"within" stands without "until"', 'refuses'],
  [
    'a password in the suite',
    login('basic, username: smoke, password: hunter22'),
    '3:50',
    'stands in the suite as text, and a suite never holds a secret',
    'refuses',
  ],
  [
    'a file that is not there',
    check('post: /\nfiles: { a: data/missing.csv }'),
    '5:17',
    'the file "data/missing.csv" does not exist',
    'cannot know',
  ],
  [
    'a schema that is not there',
    check('get: /\nexpect: { schema: schemas/missing.json }'),
    '5:23',
    '"schemas/missing.json" does not exist',
    'cannot know',
  ],
  ['steps beside a request', check('get: /\nsteps:\n  - get: /b'), '4:5', 'has both "steps" and "get"', 'refuses'],
  ['a load without a rate', check('load: { get: /, duration: 3s }'), '4:11', 'rate', 'refuses'],
  ['an empty expectation', check('get: /\nexpect: {}'), '5:13', 'is empty', 'refuses'],
  ['another version of the format', 'version: 2\nchecks:\n  - { name: A, get: / }\n', '1:10', 'version', 'refuses'],
  ['a tab for indentation', 'version: 1\nchecks:\n\t- name: A\n', '3:1', 'this is not valid YAML', 'cannot know'],
  ['a list where keys belong', '- name: A\n  get: /\n', '1:1', '', 'refuses'],
  [
    'a header that is the connection’s',
    check('get: /\nheaders: { Host: other.example }'),
    '5:16',
    'the header "Host" is the connection\'s own and cannot be given',
    'refuses',
  ],
];

test('there are enough of them', () => expect(WRONG.length).toBeGreaterThanOrEqual(25));

describe('a suite with', () => {
  test.concurrent.each(WRONG)('%s is refused at its place, before anything is sent', (_, suite, place, says, schema) =>
    stage.at({ '*': {} }, async site => {
      const smoke = await visit(site, suite, { variables: 'region=ix' }, { env: { P: 'a-secret-value' } });
      expect(smoke.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-suite' });
      expect(smoke.result.headline).toContain(`${SUITE}:${place}: `);
      expect(`${smoke.result.headline}\n${smoke.result.remedy}`.toLowerCase()).toContain(says.toLowerCase());
      expect(smoke.annotations[0]).toMatchObject({ level: 'error', file: SUITE, line: Number(place.split(':')[0]) });
      expect(smoke.run.rawSummary).toContain(`${SUITE}:${place}`);
      expect(site.requests).toHaveLength(0);
      expect(smoke.run.log).not.toContain('hunter22');
      if (schema === 'refuses') expect(validate(parse(suite))).toBe(false);
      // What it cannot know it must not guess; a text that is no YAML has no schema at all.
      else if (readable(suite)) expect(validate(parse(suite))).toBe(true);
    }),
  );
});

function readable(suite: string): boolean {
  try {
    parse(suite);
    return true;
  } catch {
    return false;
  }
}

test.concurrent('all secrets that are missing are named at once, with the YAML that gives them', () =>
  stage.at({ '*': {} }, async site => {
    const suite = check("get: /\nheaders: { X-A: $FIRST_KEY, X-B: '$SECOND_KEY' }");
    const smoke = await visit(site, suite, {}, { env: { SECOND_KEY: '' } });
    expect(smoke.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'secret-missing' });
    expect(smoke.result.headline).toBe(
      `${SUITE}:5:21: $FIRST_KEY and $SECOND_KEY are not set, or empty, in the environment of this step.`,
    );
    expect(smoke.result.remedy).toContain(
      'env:\n  FIRST_KEY: ${{ secrets.FIRST_KEY }}\n  SECOND_KEY: ${{ secrets.SECOND_KEY }}',
    );
    expect(smoke.annotations[0]).toMatchObject({ file: SUITE, line: 5 });
    expect(site.requests).toHaveLength(0);
  }));

test.concurrent('a suite that is the text of the input has no file, and its lines all the same', () =>
  stage.at({ '*': {} }, async site => {
    const smoke = await visit(site, '', { suite: check('get: /\nexpect: { stauts: 200 }') });
    expect(smoke.result.headline).toContain('suite:5:15: ');
    expect(smoke.annotations[0]?.file).toBeUndefined();
  }));
