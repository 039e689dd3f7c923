import { count, oneLine } from '../../../core/text.ts';
import { answerInWords } from '../answer-words.ts';
import type { DjangoOptions } from '../options.ts';
import { defineCheck, type Judgement, type Site, type SiteAnswer } from '../preset.ts';
import { emptyForm, loginFormIn } from './login-form.ts';

interface Posted {
  readonly page: SiteAnswer;
  /** The answer to the form; undefined: the page has no form with a token that could be sent. */
  readonly answer: SiteAnswer | undefined;
}

export const csrfEnforced = defineCheck<DjangoOptions, Posted>({
  id: 'django/csrf-enforced',
  title: 'A form without a CSRF token is refused',
  why: 'Otherwise any page on the web can send forms in the name of whoever is signed in.',
  accepts: [
    '403 to a POST of the sign-in page without token and cookie',
    'a redirect or 400 is a warning: a CSRF_FAILURE_VIEW of your own may answer so',
  ],
  remedy: 'Keep "django.middleware.csrf.CsrfViewMiddleware" in MIDDLEWARE and take @csrf_exempt off the view.',
  source:
    'Django 5.2, measured: no cookie or no token answers 403; OBCMS runbook, CSRF troubles: POST without token 403',
  severity: 'failure',
  async collect(site, { login }) {
    const page = await site.page(login);
    if (page.status !== 200) return { page, answer: undefined };
    const target = loginFormIn(page)?.target ?? page.url;
    return { page, answer: await post(site, target.origin === site.base.origin ? target : page.url, '', {}) };
  },
  judge: judgeEnforced,
});

function judgeEnforced({ page, answer }: Posted): Judgement {
  if (answer === undefined) return { verdict: 'not-knowable', why: `the sign-in page answers ${answerInWords(page)}` };
  const expected = '403 without a token';
  const actual = answerInWords(answer);
  switch (answer.status) {
    case 403:
      return { verdict: 'holds', actual: /csrf/i.test(answer.body) ? '403, by the CSRF protection' : '403' };
    case 401:
    case 404:
    case 405:
    case 429:
      return {
        verdict: 'not-knowable',
        why: `the sign-in page answers ${answer.status} to POST, which is not its CSRF protection`,
      };
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
    case 400:
      return {
        verdict: 'doubtful',
        expected,
        actual,
        remedy: 'If CSRF_FAILURE_VIEW answers so, let it keep status 403: scripts and monitors go by it.',
      };
    default:
      return { verdict: 'broken', expected, actual };
  }
}

const TRUST_REMEDY =
  'Set CSRF_TRUSTED_ORIGINS = ["https://obcms.example"] (scheme and host as visitors see them, no slash at the end) and SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https"): behind a proxy Django takes the request for plain HTTP, and the Origin of the browser for a foreign one.';

interface PassesFacts {
  /** Names of the suite's logins by form that worked: they are the better proof. */
  readonly worked: readonly string[];
  readonly posted: Posted | undefined;
}

export const csrfPasses = defineCheck<DjangoOptions, PassesFacts>({
  id: 'django/csrf-passes',
  title: 'A form with its CSRF token is accepted',
  why: 'Behind a proxy every form may answer 403 while every page looks fine: nobody can sign in.',
  accepts: [
    'a login of the suite by `django-form` that worked',
    'without one: the empty sign-in form, sent with its token, cookie and the right Origin, is answered with anything but 403 (200 with the form again). No account is named, so nothing can be locked',
  ],
  remedy: TRUST_REMEDY,
  source:
    'Django 5.2, measured: over HTTPS the Origin must be the host or a trusted origin; OBCMS runbook, CSRF troubles: POST with token is not 403',
  severity: 'failure',
  looksAtLogins: true,
  async collect(site, options) {
    const worked = site.logins.filter(({ kind, worked }) => kind === 'django-form' && worked).map(({ name }) => name);
    if (worked.length > 0) return { worked, posted: undefined };
    return { worked, posted: await postEmpty(site, options, site.base.origin) };
  },
  judge: judgePasses,
});

