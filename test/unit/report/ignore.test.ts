import { describe, expect, test } from '@jest/globals';
import { FAMILIES } from '../../../src/checks/profile.ts';
import { applyIgnore, type IgnoreLine, parseIgnore, unknownRule } from '../../../src/report/ignore.ts';
import { judgedFinding } from '../../support/judged.ts';

const ALL = () => true;
const EXAMPLE = 'compose/image-tag -- built here';
const line = (text: string): IgnoreLine => {
  const parsed = parseIgnore(text, EXAMPLE);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
};
const privileged = judgedFinding('compose/privileged', 'high');

describe('a line of ignore', () => {
  test('has a rule, perhaps a path, and a reason', () => {
    expect(line('compose/privileged -- needed for the agent')).toMatchObject({
      rule: 'compose/privileged',
      path: undefined,
      reason: 'needed for the agent',
    });
    expect(line('compose/* ./infra/my stack.yml -- a -- b')).toMatchObject({
      rule: 'compose/*',
      path: 'infra/my stack.yml',
      reason: 'a -- b',
    });
  });

  test.each(['compose/privileged', 'compose/privileged --', 'compose/privileged docker-compose.yml -- '])(
    'is refused without a reason: %s',
    text => {
      expect(parseIgnore(text, EXAMPLE)).toMatch(/^gives no reason/);
    },
  );

  test.each(['privileged -- so', 'docker-compose.yml compose/privileged -- so', '-- so'])(
    'is refused without a rule: %s',
    text => {
      expect(parseIgnore(text, EXAMPLE)).toMatch(/^does not begin with a rule|^gives no reason/);
    },
  );

  test('names a rule that exists, or is told the nearest', () => {
    const rules = [{ id: 'compose/privileged' }, { id: 'settings/hosts-wildcard' }] as const;
    expect(unknownRule(line('compose/privileged -- x'), rules, FAMILIES)).toBeUndefined();
    expect(unknownRule(line('docker/* -- x'), rules, FAMILIES)).toBeUndefined();
    expect(unknownRule(line('compose/privileg -- x'), rules, FAMILIES)).toContain('did you mean compose/privileged?');
    expect(unknownRule(line('django/hosts-wildcard -- x'), rules, FAMILIES)).toContain(
      'did you mean settings/hosts-wildcard?',
    );
    expect(unknownRule(line('dockr/* -- x'), rules, FAMILIES)).toContain('"dockr/*"');
  });
});

describe('ignoring', () => {
  test.each([
    ['the rule', 'compose/privileged -- x'],
    ['its family', 'compose/* -- x'],
    ['rule and file', 'compose/privileged docker-compose.yml -- x'],
    ['rule and a glob of files', 'compose/privileged docker-*.yml -- x'],
    ['rule and a glob across folders', 'compose/privileged **/docker-compose.yml -- x'],
    ['rule and subject', 'compose/privileged web -- x'],
  ])('takes a finding by %s', (_, text) => {
    const { left, ignored, stale } = applyIgnore([privileged], [line(text)], ALL);
    expect([left.length, ignored.length, stale.length]).toEqual([0, 1, 0]);
  });

  test.each([
    ['another rule', 'compose/limits -- x'],
    ['another family', 'docker/* -- x'],
    ['another file', 'compose/privileged docker-compose.prod.yml -- x'],
    ['a folder it is not in', 'compose/privileged infra/ -- x'],
    ['a dot that is no letter', 'compose/privileged docker-composeXyml -- x'],
  ])('leaves a finding alone for %s, and says that the line is stale', (_, text) => {
    const { left, ignored, stale } = applyIgnore([privileged], [line(text)], ALL);
    expect([left.length, ignored.length, stale.length]).toEqual([1, 0, 1]);
  });

  test('takes everything in a folder', () => {
    const inFolder = judgedFinding('compose/privileged', 'high', { place: { file: 'infra/a/b.yml', line: 1 } });
    expect(applyIgnore([inFolder], [line('compose/privileged infra/ -- x')], ALL).left).toEqual([]);
  });

  test('takes with one star what lies in one folder, and no deeper', () => {
    const deep = judgedFinding('compose/privileged', 'high', { place: { file: 'infra/a/b.yml', line: 1 } });
    const left = (path: string) => applyIgnore([deep], [line(`compose/privileged ${path} -- x`)], ALL).left.length;
    expect(['*.yml', 'infra/*.yml', 'infra/*/*.yml', '**/*.yml'].map(left)).toEqual([1, 1, 0, 0]);
  });

  test('takes a finding once, and calls no line stale that would have taken it too', () => {
    const lines = [line('compose/privileged -- a'), line('compose/* -- b')];
    const { ignored, stale } = applyIgnore([privileged], lines, ALL);
    expect([ignored.map(each => each.line.reason), stale]).toEqual([['a'], []]);
  });

  test('calls no line stale whose family was not judged', () => {
    expect(applyIgnore([], [line('settings/hosts -- x')], family => family === 'docker').stale).toEqual([]);
  });
});
