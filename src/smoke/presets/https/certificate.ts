import { oneLine } from '../../../core/text.ts';
import { type HandshakeResult, PROXIED } from '../../../core/wire.ts';
import { broken, doubtful, holds, notKnowable } from '../judgements.ts';
import type { HttpsOptions } from '../options.ts';
import { defineCheck, type Judgement } from '../preset.ts';

const DAY = 86_400_000;
/** A certificate with fewer days left than this is too old, whatever its lifetime. */
const FEWEST_DAYS = 7;
/** For certificates so short that seven days are much of their life. */
const SMALLEST_SHARE = 0.2;
/** Below this share a renewal is overdue: the usual clients renew when a third is left. */
const DOUBTFUL_SHARE = 0.33;

/** OpenSSL's words for a moment outside the certificate's time. They hide everything else about the chain. */
const TIME_CODES = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

export const PLAIN_SITE = 'the site is asked over plain HTTP; give its https:// address as base-url';

const ISSUING =
  "In Coolify the resource's domain must be written as https://<host>; DNS must lead to the server and port 80 be open to the world, " +
  'or Let’s Encrypt cannot issue a certificate. The log of the container coolify-proxy says why it was refused.';
const DEFAULT_CERTIFICATE = `Traefik shows its own stand-in certificate, because it has none for this host. ${ISSUING}`;

interface Moment {
  readonly shake: HandshakeResult | undefined;
  readonly now: number;
}

export const certificateTrusted = defineCheck<HttpsOptions, Moment>({
  id: 'https/certificate-trusted',
  title: 'The certificate is signed by an authority that visitors trust',
  why: 'Browsers stop visitors with a full-page warning, and API clients refuse to connect at all.',
  accepts: ['a complete chain to an authority of the system, or of the input ca-file'],
  remedy: ISSUING,
  source:
    'RFC 5280, path validation (OpenSSL’s verify code 0); Mozilla Observatory counts a bad certificate as no redirect at all',
  severity: 'failure',
  collect: async site => ({ shake: await site.handshake(), now: site.now }),
  judge({ shake, now }) {
    if (shake === undefined) return notKnowable(PLAIN_SITE);
    if (!shake.ok) return noHandshake(shake);
    const { certificate, distrust } = shake;
    const issuer = oneLine(certificate.issuer, 80);
    if (distrust === undefined) return holds(`signed by ${issuer}`);
    if (TIME_CODES.has(distrust) && isOutsideItsTime(shake, now))
      return notKnowable(`${distrust} hides whether the chain is trusted; see https/certificate-time`);
    return broken(
      'a chain to a trusted authority',
      `${distrust}: a certificate for ${oneLine(certificate.subject, 80)}, signed by ${issuer}`,
      remedyForDistrust(shake, distrust),
    );
  },
});

export const certificateHost = defineCheck<HttpsOptions, HandshakeResult | undefined>({
  id: 'https/certificate-host',
  title: 'The certificate is for this host',
  why: 'A certificate for another name is a full-page warning in every browser, and tells visitors that they may be talking to somebody else.',
  accepts: ['the host of base-url is one of the names in the certificate, wildcards included'],
  remedy: `Add the host to the domains of the resource, so that a certificate with its name is issued. ${ISSUING}`,
  source: 'RFC 9525 (names in certificates)',
  severity: 'failure',
  collect: site => site.handshake(),
  judge(shake) {
    if (shake === undefined) return notKnowable(PLAIN_SITE);
    if (!shake.ok) return noHandshake(shake);
    const { names } = shake.certificate;
    const listed = names.length === 0 ? 'no name at all' : oneLine(names.slice(0, 5).join(', '), 160);
    if (shake.otherHost === undefined) return holds(`for ${listed}`);
    return broken(
      'a certificate for the host of base-url',
      `one for ${listed}`,
      isTraefiksDefault(shake) ? DEFAULT_CERTIFICATE : undefined,
    );
  },
});

