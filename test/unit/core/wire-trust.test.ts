import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type CertificateMint, createMint } from '../../../lab/certificates/kinds.ts';
import type { Wire } from '../../../src/core/wire.ts';
import { nodeWire } from '../../../src/core/wire-node.ts';
import { rawServer, reply } from '../../support/raw-server.ts';
import { failureOf, request } from '../../support/visiting.ts';

let mint: CertificateMint;
let wire: Wire;
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  mint = await createMint();
  wire = await nodeWire({ authorities: [mint.trusted] }, {});
});
afterEach(async () => {
  await Promise.all(closers.splice(0).map(close => close()));
});
afterAll(() => wire.close());

describe('a certificate that is not right', () => {
  const refused = async (kind: Parameters<CertificateMint['mint']>[0], opened: Wire = wire) => {
    const server = await rawServer(socket => socket.end(reply('x')), await mint.mint(kind, ['127.0.0.1']));
    closers.push(() => server.close());
    const failure = failureOf(await opened.exchange(request(server.url, { headers: { Host: '127.0.0.1' } })));
    expect(server.received.join('')).toBe('');
    return failure;
  };

  test.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const)('(%s) ends the exchange before a byte of the request is sent', async (kind, code) => {
    expect(await refused(kind)).toMatchObject({ kind: 'tls', code, requestSeen: 'no' });
  });

  test('is refused for the host of the address, not for the one that the header names', async () => {
    const identity = await mint.mint('good', ['another.example']);
    const server = await rawServer(socket => socket.end(reply('x')), identity);
    closers.push(() => server.close());
    const asked = request(server.url, { headers: { Host: 'another.example' } });
    expect(failureOf(await wire.exchange(asked)).code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('is refused although its authority is only unknown, when no authority was given', async () => {
    const strict = await nodeWire({ authorities: [] }, {});
    closers.push(() => strict.close());
    expect(await refused('good', strict)).toMatchObject({ kind: 'tls' });
  });

  test('is refused also when the environment of the program says that none is verified', async () => {
    const server = await rawServer(socket => socket.end(reply('x')), await mint.mint('self-signed', ['127.0.0.1']));
    closers.push(() => server.close());
    expect(await inAProgram(server.url, [], { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });
});

test('authorities that are given do not replace the ones that the machine trusts', async () => {
  const server = await rawServer(socket => socket.end(reply('x')), await mint.mint('good', ['127.0.0.1']));
  closers.push(() => server.close());
  const [another, file] = [await createMint(), join(await mkdtemp(join(tmpdir(), 'wire-')), 'authority.pem')];
  await writeFile(file, mint.trusted);
  closers.push(() => rm(dirname(file), { recursive: true }));
  expect(await inAProgram(server.url, [another.trusted], { NODE_EXTRA_CA_CERTS: file })).toBe('200');
  expect(await inAProgram(server.url, [another.trusted], {})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

/** What a GET comes to in a program of its own: Node reads these variables once, when it starts. */
async function inAProgram(url: URL, authorities: readonly string[], variables: Readonly<Record<string, string>>) {
  const module = new URL('../../../src/core/wire-node.ts', import.meta.url).href;
  const script = `
    const { nodeWire } = await import(${JSON.stringify(module)});
    const wire = await nodeWire({ authorities: ${JSON.stringify(authorities)} }, {});
    const signal = new AbortController().signal;
    const result = await wire.exchange({ method: 'GET', url: new URL('${url.href}'), headers: {}, timeout: 5000, signal });
    console.log(result.ok ? result.answer.status : result.failure.code);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, NODE_OPTIONS: '', ...variables },
  });
  let said = '';
  child.stdout.on('data', piece => {
    said += String(piece);
  });
  await new Promise(resolve => child.once('close', resolve));
  return said.trim();
}
