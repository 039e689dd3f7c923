import { afterAll, expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { suiteOf, visit } from './scene.ts';
import { type Routes, scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

const SITE: Routes = {
  'GET /fine/': {},
  'GET /bad/': { status: 500, body: 'not <well> & "good" ]]> \u0001\u001b[31m' },
  'GET /hangs/': 'hangs',
  'GET /closed/': ({ headers }) => ({ status: headers.authorization === undefined ? 401 : 200 }),
  'POST /things/': { status: 201, json: { id: 3 } },
};

const SUITE = suiteOf(
  {
    Fine: 'as: ops\nget: /fine/',
    '\'Bad <one> & "quoted"\'': 'get: /bad/\nexpect: { status: 200 }',
    Open: 'get: /hangs/',
    Left: 'tags: [slow]\nget: /fine/',
    Makes: "post: /things/\njson: {}\ncapture: { id: $.id }\nalways: [{ delete: '/things/${id}/' }]",
  },
  'presets: [headers]\nlogins: { ops: { kind: bearer, token: $OPS_TOKEN, path: /closed/ } }\n',
);

/** Cases by suite: name, and what is inside of it. */
function casesOf(xml: string): Readonly<Record<string, readonly string[]>> {
  const document = XmlDocument.fromString(xml);
  try {
    return Object.fromEntries(
      document.root.find('testsuite').map(suite => [
        suite.get('@name')?.content ?? '',
        suite.find('testcase').map(each => {
          const ends = ['failure', 'error', 'skipped'].filter(end => each.get(end) !== null);
          return [each.get('@name')?.content, ...ends].join(': ');
        }),
      ]),
    );
  } finally {
    document.dispose();
  }
}

// Every report that any of these tests sees is held against the XML schema: see `invariants.ts`.
test.concurrent('there is one case a check, in one suite an origin, with what failed inside of it', () =>
  stage.at(SITE, async site => {
    const smoke = await visit(
      site,
      SUITE,
      { timeout: '6s', skip: 'slow' },
      { env: { OPS_TOKEN: 'token-of-operations' } },
    );
    const cases = casesOf(smoke.junit);
    expect(Object.keys(cases)).toEqual(['presets', 'logins', 'checks', 'clean-up']);
    expect(cases['presets']).toContain('headers/content-type-options: Browsers must not guess content types: failure');
    expect(cases['logins']).toEqual(['Login "ops" works (bearer)']);
    expect(cases['checks']).toEqual(['Fine', 'Bad <one> & "quoted": failure', 'Open: error', 'Left: skipped', 'Makes']);
    expect(cases['clean-up']).toEqual(['Clean-up of "Makes"']);
    expect(smoke.junit).toMatch(
      /<testcase name="Fine" classname="checks" time="\d+\.\d{3}" file="smoke\.yml" line="5"\/>/,
    );
    expect(smoke.junit).toMatch(
      /<failure message="GET \/bad\/: status is not as expected" type="failure">smoke\.yml:10:15\n10 \| {5}expect/,
    );
    expect(smoke.outputs['junit-path']).toBe(`${smoke.run.workspace}/reports/junit.xml`);
  }));

test.concurrent('without the input there is none', () =>
  stage.at(SITE, async site => {
    const smoke = await visit(site, suiteOf({ Fine: 'get: /fine/' }), { junit: '' });
    expect(smoke.outputs['junit-path']).toBe('');
  }));

test.concurrent('one that cannot be written is a warning and takes nothing from the outcome', () =>
  stage.at(SITE, async site => {
    const files = { reports: 'a file stands where the folder should be' };
    const smoke = await visit(site, suiteOf({ Fine: 'get: /fine/' }), {}, { files });
    expect(smoke.outputs).toMatchObject({ outcome: 'passed', 'junit-path': '' });
    expect(smoke.annotations).toEqual([
      expect.objectContaining({ level: 'warning', title: 'The JUnit report could not be written' }),
    ]);
  }));
