import { oneLine } from '../../../core/text.ts';
import { broken, doubtful, holds, notKnowable } from '../judgements.ts';
import type { HeadersOptions } from '../options.ts';
import { defineCheck, type Judgement, type Profile, type SiteAnswer } from '../preset.ts';
import { bothPages, judgePages, ON_EVERY_ANSWER, type Pages } from './pages.ts';
import { type Hsts, parseHsts } from './values.ts';

/** A year, which is also what the preload list demands. */
const YEAR = 31_536_000;
/** 180 days: what Mozilla's Observatory and testssl let pass. */
const HALF_YEAR = 15_552_000;

export const hsts = defineCheck<HeadersOptions, Pages>({
  id: 'headers/hsts',
  title: 'Browsers are told to come by HTTPS only (HSTS)',
  why: 'Without it every visit that begins with a typed name or an old link begins on plain HTTP, where somebody in the same network can answer first.',
  accepts: [
    `Strict-Transport-Security over HTTPS with max-age of at least ${YEAR} (a year)`,
    `in staging any max-age but 0; less than ${HALF_YEAR} (180 days) and preload are warnings there`,
    'preload without includeSubDomains: a warning, because the preload list refuses it',
  ],
  remedy:
    'In Django: `SECURE_HSTS_SECONDS = 31536000`. It is only sent when Django knows that the visitor came by HTTPS, so it also needs ' +
    "`SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')`. At the edge: the label `traefik.http.middlewares.<name>.headers.stsSeconds=31536000`.",
  source:
    'RFC 6797; Mozilla Observatory passes 15552000, testssl 180 days, the preload list wants 31536000 with includeSubDomains; the length may differ in staging',
  severity: 'failure',
  collect: bothPages,
  judge(pages, _options, profile) {
    // Browsers ignore the header over plain HTTP, and Django does not send it there.
    if (pages.page.url.protocol !== 'https:')
      return notKnowable('HSTS counts over HTTPS only, and the site is asked over plain HTTP');
    return judgePages(pages, ON_EVERY_ANSWER, answer => judgeHsts(answer, profile));
  },
});

function judgeHsts(answer: SiteAnswer, profile: Profile): Judgement {
  const least = profile === 'staging' ? HALF_YEAR : YEAR;
  const expected = `Strict-Transport-Security: max-age=${least} or more`;
  const values = answer.headers['strict-transport-security'] ?? [];
  // Of several the first counts, RFC 6797 8.1.
  const [value] = values;
  if (value === undefined) return broken(expected, 'no Strict-Transport-Security');
  const said = oneLine(value, 120);
  const parsed = parseHsts(value);
  if (parsed === undefined) return broken(expected, `"${said}", which browsers ignore as malformed`);
  if (parsed.maxAge === 0) return broken(expected, `${said}, which switches it off`);
  if (parsed.maxAge < least) return profile === 'staging' ? doubtful(expected, said, RAMP) : broken(expected, said);
  if (values.length > 1)
    return doubtful(
      'one Strict-Transport-Security',
      `${values.length} of them, of which the first counts: ${said}`,
      ONCE,
    );
  return (
    doubtsOf(parsed, profile, said) ?? holds(`${said}${parsed.includeSubDomains ? '' : ' (without includeSubDomains)'}`)
  );
}

const RAMP =
  'Fine while you try HTTPS out on a new host. When it works, `SECURE_HSTS_SECONDS = 15552000` tests what production does.';
const ONCE = 'Application and edge both set it: leave it to one of them.';

function doubtsOf({ includeSubDomains, preload }: Hsts, profile: Profile, said: string): Judgement | undefined {
  if (preload && profile === 'staging')
    return doubtful(
      'no preload in staging',
      said,
      'Set `SECURE_HSTS_PRELOAD = False` in staging: the preload list is for whole domains, lasts for years and is slow to leave.',
    );
  if (preload && !includeSubDomains)
    return doubtful(
      'preload together with includeSubDomains',
      said,
      'The preload list takes both or none: set `SECURE_HSTS_INCLUDE_SUBDOMAINS = True` when every subdomain speaks HTTPS, else `SECURE_HSTS_PRELOAD = False`.',
    );
  return undefined;
}
