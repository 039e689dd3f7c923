import type { HandshakeResult, TlsVersion, WireResult } from '../../core/wire.ts';
import type { SetCookie } from '../cookies.ts';

/**
 * A preset is a list of checks that every site of a kind should pass. A check is data for people (what, why, accepted values, source: the
 * docs page is made of it) and two functions: `collect` asks the site, `judge` is pure.
 */
export interface Preset<Options = Readonly<Record<string, unknown>>> {
  /** As it stands in the suite: `https`. */
  readonly name: string;
  /** One sentence for the docs. */
  readonly about: string;
  readonly checks: readonly PresetCheck<Options, never>[];
}

export interface PresetCheck<Options, Facts> {
  /** `preset/name`, stable: users skip by it. */
  readonly id: string;
  /** A sentence that is true when the check holds: "The certificate is trusted, for this host and not about to expire". */
  readonly title: string;
  /** What goes wrong for a visitor, or what an attacker gains, when it does not hold. */
  readonly why: string;
  /** Accepted values, one line each. */
  readonly accepts: readonly string[];
  /** What to change, with the exact setting or configuration. */
  readonly remedy: string;
  /** Where the accepted values come from. */
  readonly source: string;
  /** What a broken check means: see `suite.md`'s table. `failure-in-production` is a warning in staging and a failure everywhere else. */
  readonly severity: 'failure' | 'failure-in-production' | 'warning';
  /** Judges what the suite's logins showed, so that they are run for it when nothing else asks for them. */
  readonly looksAtLogins?: true;
  /** Asks the site. No answer at all is thrown by `site` and ends the check as failed; do not catch it. */
  collect(site: Site, options: Options): Promise<Facts>;
  judge(facts: Facts, options: Options, profile: Profile): Judgement;
}

export type Judgement =
  /** `actual` says what was seen, in a few words. */
  | { readonly verdict: 'holds'; readonly actual: string }
  /** Accepted, but worth a word. */
  | { readonly verdict: 'doubtful'; readonly expected: string; readonly actual: string; readonly remedy?: string }
  | { readonly verdict: 'broken'; readonly expected: string; readonly actual: string; readonly remedy?: string }
  /** Cannot be seen from here; the check is skipped, with a notice that says why. Never for "it looked fine". */
  | { readonly verdict: 'not-knowable'; readonly why: string };

/** How strict to be: by the environment's name and place in the chain. `other` is as strict as production. */
export type Profile = 'staging' | 'production' | 'other';

/** The site as presets ask it. Equal questions are sent once in a run; answers are shared by all checks. */
export interface Site {
  /** `base-url`, with a trailing slash when it has no path. */
  readonly base: URL;
  /** The plain HTTP side of the same host; undefined when it cannot be known. */
  readonly plain: URL | undefined;
  readonly profile: Profile;
  /** Unique to the run, `[a-z0-9]+`: for paths that exist on no site. */
  readonly run: string;
  /** When the run began, epoch milliseconds: certificates and cookies are judged by it. */
  readonly now: number;
  /**
   * One exchange with `base` (or `plain`); redirects are answers.
   * @throws NoAnswer when there is none
   */
  ask(question: Question): Promise<SiteAnswer>;
  /** The same, with a failure as a value: for checks that are about failures. */
  attempt(question: Question): Promise<WireResult>;
  /** Follows redirects on this host from `path`, at most five, and gives the page they end on: what a visitor sees. */
  page(path: string): Promise<SiteAnswer>;
  /** Shakes hands with `base`'s host and port; undefined when `base` is plain HTTP. */
  handshake(only?: TlsVersion): Promise<HandshakeResult | undefined>;
  /** The logins of the suite after they were tried, for the checks that judge them. Empty when the suite has none. */
  readonly logins: readonly LoginSeen[];
}

export interface Question {
  /** Default: GET. */
  readonly method?: string;
  /** On the host, with query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ask the plain HTTP side. Only when `site.plain` is defined. */
  readonly plain?: boolean;
}

export interface SiteAnswer {
  readonly url: URL;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** The values of one header joined with ", ", or undefined. */
  header(name: string): string | undefined;
  readonly cookies: readonly SetCookie[];
  readonly body: string;
  readonly truncated: boolean;
}

/** What one login showed. */
export interface LoginSeen {
  readonly name: string;
  readonly kind: 'django-form' | 'jwt' | 'basic' | 'bearer';
  readonly worked: boolean;
  /** Cookies set on the way, the login page's and the answer's. */
  readonly cookies: readonly SetCookie[];
  /** Names of the cookies that the successful login set and that carry the session. */
  readonly sessionCookies: readonly string[];
  /** For `django-form`: where the answer led although `next` pointed to a foreign host; undefined when there was no redirect. */
  readonly ledTo: URL | undefined;
}

export function definePreset<Options>(preset: Preset<Options>): Preset<Options> {
  return preset;
}

/** Keeps the facts' type between a check's two functions, and then forgets it: a preset's checks have different ones. */
export function defineCheck<Options, Facts>(check: PresetCheck<Options, Facts>): PresetCheck<Options, never> {
  return check as unknown as PresetCheck<Options, never>;
}
