import { describe, expect, test } from '@jest/globals';
import type { ProcessRequest, ProcessResult } from '../../../src/core/process.ts';
import { checkedOutCommit, remoteHead } from '../../../src/github/checkout.ts';
import { fetchOver } from '../../../src/github/fetch.ts';
import { NEW } from '../../support/coolify-answers.ts';
import { broken, json, page, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const { signal } = new AbortController();

describe('fetch over our own way of sending', () => {
  test('sends method, headers and body, and gives the answer', async () => {
    const http = scriptedHttp(new VirtualClock(), () =>
      json(201, { ok: true }, { 'content-length': '999', 'content-encoding': 'gzip' }),
    );
    const response = await fetchOver(http, signal)('https://api.github.example/x', {
      method: 'post',
      headers: { Authorization: 'token x' },
      body: '{"a":1}',
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ ok: true });
    expect(response.headers.has('content-encoding')).toBe(false);
    expect(http.sent[0]?.request).toMatchObject({
      method: 'POST',
      headers: { authorization: 'token x' },
      body: '{"a":1}',
    });
  });

  test('follows no redirect, so that a token stays where it was sent', async () => {
    const http = scriptedHttp(new VirtualClock(), () => page(302, '', { location: 'https://evil.example' }));
    expect((await fetchOver(http, signal)('https://api.github.example/x')).status).toBe(302);
    expect(http.sent).toHaveLength(1);
  });

  test.each([204, 205, 304])('an answer %d has no body', async status => {
    const http = scriptedHttp(new VirtualClock(), () => page(status, ''));
    expect(await (await fetchOver(http, signal)('https://api.github.example/x')).text()).toBe('');
  });

  test('no answer, or a method nobody knows, is an error', async () => {
    const send = fetchOver(
      scriptedHttp(new VirtualClock(), () => broken('reset')),
      signal,
    );
    await expect(send('https://api.github.example/x')).rejects.toThrow('scripted reset');
    await expect(send('https://api.github.example/x', { method: 'TRACE' })).rejects.toThrow(
      'unknown HTTP method TRACE',
    );
  });
});

describe('git is asked', () => {
  function git(result: ProcessResult) {
    const asked: ProcessRequest[] = [];
    return {
      asked,
      options: {
        directory: '/checkout',
        environment: {
          PATH: '/bin',
          HOME: '/home/me',
          GITHUB_TOKEN: 'ghs_secret',
          COOLIFY_TOKEN: 'secret',
          INPUT_X: 'secret',
        },
        signal,
        processes: {
          run: async (request: ProcessRequest) => {
            asked.push(request);
            return result;
          },
        },
      },
    };
  }
  const said = (stdout: string): ProcessResult => ({ ok: true, exitCode: 0, stdout, stderr: '' });

  test('for the head of a branch, the name never taken for an option, without tokens and without questions', async () => {
    const { asked, options } = git(said(`${NEW}\trefs/heads/--upload-pack=x\n`));
    expect(await remoteHead('--upload-pack=x', options)).toEqual({ known: true, value: NEW });
    expect(asked[0]?.args.slice(-5)).toEqual([
      'ls-remote',
      '--exit-code',
      '--',
      'origin',
      'refs/heads/--upload-pack=x',
    ]);
    expect(JSON.stringify(asked[0]?.environment)).not.toContain('secret');
    expect(asked[0]?.environment).toMatchObject({ PATH: '/bin', HOME: '/home/me', GIT_TERMINAL_PROMPT: '0' });
  });

  test.each<readonly [string, ProcessResult, RegExp]>([
    ['no such branch', said(''), /no such branch/],
    ['no git', { ok: false, reason: 'not-found', message: 'spawn git ENOENT' }, /could not be asked/],
    ['no answer', { ok: false, reason: 'timeout', message: 'git did not end within 20 s' }, /20 s/],
  ])('%s is unknown, with the reason', async (_, result, why) => {
    expect(await remoteHead('main', git(result).options)).toEqual({ known: false, why: expect.stringMatching(why) });
  });

  test('for the commit that is checked out', async () => {
    expect(await checkedOutCommit(git(said(`${NEW}\n`)).options)).toBe(NEW);
    expect(await checkedOutCommit(git(said('fatal: not a git repository')).options)).toBeUndefined();
  });
});
