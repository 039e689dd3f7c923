import { oneLine } from '../../../core/text.ts';
import { isEdgesOwn } from '../../edges-own.ts';
import { EDGES_OWN, type Surroundings, surroundings, whyUnseen } from '../application-seen.ts';
import { foreignHost, withMark } from '../https/address.ts';
import type { CorsOptions } from '../options.ts';
import type { Question, Site, SiteAnswer } from '../preset.ts';

/** One origin, asked as a browser does: the preflight, and the request itself with a cookie. */
export interface OriginAsked {
  readonly origin: string;
  readonly preflight: SiteAnswer;
  readonly request: SiteAnswer;
}

/** Strangers who are not let in show something only where the application speaks at all. */
export interface StrangerAsked extends OriginAsked {
  readonly around: Surroundings;
}

/** What one answer says to the origin that asked. */
export interface Permission {
  /** `OPTIONS` or `GET`. */
  readonly method: string;
  readonly origin: string;
  readonly answer: SiteAnswer;
  /** Access-Control-Allow-Origin, one value a line as it came; empty when there is none. */
  readonly allowed: readonly string[];
  readonly credentials: boolean;
}

/** A stranger's origin, which no list can hold. */
export function foreignOrigin(site: Site): string {
  return `https://${foreignHost(site.run)}`;
}

/**
 * Asks with both methods: frameworks answer a preflight by other code than the request. The request carries a cookie, because some
 * (Starlette with `allow_origins=["*"]` and credentials) say `*` without one and name the stranger with one. Each origin has an address of
 * its own, so that no cache between gives one origin's answer to another, or a stranger's to visitors.
 */
export async function askAs(site: Site, { path }: CorsOptions, origin: string): Promise<OriginAsked> {
  const marked = withMark(path, `${site.run}-${origin.replace(/[^a-z0-9]+/gi, '-')}`);
  const preflight: Question = {
    method: 'OPTIONS',
    path: marked,
    headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' },
  };
  const request: Question = { path: marked, headers: { Origin: origin, Cookie: `smoke=${site.run}` } };
  const [first, second] = await Promise.all([site.ask(preflight), site.ask(request)]);
  return { origin, preflight: first, request: second };
}

export async function askAsStranger(site: Site, options: CorsOptions, origin: string): Promise<StrangerAsked> {
  const [asked, around] = await Promise.all([askAs(site, options, origin), surroundings(site)]);
  return { ...asked, around };
}

export function permissionsOf(asked: OriginAsked): readonly Permission[] {
  return [permission('OPTIONS', asked.origin, asked.preflight), permission('GET', asked.origin, asked.request)];
}

function permission(method: string, origin: string, answer: SiteAnswer): Permission {
  return {
    method,
    origin,
    answer,
    allowed: (answer.headers['access-control-allow-origin'] ?? []).map(value => value.trim()),
    credentials: answer.headers['access-control-allow-credentials']?.some(value => value.trim() === 'true') === true,
  };
}

/** Whether browsers would let the origin read the answer, or would if the header were not sent twice. */
export function admits({ allowed, origin }: Permission): boolean {
  return allowed.flatMap(value => value.split(',')).some(value => ['*', origin].includes(value.trim()));
}

/** `GET: Access-Control-Allow-Origin: *, with credentials` */
export function inWords({ method, allowed, credentials, answer }: Permission): string {
  const origin =
    allowed.length === 0 ? 'no Access-Control-Allow-Origin' : `Access-Control-Allow-Origin: ${allowed.join(', ')}`;
  const secrets = credentials && allowed.length > 0 ? ', with credentials' : '';
  return `${method} (${answer.status}): ${oneLine(origin, 120)}${secrets}`;
}

/**
 * Why nothing can be said of this path; undefined when something can. An address that does not exist, an application that is down, a door
 * at the edge and a page for maintenance have no CORS headers whatever the application's settings are.
 */
export function mute({ path }: CorsOptions, asked: StrangerAsked): string | undefined {
  const { request, preflight, around } = asked;
  if (permissionsOf(asked).some(({ allowed }) => allowed.length > 0)) return undefined;
  const { status } = request;
  const said = `${oneLine(path, 100)} answers ${status}`;
  if (status >= 500) return `${said}: the application, which would set the headers, does not answer`;
  if (isEdgesOwn(request)) return `${said}: ${EDGES_OWN}`;
  if (status === 404 || status === 410) return `${said}: give a path of the API that exists as cors.path`;
  const challenge = request.header('www-authenticate') ?? '';
  if (status === 401 && preflight.status === 401 && /^\s*basic\b/i.test(challenge))
    return `${said} and asks for basic auth, preflights too: the edge answers, and not the application`;
  // Preflights that get past the door did reach the application.
  if (status === 401 && preflight.status < 300) return undefined;
  return whyUnseen(around, [request]);
}
