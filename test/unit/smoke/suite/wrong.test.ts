import { describe, expect, test } from '@jest/globals';
import { contextOf, refusalOf, WRONG_SUITES } from './wrong-suites.ts';

describe('before anything is sent, the suite is refused for', () => {
  test.each(WRONG_SUITES.map(wrong => [wrong.what, wrong] as const))('%s', async (_, wrong) => {
    const refusal = await refusalOf(wrong.suite);
    expect(refusal.message).toBe(wrong.message);
    expect(refusal.remedy).toContain(wrong.remedy);
    expect(refusal.reasonCode).toBe(wrong.reasonCode);
  });

  test('nothing else in this table: every case says something of its own', () => {
    expect(WRONG_SUITES.length).toBeGreaterThan(120);
    expect(new Set(WRONG_SUITES.map(({ what }) => what)).size).toBe(WRONG_SUITES.length);
  });
});

describe('the headers that only the connection can give', () => {
  test.each(['Host', 'Content-Length', 'Transfer-Encoding', 'connection', 'HOST'])('%s', async name => {
    const own = `version: 1\nchecks:\n  - name: A\n    get: /\n    headers: { ${name}: x }\n`;
    const common = `version: 1\ndefaults: { headers: { ${name}: x } }\nchecks:\n  - name: A\n    get: /\n`;
    for (const suite of [own, common]) {
      expect((await refusalOf(suite)).message).toContain(`the header "${name}" is the connection's own`);
    }
  });

  test('are no others: a cookie may be sent where no login is used, but not with every request', async () => {
    const cookie = 'headers: { Cookie: django_language=fil }';
    await expect(refusalOf(`version: 1\nchecks:\n  - name: A\n    get: /\n    ${cookie}\n`)).rejects.toThrow(
      'accepted',
    );
    const common = await refusalOf(`version: 1\ndefaults: { ${cookie} }\nchecks:\n  - name: A\n    get: /\n`);
    expect(common.message).toBe('s.yml:2:24: the header "Cookie" would replace the session of every login.');
  });
});

describe('a refusal', () => {
  test('has its place apart from its words, for annotations', async () => {
    const refusal = await refusalOf('version: 1\npresets:\n  - htps\n');
    expect(refusal.place).toEqual({ file: 's.yml', line: 3, column: 5 });
  });

  test('never shows what stands where a secret belongs', async () => {
    const suite = 'version: 1\nlogins:\n  web: { kind: bearer, token: very-secret-value }\n';
    const refusal = await refusalOf(suite);
    expect(`${refusal.message}${refusal.remedy}`).not.toContain('very-secret');
  });

  test('points into the file also when the value came by an anchor', async () => {
    const suite =
      'version: 1\nchecks:\n  - &page\n    name: A\n    get: /\n    expect: &fine { stauts: 200 }\n  - name: B\n    get: /\n    expect: *fine\n';
    expect((await refusalOf(suite)).message).toBe(
      's.yml:6:21: "checks.0.expect" has no key "stauts"; did you mean "status"?',
    );
  });

  test('comes for a knot of aliases before the memory is full', async () => {
    const levels = Array.from({ length: 20 }, (_, level) => {
      const below = `*l${level - 1}`;
      return `l${level}: &l${level} [${level === 0 ? 'x' : [below, below, below, below].join(', ')}]`;
    });
    expect((await refusalOf(`${levels.join('\n')}\n`)).message).toContain('this is not valid YAML');
  });

  test('names all missing secrets at once, the first by its place', async () => {
    const suite =
      'version: 1\nchecks:\n  - name: A\n    get: /\n    headers: { X-A: $ONE, X-B: "$TWO and $ONE" }\n    expect: { body: { contains: $THREE } }\n';
    const refusal = await refusalOf(suite);
    expect(refusal.message).toBe(
      's.yml:5:21: $ONE, $TWO and $THREE are not set, or empty, in the environment of this step.',
    );
    expect(refusal.remedy).toContain(
      '\nenv:\n  ONE: ${{ secrets.ONE }}\n  TWO: ${{ secrets.TWO }}\n  THREE: ${{ secrets.THREE }}',
    );
  });

  test('says nothing about secrets while the suite itself is wrong', async () => {
    const suite = 'version: 1\nchecks:\n  - name: A\n    get: /\n    headers: { X-A: $ONE }\n    as: nobody\n';
    expect((await refusalOf(suite)).message).toContain('there is no login "nobody"');
  });

  test('comes for a schema file that holds no object, also when it is read as bytes', async () => {
    const suite = 'version: 1\nchecks:\n  - name: A\n    get: /\n    expect: { schema: no-object.json }\n';
    const refusal = await refusalOf(suite, contextOf({ 'no-object.json': new TextEncoder().encode('[1]') }));
    expect(refusal.message).toBe('s.yml:5:23: the schema "no-object.json" is not JSON: it holds no object.');
  });
});
