import { oneLine } from '../../../core/text.ts';
import type { WireResult } from '../../../core/wire.ts';
import { answerInWords } from '../answer-words.ts';
import { broken, doubtful, holds, notKnowable } from '../judgements.ts';
import type { HttpsOptions } from '../options.ts';
import { defineCheck, type SiteAnswer } from '../preset.ts';
import { foreignHost, withMark } from './address.ts';
import { PLAIN_SITE } from './certificate.ts';
import { isRedirect, redirectTarget } from './journey.ts';
import { NO_PLAIN_SIDE } from './redirect.ts';

/** Refusals of a host or header that is not welcome: Django's 400, a firewall's 403, HTTP's own 421. */
const REFUSALS = new Set([400, 403, 421]);

interface PlainPair {
  readonly base: URL;
  /** undefined: there is no plain side to ask. */
  readonly pair: { readonly start: URL; readonly honest: WireResult; readonly forged: WireResult } | undefined;
  /** What the same path answers over HTTPS; undefined when it does not. */
  readonly encrypted: number | undefined;
}

export const forwardedProtoSpoof = defineCheck<HttpsOptions, PlainPair>({
  id: 'https/forwarded-proto-spoof',
  title: 'A visitor cannot claim by X-Forwarded-Proto that he came by HTTPS',
  why: 'When the proxy passes the header on, anybody can be served over plain HTTP by a site that believes itself encrypted: no redirect, and cookies marked Secure for a connection that is not.',
  accepts: ['over plain HTTP with `X-Forwarded-Proto: https` the same redirect to HTTPS as without', '400, 403 or 421'],
  remedy:
    'The proxy must set the header itself, whatever the client sends. Traefik does unless told otherwise: remove `forwardedHeaders.insecure` from its entry points, and keep `forwardedHeaders.trustedIPs` to the addresses of your own proxies. In nginx: `proxy_set_header X-Forwarded-Proto $scheme;`.',
  source: 'Django’s warning on SECURE_PROXY_SSL_HEADER; Traefik’s forwardedHeaders',
  severity: 'failure',
  async collect(site, { path }) {
    const { base, plain, run } = site;
    if (base.protocol !== 'https:' || plain === undefined) return { base, pair: undefined, encrypted: undefined };
    const [honest, forged, page] = await Promise.all([
      site.attempt({ path: withMark(path, `${run}-proto`), plain: true }),
      site.attempt({
        path: withMark(path, `${run}-proto-forged`),
        plain: true,
        headers: { 'X-Forwarded-Proto': 'https' },
      }),
      site.attempt({ path }),
    ]);
    const encrypted = page.ok ? page.answer.status : undefined;
    return { base, pair: { start: new URL(path, plain), honest, forged }, encrypted };
  },
  judge({ base, pair, encrypted }) {
    if (base.protocol !== 'https:') return notKnowable(PLAIN_SITE);
    if (pair === undefined) return notKnowable(NO_PLAIN_SIDE);
    const { start, honest, forged } = pair;
    const upgrade = upgradeOf(honest, start);
    if (upgrade === undefined)
      return notKnowable('plain HTTP leads nobody to HTTPS even without the header; see https/redirect');
    const expected = `${upgrade.status} to https:// with the header as without`;
    if (!forged.ok)
      return forged.failure.kind === 'reset'
        ? holds('the connection is closed')
        : notKnowable(`no answer to the forged header: ${oneLine(forged.failure.message, 160)}`);
    const { status } = forged.answer;
    const still = upgradeOf(forged, start);
    if (still !== undefined && still.host === upgrade.host && still.pathname === upgrade.pathname)
      return holds(`still ${status} to https://${oneLine(still.host, 100)}`);
    // A 403 that the page gives over HTTPS as well is the page, served over plain HTTP.
    if (REFUSALS.has(status) && status !== encrypted) return holds(`refused with ${status}`);
    const led = redirectTarget({ headers: forged.answer.headers, url: start });
    const to = isRedirect({ status }) && led !== undefined ? ` to ${oneLine(led.href, 120)}` : '';
    return broken(expected, `${status}${to}: the header is believed`);
  },
});

/** Where a plain request is led, when that is HTTPS. */
function upgradeOf(
  result: WireResult,
  start: URL,
): { readonly status: number; readonly host: string; readonly pathname: string } | undefined {
  if (!result.ok || !isRedirect(result.answer)) return undefined;
  const target = redirectTarget({ headers: result.answer.headers, url: start });
  if (target?.protocol !== 'https:') return undefined;
  return { status: result.answer.status, host: target.host, pathname: target.pathname };
}

interface HostPair {
  readonly evil: string;
  readonly honest: SiteAnswer;
  readonly forged: SiteAnswer;
  /** The plain side's answer to the forged header, which is where Django builds an address from it; undefined when there is none. */
  readonly plain: WireResult | undefined;
}

