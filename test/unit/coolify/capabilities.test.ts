import { describe, expect, test } from '@jest/globals';
import { capabilitiesOf, describeCapabilities, isSupported, parseVersion } from '../../../src/coolify/capabilities.ts';

function version(text: string) {
  const read = parseVersion(text);
  if (read === undefined) throw new Error(`${text} is no version`);
  return read;
}

describe('what a Coolify can do follows from its version', () => {
  test.each([
    // version, honours pins, runs tasks
    ['4.0.0', false, false],
    ['4.1.2', false, false],
    ['4.2.0', true, false],
    ['4.2.9', true, false],
    ['4.3.0', true, true],
    ['4.3.10', true, true],
    ['v4.4.0-rc.1', true, true],
    ['4.10.0', true, true],
    ['5.0', true, true],
  ])('%s', (text, honoursPin, executesTasks) => {
    expect(capabilitiesOf(version(text))).toEqual({ honoursPin, executesTasks });
  });
});

test.each([
  ['4.0.0', true],
  ['4.3.10', true],
  ['4.0.0-beta.460', false],
  ['4.0.0-rc.1', true],
  ['3.12.36', false],
])('%s is supported: %p', (text, supported) => {
  expect(isSupported(version(text))).toBe(supported);
});

test.each(['', 'OK', '<html>', '4', 'four', '4.3.10 or so', '4.3.x'])('%p is no version', text => {
  expect(parseVersion(text)).toBeUndefined();
});

test('a version is read with the v and the line break that some answers have', () => {
  expect(parseVersion(' v4.3.10\n')).toEqual({ text: '4.3.10', numbers: [4, 3, 10] });
});

test('the table for people says since when', () => {
  expect(describeCapabilities(version('4.1.2'))[0]).toEqual({
    title: 'deploys a pinned commit',
    available: false,
    since: '4.2.0',
  });
});