export const certificateTime = defineCheck<HttpsOptions, Moment>({
  id: 'https/certificate-time',
  title: 'The certificate is valid today and not about to expire',
  why: 'An expired certificate takes the whole site down for everybody at one moment, and nobody changed anything on that day.',
  accepts: [
    'its first day has come',
    `at least min(${FEWEST_DAYS} days, ${SMALLEST_SHARE * 100} % of its lifetime) left`,
    `a warning below ${DOUBTFUL_SHARE * 100} % of its lifetime: the renewal should have happened`,
  ],
  remedy:
    'Renewals run by themselves while port 80 leads to the proxy and DNS to the server. Look for "acme" in the log of coolify-proxy, ' +
    'mend what it says, then restart the proxy in Coolify (Server, Proxy, Restart Proxy).',
  source:
    'By share of the lifetime, because Let’s Encrypt goes from 90 days to 64 (February 2027) and then 45, so that a fixed number of days would always be red',
  severity: 'failure',
  collect: async site => ({ shake: await site.handshake(), now: site.now }),
  judge({ shake, now }) {
    if (shake === undefined) return notKnowable(PLAIN_SITE);
    if (!shake.ok) return noHandshake(shake);
    const { notBefore, notAfter } = shake.certificate;
    const lifetime = notAfter - notBefore;
    const left = notAfter - now;
    const least = Math.min(FEWEST_DAYS * DAY, SMALLEST_SHARE * lifetime);
    const expected = `valid now, with at least ${days(least)} left`;
    if (now < notBefore) return broken(expected, `valid only from ${day(notBefore)} on`);
    if (left <= 0) return broken(expected, `expired ${days(-left)} ago, on ${day(notAfter)}`);
    const actual = `${days(left)} left of ${days(lifetime)}, until ${day(notAfter)}`;
    if (left < least) return broken(expected, actual);
    if (left < DOUBTFUL_SHARE * lifetime) return doubtful(`at least ${days(DOUBTFUL_SHARE * lifetime)} left`, actual);
    return holds(actual);
  },
});

type Shaken = Extract<HandshakeResult, { ok: true }>;
type Refused = Extract<HandshakeResult, { ok: false }>;

function noHandshake({ failure }: Refused): Judgement {
  if (failure.code === PROXIED) return notKnowable(failure.message);
  return broken(
    'a TLS handshake',
    `none: ${oneLine(failure.message, 200)}`,
    'Nothing speaks TLS there, or nothing that Node can talk to. Is the host right, does DNS lead to the server, is port 443 open, does coolify-proxy run?',
  );
}

/** False when an expired intermediate is what OpenSSL speaks of: that is a broken chain under a leaf that looks fine. */
function isOutsideItsTime({ certificate }: Shaken, now: number): boolean {
  return now < certificate.notBefore || now >= certificate.notAfter;
}

function isTraefiksDefault({ certificate }: Shaken): boolean {
  return (
    /traefik default cert/i.test(certificate.subject) ||
    certificate.names.some(name => /\.traefik\.default$/i.test(name))
  );
}

function remedyForDistrust(shake: Shaken, code: string): string | undefined {
  if (isTraefiksDefault(shake)) return DEFAULT_CERTIFICATE;
  switch (code) {
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'The server sends its certificate without the intermediate one: use the file with the full chain (fullchain.pem). When the authority is your own, give its certificate by the input ca-file.';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return 'The authority is not one of the system’s. When it is your own, give its certificate by the input ca-file; staging certificates of Let’s Encrypt are trusted by nobody.';
    case 'CERT_HAS_EXPIRED':
      return 'An intermediate certificate of the chain has expired: install the chain that the authority publishes today.';
    default:
      return undefined;
  }
}

/** Whole days, rounded down; hours when there is less than two. */
function days(duration: number): string {
  if (duration < 2 * DAY) return `${Math.floor(duration / 3_600_000)} h`;
  return `${Math.floor(duration / DAY)} days`;
}

function day(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