export const forwardedHostSpoof = defineCheck<HttpsOptions, HostPair>({
  id: 'https/forwarded-host-spoof',
  title: 'A visitor cannot choose by X-Forwarded-Host where links and redirects lead',
  why: 'Links in pages and in mails (a password reset above all) are built from the host that the application believes: whoever can name it sends other people to his own server, secrets in hand.',
  accepts: [
    'the same status as without the header, and its host nowhere in the answer, nor in that of plain HTTP',
    '400, 403 or 421',
  ],
  remedy:
    'The proxy must set X-Forwarded-Host itself: in Traefik remove `forwardedHeaders.insecure`, in nginx `proxy_set_header X-Forwarded-Host $host;`. In Django list exact hosts in ALLOWED_HOSTS (no `*`), and set `USE_X_FORWARDED_HOST = False` unless the proxy changes Host.',
  source: 'Django’s warning on USE_X_FORWARDED_HOST. 400 means that the header arrived and ALLOWED_HOSTS refused it',
  severity: 'failure',
  async collect(site, { path }) {
    const evil = foreignHost(site.run);
    const lie = { path: withMark(path, `${site.run}-host-forged`), headers: { 'X-Forwarded-Host': evil } };
    const [honest, forged, plain] = await Promise.all([
      site.ask({ path: withMark(path, `${site.run}-host`) }),
      site.ask(lie),
      site.plain === undefined ? undefined : site.attempt({ ...lie, plain: true }),
    ]);
    return { evil, honest, forged, plain };
  },
  judge({ evil, honest, forged, plain }) {
    const expected = `${honest.status} as without the header, and ${evil} nowhere in the answer`;
    const places = mentions(forged, evil);
    if (places.length > 0)
      return broken(expected, `${forged.status}, with ${evil} in ${oneLine(places.join(' and '), 120)}`);
    const plainPlaces = plain?.ok === true ? mentions(plain.answer, evil) : [];
    if (plain?.ok === true && plainPlaces.length > 0) {
      const where = oneLine(plainPlaces.join(' and '), 120);
      return broken(expected, `over plain HTTP ${plain.answer.status}, with ${evil} in ${where}`);
    }
    if (honest.status >= 500 || honest.status === 400)
      return notKnowable(`the page answers ${honest.status} even without the header; see https/redirect-loop`);
    if (forged.status === honest.status && redirectTarget(forged)?.host === redirectTarget(honest)?.host)
      return holds(`${forged.status} with and without the header`);
    if (REFUSALS.has(forged.status)) return holds(`refused with ${forged.status}`);
    return broken(expected, `${answerInWords(forged)} with the header, ${answerInWords(honest)} without`);
  },
});

function mentions({ headers, body }: Pick<SiteAnswer, 'headers' | 'body'>, host: string): readonly string[] {
  const named = Object.entries(headers).filter(([, values]) =>
    values.some(value => value.toLowerCase().includes(host)),
  );
  return [...named.map(([name]) => name), ...(body.toLowerCase().includes(host) ? ['the body'] : [])];
}

interface WrongHost {
  readonly evil: string;
  readonly base: URL;
  readonly honest: SiteAnswer;
  readonly forged: WireResult;
}

/** Beside Django's 400, the answers of an edge that has no site of that name: 404 of Traefik, 503 of Coolify's default, 421 of HTTP. */
const NO_SUCH_HOST = new Set([400, 403, 404, 410, 421, 503]);

export const wrongHost = defineCheck<HttpsOptions, WrongHost>({
  id: 'https/wrong-host',
  title: 'The site does not answer to a name that is not its own',
  why: 'A site that serves any Host builds links and password-reset mails with a name that an attacker chose, and can be mirrored under another domain.',
  accepts: [
    '400 (Django), or the edge’s 403, 404, 410, 421 or 503: no such site',
    'a redirect to this site’s own host',
    'a connection closed without an answer',
  ],
  remedy:
    "List exact hosts in Django: `ALLOWED_HOSTS = ['obcms.example']`, never `['*']`. In FastAPI add Starlette’s `TrustedHostMiddleware`. At the edge route by host: no router with `PathPrefix(`/`)` alone.",
  source: 'Django’s ALLOWED_HOSTS and security checks; Traefik routes by Host and answers 404 itself',
  severity: 'failure',
  async collect(site, { path }) {
    const evil = foreignHost(site.run);
    const [honest, forged] = await Promise.all([site.ask({ path }), site.attempt({ path, headers: { Host: evil } })]);
    return { evil, base: site.base, honest, forged };
  },
  judge({ evil, base, honest, forged }) {
    const expected = `400, 404 or 421 for Host: ${evil}`;
    if (!forged.ok)
      return forged.failure.kind === 'reset'
        ? holds('the connection is closed')
        : notKnowable(`no answer to another Host: ${oneLine(forged.failure.message, 160)}`);
    const { status, headers, body } = forged.answer;
    // Resolved as the browser would that came by the other name: a relative Location stays there.
    const target = isRedirect({ status })
      ? redirectTarget({ headers, url: new URL(`${base.protocol}//${evil}/`) })
      : undefined;
    if (target !== undefined) {
      if (target.hostname === base.hostname) return holds(`${status} to ${oneLine(target.host, 100)}`);
      const led = `${status} to ${oneLine(target.href, 120)}`;
      return target.hostname === evil ? broken(expected, led) : doubtful(expected, led);
    }
    if (NO_SUCH_HOST.has(status) && status !== honest.status) return holds(`${status}`);
    // A door or an outage shows the same to everybody, and nothing of the site.
    if (status >= 400 && status === honest.status)
      return notKnowable(`the site answers ${status} to its own name as well, so that nothing can be told apart`);
    if (status < 300 && isAnotherPage(honest.body, body))
      return doubtful(expected, `${status} with another page: ${oneLine(titleOf(body) ?? body, 80)}`);
    return broken(expected, `${status}${status === honest.status ? ', as for the site’s own name' : ''}`);
  },
});

/** Whether the edge shows a page of its own there. Only titles that differ say so: bodies of one page differ by tokens and times. */
function isAnotherPage(own: string, other: string): boolean {
  const [mine, theirs] = [titleOf(own), titleOf(other)];
  return mine !== undefined && theirs !== undefined && mine !== theirs;
}

function titleOf(body: string): string | undefined {
  const start = body.search(/<title[\s>]/i);
  if (start === -1) return undefined;
  const text = body.slice(body.indexOf('>', start) + 1, start + 1_000);
  return text.split(/<\/title/i)[0]?.trim();
}
