/** A site that repeats every secret it was ever told or has handed out, in every form, on every page. */

import type { Received, Reply, Routes } from '../../smoke/scripted.ts';
import { type Canary, canary, HEADER_ODD, MULTI_LINE, ODD, spelled } from '../canaries.ts';

/** In the environment of the step, and named by the suite. */
export const GIVEN = {
  SMOKE_USER: canary('USER'),
  SMOKE_PASSWORD: canary('PASSWORD', ODD),
  API_TOKEN: canary('BEARER', HEADER_ODD),
  API_KEY: canary('KEY', '/+==|a'),
  SIGNING_KEY: { name: 'SIGNING_KEY', value: MULTI_LINE },
} satisfies Readonly<Record<string, Canary>>;

/** Handed out by the site. A cookie's value can hold no blank, comma or semicolon. */
export const LEARNT = {
  csrf: canary('csrf-cookie'),
  rotated: canary('rotated-csrf'),
  hidden: canary('hidden-field'),
  session: canary('session', '.a-b_c:d/e+f='),
  access: canary('access-jwt', '.eyJzdWIiOiIxIn0.q-w_e'),
  refresh: canary('refresh-jwt', '.eyJzdWIiOiIxIn0.r-t_z'),
} satisfies Readonly<Record<string, Canary>>;

export type Login = 'works' | 'refused' | 'leads-away';

const ALL = [...Object.values(GIVEN), ...Object.values(LEARNT)];

/** A secret that a site has neither been told nor handed out cannot be said by it, nor be known by anybody else. */
function knownTo(login: Login): readonly Canary[] {
  return login === 'refused' ? [...Object.values(GIVEN), LEARNT.csrf, LEARNT.hidden] : ALL;
}

const queryOf = (known: readonly Canary[]): string =>
  known
    .filter(({ value }) => !value.includes('\n'))
    .map(({ value }) => `v=${encodeURIComponent(value)}`)
    .join('&');

/** What the site says of every secret that it may know by now. */
const said = (known: readonly Canary[]): string => spelled(known).join('\n');

const html = (text: string): string => text.replaceAll('<', '&lt;');
const echoOf =
  (known: readonly Canary[]) =>
  (status = 200, headers: Reply['headers'] = {}): Reply => ({
    status,
    headers: { 'x-echo': queryOf(known), ...headers },
    body: `<html><head><title>${html(known.map(({ value }) => value).join(' '))}</title></head><pre>${said(known)}</pre></html>`,
  });

const form = (known: readonly Canary[]): Reply => ({
  headers: { 'set-cookie': [`csrftoken=${LEARNT.csrf.value}; Path=/; Secure; SameSite=Lax`] },
  body: `<form><input type="hidden" name="csrfmiddlewaretoken" value="${LEARNT.hidden.value}"></form><pre>${said([...known, LEARNT.csrf, LEARNT.hidden])}</pre>`,
});

const cookies = [
  `sessionid=${LEARNT.session.value}; Path=/; HttpOnly; Secure; SameSite=Lax`,
  `csrftoken=${LEARNT.rotated.value}; Path=/; Secure; SameSite=Lax`,
];

export interface Elsewhere {
  /** Another host over HTTPS, which the suite allows. */
  readonly friend: string;
  /** A host that nobody allowed. */
  readonly foreign: string;
  /** The same host over plain HTTP. */
  readonly plain: string;
}

/** @param landsOn where a login leads, with secrets in the address */
export function routes({ friend, foreign, plain }: Elsewhere, login: Login): Routes {
  const known = knownTo(login);
  const echo = echoOf(known);
  const query = queryOf(known);
  const to = (address: string, status = 302): Reply => echo(status, { location: address });
  const signedIn = (request: Received): boolean => (request.headers.cookie ?? '').includes(LEARNT.session.value);
  return {
    'GET /login/': form(Object.values(GIVEN)),
    'POST /login/':
      login === 'refused'
        ? { ...form(known), status: 200 }
        : {
            status: 302,
            headers: {
              'set-cookie': cookies,
              location: `${login === 'leads-away' ? foreign : ''}/dashboard/?${query}`,
            },
          },
    'POST /token/':
      login === 'refused'
        ? { status: 401, json: { detail: spelled(Object.values(GIVEN)) } }
        : { json: { access: LEARNT.access.value, refresh: LEARNT.refresh.value, echo: spelled(known) } },
    'GET /closed/': request =>
      request.headers.authorization === undefined ? { status: 401, body: said(known) } : echo(),
    'GET /dashboard/': request => (signedIn(request) ? echo() : to(`/login/?${query}`)),
    'GET /json/': { json: { echo: spelled(known), next: `${foreign}/?${query}`, here: `/page/?${query}` } },
    'GET /boom/': echo(500),
    'POST /things/': echo(302, { location: `/things/5/?${query}` }),
    'POST /things/5/delete/': echo(500),
    'GET /away/': to(`${foreign}/?${query}`),
    'GET /down/': to(`${plain}/?${query}`),
    'GET /friend/': to(`${friend}/hello/`),
    'POST /friend/': to(`${friend}/hello/`, 307),
    'GET /loop/': to(`/loop/?${query}`),
    '*': echo(),
  };
}