function judgePasses({ worked, posted }: PassesFacts): Judgement {
  if (posted === undefined)
    return { verdict: 'holds', actual: oneLine(`the login ${worked.join(', ')} was let in`, 120) };
  const { page, answer } = posted;
  if (answer === undefined) return { verdict: 'not-knowable', why: noForm(page) };
  const { status } = answer;
  const expected = 'anything but 403, such as the form again';
  const actual = `${answerInWords(answer)} to the empty form with its token`;
  if (status === 403) return { verdict: 'broken', expected, actual };
  if (status === 401 || status === 404 || status === 405 || status === 429) {
    return { verdict: 'not-knowable', why: `the sign-in form is answered ${status}, which is not its CSRF protection` };
  }
  if (status >= 500) {
    return {
      verdict: 'broken',
      expected,
      actual,
      remedy: 'The view fails on an empty form. Look into the log of the web resource.',
    };
  }
  return { verdict: 'holds', actual };
}

/** An origin that no site trusts: the name is reserved for nobody. */
const FOREIGN = 'https://smoke-test.invalid';

interface OriginFacts {
  readonly own: Posted;
  readonly foreign: Posted;
}

export const csrfOrigin = defineCheck<DjangoOptions, OriginFacts>({
  id: 'django/csrf-origin',
  title: 'A form with its token, sent from a foreign site, is refused',
  why: 'CSRF_TRUSTED_ORIGINS with a wildcard such as "https://*.example" lets every site below it send forms.',
  accepts: [
    '403 to the empty sign-in form with its token and `Origin: https://smoke-test.invalid`, where the own Origin is accepted',
  ],
  remedy:
    'List whole origins in CSRF_TRUSTED_ORIGINS: ["https://obcms.example"], no wildcard such as "https://*.example".',
  source: 'Django 5.2, measured: an Origin that is neither the host nor trusted answers 403',
  severity: 'failure',
  async collect(site, options) {
    return {
      own: await postEmpty(site, options, site.base.origin),
      foreign: await postEmpty(site, options, FOREIGN),
    };
  },
  judge: judgeOrigin,
});

function judgeOrigin({ own, foreign }: OriginFacts): Judgement {
  if (own.answer === undefined || foreign.answer === undefined)
    return { verdict: 'not-knowable', why: noForm(own.page) };
  const { status } = foreign.answer;
  if (status !== 403 && [401, 404, 405, 429].includes(status)) {
    return { verdict: 'not-knowable', why: `the sign-in form is answered ${status}, which is not its CSRF protection` };
  }
  if (own.answer.status === 403) {
    return { verdict: 'not-knowable', why: 'the form is refused from its own origin as well (see django/csrf-passes)' };
  }
  if (status === 403) return { verdict: 'holds', actual: `403; ${own.answer.status} from the own origin` };
  const isRedirect = status >= 300 && status < 400 && own.answer.status !== status;
  return {
    verdict: isRedirect || (status === 400 && own.answer.status !== 400) ? 'doubtful' : 'broken',
    expected: `403 with Origin: ${FOREIGN}`,
    actual: answerInWords(foreign.answer),
  };
}

/** Equal ones are sent once, so checks may share them. */
async function postEmpty(site: Site, { login }: DjangoOptions, origin: string): Promise<Posted> {
  const page = await site.page(login);
  const form = page.status === 200 ? loginFormIn(page) : undefined;
  if (form?.token === undefined || form.target.origin !== site.base.origin) return { page, answer: undefined };
  const cookie = page.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = {
    ...(cookie === '' ? {} : { Cookie: cookie }),
    Origin: origin,
    Referer: origin === site.base.origin ? page.url.href : `${origin}/`,
  };
  return { page, answer: await post(site, form.target, emptyForm(form), headers) };
}

function post(site: Site, target: URL, body: string, headers: Readonly<Record<string, string>>): Promise<SiteAnswer> {
  return site.ask({
    method: 'POST',
    path: `${target.pathname}${target.search}`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });
}

function noForm(page: SiteAnswer): string {
  const cookies = count(page.cookies.length, 'cookie');
  return `the sign-in page has no form with a token that is sent to this host (${answerInWords(page)}, ${cookies}; see django/login-page)`;
}
