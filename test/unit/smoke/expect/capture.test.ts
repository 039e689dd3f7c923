import { describe, expect, test } from '@jest/globals';
import { capture } from '../../../../src/smoke/expect/index.ts';
import type { Capture } from '../../../../src/smoke/suite/suite.ts';
import { type AnswerParts, seen } from './answers.ts';

type From = Capture['from'];
const BODY: From = { kind: 'body' };
const json = (path: string): From => ({ kind: 'json', path });
const LOCATION: From = { kind: 'header', name: 'Location' };
const SESSION: From = { kind: 'cookie', name: 's' };

function taken(from: From, regex: string | undefined, parts: AnswerParts) {
  return capture({ name: 'id', from, regex, place: { line: 1, column: 1 } }, seen(parts));
}

describe('is taken', () => {
  test.each<readonly [string, From, string | undefined, AnswerParts, unknown]>([
    ['a number with its type', json('$.id'), undefined, { json: { id: 42 } }, 42],
    ['null', json('$.id'), undefined, { json: { id: null } }, null],
    ['an object', json('$.a'), undefined, { json: { a: { b: [1] } } }, { b: [1] }],
    ['the only one of a filter', json("$[?@.n=='x'].id"), undefined, { json: [{ n: 'x', id: 7 }] }, 7],
    ['a part of a number, as text', json('$.id'), '^\\d', { json: { id: 42 } }, '4'],
    ['the first group', LOCATION, '/(\\d+)/(x)?', { status: 302, headers: { location: '/c/7/' } }, '7'],
    ['the match without a group', LOCATION, '\\d+', { headers: { location: '/c/7/' } }, '7'],
    ['an empty group', LOCATION, 'c(.*?)/', { headers: { location: '/c/' } }, ''],
    ['a cookie', SESSION, undefined, { headers: { 'set-cookie': ['s=old', 's=new; Path=/'] } }, 'new'],
    ['a body', BODY, undefined, { body: 'whole' }, 'whole'],
    ['whatever the status', json('$.id'), undefined, { status: 500, json: { id: 1 } }, 1],
    ['from the beginning of a broken body', BODY, 'id=(\\d+);', { body: 'id=12; and', damage: 'broken off' }, '12'],
  ])('%s', async (_, from, regex, parts, value) => {
    expect(await taken(from, regex, parts)).toEqual({ found: true, value });
  });
});

describe('is not taken, and why', () => {
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  test.each<readonly [string, From, string | undefined, AnswerParts, RegExp]>([
    ['no such path', json('$.id'), undefined, { json: {} }, /^\$\.id finds nothing$/],
    ['several values', json('$[*]'), undefined, { json: [1, 2] }, /finds 2 values; a capture needs one/],
    ['no JSON', json('$.id'), undefined, { body: '<p>' }, /not JSON: "<p>"/],
    ['no header', LOCATION, undefined, {}, /no such header/],
    ['no cookie', SESSION, undefined, {}, /does not set this cookie/],
    ['no match', LOCATION, '\\d+', { headers: { location: '/c/' } }, /finds nothing/],
    ['a group that took no part', LOCATION, 'c(x)?', { headers: { location: '/c/' } }, /finds nothing/],
    ['an object for a regular expression', json('$'), 'a', { json: {} }, /no text/],
    ['half a body', BODY, undefined, { body: 'half', truncated: true }, /longer than what is read/],
    ['a match that may go on', BODY, 'id=(\\d+)', { body: 'id=12', truncated: true }, /longer than what is read/],
    ['a catastrophe', BODY, '(a+)+$', { body: `${'a'.repeat(40)}!` }, /given up/],
    ['what is too deep to use', json('$'), undefined, { body: deep }, /nested deeper than 100 levels/],
  ])('%s', async (_, from, regex, parts, why) => {
    expect(await taken(from, regex, parts)).toEqual({ found: false, why: expect.stringMatching(why) });
  });
});
