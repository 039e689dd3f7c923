import { describe, expect, test } from '@jest/globals';
import { readAddress } from '../../../src/coolify/address.ts';

const API = 'https://coolify.example/api/v1/';

describe('what people paste leads to the API', () => {
  test.each([
    ['https://coolify.example', API],
    ['https://coolify.example/', API],
    ['https://coolify.example/api', API],
    ['https://coolify.example/api/', API],
    ['https://coolify.example/api/v1', API],
    ['https://coolify.example/api/v1/', API],
    ['https://coolify.example/api/v1///', API],
    ['https://coolify.example//api/v1', API],
    ['coolify.example', API],
    ['coolify.example/api/v1', API],
    ['https://coolify.example/?x=1#part', API],
    ['https://coolify.example/api/v1/deploy?uuid=k0wg4s8k8sgk0c0occ4wkgs0&force=false', API],
    ['https://coolify.example:8443/api/v1', 'https://coolify.example:8443/api/v1/'],
    ['coolify.example:8443', 'https://coolify.example:8443/api/v1/'],
    ['https://example.org/coolify/api/v1', 'https://example.org/coolify/api/v1/'],
    ['https://[::1]:8000', 'https://[::1]:8000/api/v1/'],
    ['HTTPS://Coolify.Example/API'.replace('/API', '/api'), API],
  ])('%s', (text, api) => {
    const address = readAddress(text, { allowInsecure: false });
    expect(address).toMatchObject({ api: new URL(api), home: api.replace('/api/v1/', '') });
  });
});

test('a pasted deploy webhook names ids or a tag, and its force=false means nothing', () => {
  expect(
    readAddress('https://c.example/api/v1/deploy?uuid=aaaaaaa,%20bbbbbbb&force=false', { allowInsecure: false }),
  ).toMatchObject({
    uuids: ['aaaaaaa', 'bbbbbbb'],
    tag: undefined,
  });
  expect(readAddress('https://c.example/api/v1/deploy?tag=staging', { allowInsecure: false })).toMatchObject({
    uuids: [],
    tag: 'staging',
  });
  expect(readAddress('https://c.example', { allowInsecure: false })).toMatchObject({ uuids: [], tag: undefined });
});

describe('refused is', () => {
  test.each([
    ['http://coolify.example', 'insecure'],
    ['http://127.0.0.1:8000', 'insecure'],
    ['ftp://coolify.example', 'not-http'],
    ['javascript://coolify.example/%0Aalert(1)', 'not-http'],
    ['https://user:password@coolify.example', 'credentials'],
    ['https://token@coolify.example', 'credentials'],
    ['https://', 'not-a-url'],
    ['a b', 'not-a-url'],
    ['mailto:me@coolify.example', 'credentials'],
    ['https://coolify.example:99999', 'not-a-url'],
    ['https://coolify.example/api/v1/deploy?tag=a,b', 'several-tags'],
    ['https://coolify.example/api/v1/deploy?uuid=aaaaaaa&pr=12', 'preview'],
  ])('%s: %s', (text, problem) => {
    expect(readAddress(text, { allowInsecure: false })).toEqual({ problem });
  });
});

test('plain HTTP is allowed only when it was asked for', () => {
  expect(readAddress('http://127.0.0.1:8000/api/v1', { allowInsecure: true })).toMatchObject({
    home: 'http://127.0.0.1:8000',
  });
});
