import { describe, expect, test } from '@jest/globals';
import { explain } from '../../../src/coolify/explain.ts';
import { isPassing, ofAnswer, ofFailure, type Problem } from '../../../src/coolify/problems.ts';
import type { COOLIFY_REASONS } from '../../../src/coolify/reasons.ts';
import type { HttpFailure } from '../../../src/core/http.ts';

function problemOf(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Problem {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return ofAnswer({ status, headers, body: text, truncated: false }, typeof body === 'string' ? undefined : body);
}

type Case = readonly [
  status: number,
  body: unknown,
  kind: Problem['kind'],
  reasonCode: keyof typeof COOLIFY_REASONS,
  words: RegExp,
];

/** The error table of Coolify 4.0 to 4.3, row by row. */
const TABLE: readonly Case[] = [
  [400, { message: 'Invalid token.', docs: 'https://coolify.io/docs' }, 'unauthenticated', 'token-refused', /expired/],
  [400, { message: 'Invalid request.', error: 'Empty JSON.' }, 'invalid', 'coolify-refused', /Invalid request/],
  [
    400,
    { message: 'Deployment cannot be cancelled. Current status: finished' },
    'invalid',
    'coolify-refused',
    /finished/,
  ],
  [401, { message: 'Unauthenticated.' }, 'unauthenticated', 'token-refused', /does not accept the token/],
  [401, { message: 'Invalid token.' }, 'unauthenticated', 'token-refused', /401/],
  [
    403,
    { message: 'Missing required permissions: read' },
    'ability-missing',
    'token-ability',
    /lacks the ability "read"/,
  ],
  [
    403,
    { message: 'Missing required permissions: read:sensitive' },
    'ability-missing',
    'token-ability',
    /"read:sensitive"/,
  ],
  [
    403,
    { message: 'This API token has permissions (deploy) that exceed your current role.' },
    'role-too-low',
    'token-role',
    /plain member of the team/,
  ],
  [403, { message: 'Missing required team role.' }, 'role-too-low', 'token-role', /plain member of the team/],
  [403, { success: true, message: 'API is disabled.' }, 'api-disabled', 'api-disabled', /switched off/],
  [
    403,
    { success: true, message: 'You are not allowed to access the API.' },
    'address-not-allowed',
    'address-not-allowed',
    /IP address/,
  ],
  [
    403,
    { message: 'This action is unauthorized.', error: 'Unauthorized' },
    'forbidden',
    'coolify-refused',
    /unauthorized/,
  ],
  [
    404,
    { message: 'Not found.', docs: 'https://coolify.io/docs' },
    'route-missing',
    'coolify-unsupported',
    /no such route/,
  ],
  [404, { message: 'Application not found.' }, 'not-found', 'resource-not-found', /Application not found/],
  [404, { message: 'Deployment not found.' }, 'not-found', 'resource-not-found', /not found/],
  [404, { message: 'No resources found with this tag.' }, 'not-found', 'resource-not-found', /with this tag/],
  [405, { message: 'This endpoint has changed to a POST request.' }, 'method-refused', 'coolify-unsupported', /405/],
  [409, { message: 'Domain conflicts detected.', conflicts: [] }, 'conflict', 'coolify-refused', /conflicts/],
  [
    422,
    { message: 'Validation failed.', errors: { a: ['This field is not allowed.'], b: 'bad' } },
    'invalid',
    'coolify-refused',
    /a: This field is not allowed\. b: bad/,
  ],
  [429, { message: 'Deployment queue is full. Try later.' }, 'queue-full', 'coolify-unavailable', /too many requests/],
  [429, { message: 'Too Many Attempts.' }, 'throttled', 'coolify-unavailable', /too many requests/],
  [500, { message: 'Failed to cancel deployment: x' }, 'unavailable', 'coolify-unavailable', /500/],
  [500, '<html><title>Server Error</title>', 'unavailable', 'coolify-unavailable', /Server Error/],
  [502, '<html><title>Bad Gateway</title>', 'unavailable', 'coolify-unavailable', /502 \("Bad Gateway"\)/],
  [503, { message: 'Service Unavailable' }, 'unavailable', 'coolify-unavailable', /503/],
  [504, '', 'unavailable', 'coolify-unavailable', /504/],
  [200, '<html><title>Sign in</title>', 'not-coolify', 'not-coolify', /a page titled "Sign in"/],
  [401, 'Unauthorized', 'not-coolify', 'not-coolify', /not the API of Coolify/],
  [403, '<html><title>Just a moment...</title>', 'not-coolify', 'not-coolify', /Just a moment/],
  [404, '404 page not found', 'not-coolify', 'not-coolify', /a page that is not JSON/],
];

describe('an answer that is not the wanted one', () => {
  test.each(TABLE)('%d %j is %s, for people %s', (status, body, kind, reasonCode, words) => {
    const problem = problemOf(status, body);
    expect(problem.kind).toBe(kind);
    const explained = explain(problem, {
      doing: 'read the application',
      home: 'https://coolify.example',
      version: '4.3.10',
    });
    expect(explained.reasonCode).toBe(reasonCode);
    expect(explained.message).toMatch(words);
    expect(explained.message).toMatch(/^[A-Z"h].*\.$/);
    expect(explained.remedy).not.toBe('');
  });

  test('of the classes 4xx never did anything, of 5xx nobody knows', () => {
    for (const [status, body] of TABLE) {
      const { acted } = problemOf(status, body);
      if (status >= 500) expect(acted).toBe('unknown');
      if (status >= 400 && status < 500 && typeof body !== 'string') expect(acted).toBe('no');
    }
  });

  test('passes by itself only when the server, or its limit, was the reason', () => {
    const passing = TABLE.filter(([status, body]) => isPassing(problemOf(status, body))).map(
      ([status, , kind]) => `${status} ${kind}`,
    );
    expect(new Set(passing)).toEqual(
      new Set(['429 throttled', '500 unavailable', '502 unavailable', '503 unavailable', '504 unavailable']),
    );
  });
});

test('a redirect is shown with where it leads, and the token was not sent there', () => {
  const problem = problemOf(302, '', { location: 'https://login.example/?next=\u001B[31m/api\n' });
  expect(problem).toMatchObject({
    kind: 'not-coolify',
    location: 'https://login.example/?next=/api',
    acted: 'unknown',
  });
  expect(explain(problem, { doing: 'x', home: 'https://c.example' }).message).toContain(
    'redirects to https://login.example/?next=/api. The token was not sent there.',
  );
});

test.each([
  ['60', 60_000],
  ['0', 1_000],
  ['3600', 120_000],
  ['soon', 10_000],
  ['Fri, 20 Nov 2026 12:00:00 GMT', 10_000],
  ['-5', 10_000],
])('Retry-After %p is %d ms', (header, milliseconds) => {
  expect(problemOf(429, { message: 'Too Many Attempts.' }, { 'retry-after': header })).toMatchObject({
    retryAfter: milliseconds,
  });
});

test.each<readonly [HttpFailure['kind'], HttpFailure['requestSeen'], boolean, RegExp]>([
  ['dns', 'no', true, /does not exist/],
  ['refused', 'no', true, /cannot be reached/],
  ['tls', 'no', false, /certificate/],
  ['reset', 'unknown', true, /cannot be reached/],
  ['timeout', 'unknown', true, /cannot be reached/],
])('no answer because of %s: acted %s, passing %p', (kind, requestSeen, passing, words) => {
  const problem = ofFailure({ kind, message: 'because', requestSeen });
  expect(problem.acted).toBe(requestSeen);
  expect(isPassing(problem)).toBe(passing);
  expect(explain(problem, { doing: 'x', home: 'https://c.example' })).toMatchObject({
    reasonCode: 'coolify-unreachable',
    message: expect.stringMatching(words),
  });
});
