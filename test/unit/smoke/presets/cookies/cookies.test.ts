import { describe, expect, test } from '@jest/globals';
import { parseSetCookie } from '../../../../../src/smoke/cookies.ts';
import type { LoginSeen } from '../../../../../src/smoke/presets/preset.ts';
import { checkOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import { loginSeen, type SiteScript } from '../../../../support/scripted-site.ts';

function setting(...lines: string[]): SiteScript {
  return { answers: { '/': { headers: { 'set-cookie': lines } } } };
}

function login(lines: readonly string[], changes: Partial<LoginSeen> = {}): LoginSeen {
  return loginSeen({ cookies: lines.flatMap(line => parseSetCookie(line) ?? []), ...changes });
}

const SESSION = 'sessionid=x; Secure; HttpOnly; SameSite=Lax; Path=/';
const CSRF = 'csrftoken=x; Secure; SameSite=Lax; Path=/';

describe.each<readonly [string, readonly (readonly [readonly string[], string])[]]>([
  [
    'secure',
    [
      [[SESSION, CSRF], 'holds: sessionid, csrftoken'],
      [[SESSION, 'django_language=en'], 'broken: django_language without Secure (/)'],
      [['sessionid=x; HttpOnly', 'csrftoken=y'], 'broken: sessionid without Secure (/); csrftoken without Secure (/)'],
      // What is being removed needs no protection.
      [[SESSION, 'messages=; Max-Age=0'], 'holds: sessionid'],
      [[SESSION, 'messages=""; expires=Thu, 01 Jan 1970 00:00:00 GMT'], 'holds: sessionid'],
      [
        [SESSION, 'messages=x; Max-Age=60; expires=Thu, 01 Jan 1970 00:00:00 GMT'],
        'broken: messages without Secure (/)',
      ],
    ],
  ],
  [
    'http-only',
    [
      [[SESSION, CSRF], 'holds: sessionid'],
      [['PHPSESSID=x; Secure'], 'broken: PHPSESSID without HttpOnly (/)'],
      [['login_token=x; Secure'], 'broken: login_token without HttpOnly (/)'],
      // Scripts must read the CSRF cookie.
      [
        [CSRF],
        'not-knowable: no session cookie was set (/; the suite has no login), only csrftoken: give a page that sets one as cookies.path, or a login',
      ],
    ],
  ],
  [
    'same-site',
    [
      [[SESSION], 'holds: sessionid'],
      [['sessionid=x; SameSite=strict'], 'holds: sessionid'],
      [['sessionid=x; SameSite=None; Secure'], 'broken: sessionid with SameSite=None (/)'],
      [['sessionid=x; Secure'], 'broken: sessionid without SameSite (/)'],
      [['sessionid=x; SameSite=Laxx'], 'broken: sessionid without SameSite (/)'],
      [
        ['django_language=x'],
        'not-knowable: no session cookie was set (/; the suite has no login), only django_language: give a page that sets one as cookies.path, or a login',
      ],
    ],
  ],
  [
    'csrf-same-site',
    [
      [[CSRF], 'holds: csrftoken'],
      [['XSRF-TOKEN=x; SameSite=Strict'], 'holds: XSRF-TOKEN'],
      [['csrftoken=x; Secure'], 'broken: csrftoken without SameSite (/)'],
      [['csrftoken=x; Secure; SameSite=None'], 'broken: csrftoken with SameSite=None (/)'],
      [
        [SESSION],
        'not-knowable: no CSRF cookie was set (/; the suite has no login), only sessionid: give a page that sets one as cookies.path, or a login',
      ],
    ],
  ],
  [
    'prefixes',
    [
      [['__Host-sessionid=x; Secure; Path=/'], 'holds: __Host-sessionid'],
      [['__Secure-id=x; Secure; Domain=obcms.example'], 'holds: __Secure-id'],
      [['__Host-id=x; Secure; Path=/; Domain=obcms.example'], 'broken: __Host-id with Domain=obcms.example (/)'],
      [['__Host-id=x; Secure; Path=/app'], 'broken: __Host-id with Path=/app (/)'],
      [['__Host-id=x; Secure'], 'broken: __Host-id without Path=/ (/)'],
      [['__host-id=x; Path=/'], 'broken: __host-id without Secure (/)'],
      [['__Secure-id=x'], 'broken: __Secure-id without Secure (/)'],
      [[SESSION], 'not-knowable: none of sessionid has such a name'],
    ],
  ],
])('cookies/%s', (check, rows) => {
  test.each(rows)('%j', async (lines, verdict) => {
    expect(await verdictOf(`cookies/${check}`, setting(...lines))).toBe(verdict);
  });

  test('never holds for a site that was seen to set no cookie', async () => {
    expect(await verdictOf(`cookies/${check}`, setting())).toMatch(/^not-knowable: no .*cookie was set/);
  });

  test('is a failure in every environment', () => {
    expect(checkOf(`cookies/${check}`).severity).toBe('failure');
  });
});

describe('where cookies are looked for', () => {
  test('on every redirect on the way to the page', async () => {
    const answers = {
      '/': { status: 302, headers: { location: '/login/', 'set-cookie': 'sessionid=x; Secure; HttpOnly' } },
      '/login/': { headers: { 'set-cookie': CSRF } },
    };
    expect(await verdictOf('cookies/same-site', { answers })).toBe('broken: sessionid without SameSite (/)');
    expect(await verdictOf('cookies/csrf-same-site', { answers })).toBe('holds: csrftoken');
  });

  test('in the logins of the suite, where a session may have any name', async () => {
    const logins = [login([CSRF, 'obcms=x; Secure; SameSite=Lax'], { sessionCookies: ['obcms'] })];
    expect(await verdictOf('cookies/http-only', { ...setting(), logins })).toBe(
      'broken: obcms without HttpOnly (login web)',
    );
    expect(await verdictOf('cookies/same-site', { ...setting(), logins })).toBe('holds: obcms');
  });

  test('and a login that did not work is named when there is nothing to judge', async () => {
    const logins = [login([CSRF], { worked: false, ledTo: undefined })];
    expect(await verdictOf('cookies/http-only', { ...setting(), logins })).toBe(
      'not-knowable: no session cookie was set (/, login web (which did not work)), only csrftoken: give a page that sets one as cookies.path, or a login',
    );
  });

  test('Secure says nothing about a site over plain HTTP', async () => {
    const script = { ...setting('sessionid=x'), base: 'http://obcms.example/' };
    expect(await verdictOf('cookies/secure', script)).toMatch(/^not-knowable: Secure is for HTTPS/);
  });

  test('values are never shown', async () => {
    const script = setting('sessionid=topsecret; Path=/');
    for (const check of ['secure', 'http-only', 'same-site', 'prefixes'])
      expect(await verdictOf(`cookies/${check}`, script)).not.toContain('topsecret');
  });
});
