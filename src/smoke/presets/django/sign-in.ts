import { oneLine } from '../../../core/text.ts';
import { answerInWords, isHtml, redirectTarget } from '../answer-words.ts';
import { formsOf, tagsOf } from '../html.ts';
import { leadsToSignIn } from '../leaks/closed.ts';
import type { DjangoOptions } from '../options.ts';
import { defineCheck, type Judgement, type LoginSeen, type SiteAnswer } from '../preset.ts';
import { samePage, unknownPage } from '../unknown-path.ts';
import { loginFormIn, TOKEN_FIELD } from './login-form.ts';

export const loginPage = defineCheck<DjangoOptions, SiteAnswer>({
  id: 'django/login-page',
  title: 'The sign-in page answers with a form',
  why: 'It is the door of the site: it needs templates, static files and often the database, which the health page does not.',
  accepts: ['200 with a POST form that has a password field and `csrfmiddlewaretoken`'],
  remedy:
    'Name the page with `django: { login: /accounts/login/ }`, and look into the log of the web resource when it fails.',
  source: 'Django 5.2: LoginView; OBCMS runbook: the sign-in page is what people see first',
  severity: 'failure',
  collect: (site, { login }) => site.page(login),
  judge: judgeLoginPage,
});

function judgeLoginPage(page: SiteAnswer): Judgement {
  const expected = '200 with a form that has a password field and a CSRF token';
  const path = oneLine(page.url.pathname, 80);
  const broken = (actual: string, remedy?: string): Judgement => ({
    verdict: 'broken',
    expected,
    actual: `${path}: ${actual}`,
    ...(remedy === undefined ? {} : { remedy }),
  });
  const target = redirectTarget(page);
  if (target !== undefined && target.origin !== page.url.origin) {
    const remedy =
      'People sign in at another host. That page is not judged; use the preset `django` with `skip: [django/login-page]`.';
    return broken(answerInWords(page), remedy);
  }
  if (target !== undefined) {
    const remedy =
      'The redirects do not end. Django does not see that the visitor came by HTTPS: SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https").';
    return broken(`${answerInWords(page)}, and so on`, remedy);
  }
  if (page.status === 400) {
    return broken('400', 'Django answers 400 to a host it does not know: add it to ALLOWED_HOSTS.');
  }
  if (page.status !== 200) return broken(answerInWords(page));
  const form = loginFormIn(page);
  if (form === undefined) return broken(`${answerInWords(page)}, without a form that asks for a password`);
  if (form.token === undefined) {
    return broken(`the form has no ${TOKEN_FIELD}`, 'Put {% csrf_token %} into the form.');
  }
  if (form.form.method !== 'post') {
    return broken(
      `the form is sent by ${form.form.method.toUpperCase()}`,
      'Write <form method="post">: GET puts the password into addresses and logs.',
    );
  }
  return { verdict: 'holds', actual: `${path}: 200 with its form` };
}

export const openRedirect = defineCheck<DjangoOptions, { readonly base: URL; readonly logins: readonly LoginSeen[] }>({
  id: 'django/open-redirect',
  title: 'Signing in does not lead to a foreign site',
  why: 'A link to the real sign-in page that ends on a copy of the site is the best bait there is.',
  accepts: [
    'a login of the suite by `django-form`, which carries `next` with a foreign address, ends on this host',
    'not knowable without such a login, or when it was refused or leads nowhere',
  ],
  remedy:
    'Check `next` with url_has_allowed_host_and_scheme(next, allowed_hosts={request.get_host()}, require_https=True), as LoginView does.',
  source:
    'Django 5.2, measured: LoginView ignores a foreign `next` and goes to LOGIN_REDIRECT_URL; OWASP WSTG, open redirect',
  severity: 'failure',
  looksAtLogins: true,
  collect: site => Promise.resolve({ base: site.base, logins: site.logins }),
  judge: ({ base, logins }) => judgeOpenRedirect(base, logins),
});

function judgeOpenRedirect(base: URL, all: readonly LoginSeen[]): Judgement {
  const logins = all.filter(({ kind }) => kind === 'django-form');
  if (logins.length === 0) {
    return { verdict: 'not-knowable', why: 'it rides on a login of the suite by `django-form`, and there is none' };
  }
  const led = logins.flatMap(({ name, ledTo }) => (ledTo === undefined ? [] : [{ name, ledTo }]));
  const away = led.find(({ ledTo }) => ledTo.host !== base.host);
  if (away !== undefined) {
    const actual = oneLine(`${away.name} led to ${away.ledTo.origin}`, 160);
    return { verdict: 'broken', expected: `a page of ${base.host}`, actual };
  }
  const [first] = led;
  if (first === undefined) {
    return {
      verdict: 'not-knowable',
      why: `the login ${logins.map(({ name }) => name).join(', ')} was refused, or led nowhere`,
    };
  }
  return { verdict: 'holds', actual: oneLine(`${first.name} led to ${first.ledTo.pathname}`, 160) };
}

interface LogoutFacts {
  readonly login: SiteAnswer;
  readonly unknown: SiteAnswer;
  readonly visits: readonly { readonly path: string; readonly answer: SiteAnswer }[];
}

export const logoutGet = defineCheck<DjangoOptions, LogoutFacts>({
  id: 'django/logout-get',
  title: 'A mere link does not sign people out',
  why: 'A picture with the address of the sign-out, on any page of the web, would throw people out of their work.',
  accepts: [
    '405 to GET at /logout/, or beside the sign-in page; a page with a form that asks is fine as well',
    'not knowable when there is no such page (404), or when it asks to sign in first',
  ],
  remedy:
    'Sign out by a form: <form method="post" action="{% url \'logout\' %}">{% csrf_token %}; Django 5 and newer refuse GET, older ones need http_method_names = ["post", "options"] on a subclass of LogoutView.',
  source: 'Django 5.0 release notes: LogoutView by GET removed; measured on 5.2: 405',
  severity: 'failure',
  async collect(site, { login }) {
    // Nobody is signed in here, so asking harms nobody.
    const paths = [...new Set([login.replace(/login|signin|sign-in/i, 'logout'), '/logout/'])].filter(
      path => path !== login,
    );
    const visits = [];
    for (const path of paths) visits.push({ path, answer: await site.ask({ path }) });
    return { login: await site.page(login), unknown: await unknownPage(site), visits };
  },
  judge: judgeLogout,
});

function judgeLogout({ login, unknown, visits }: LogoutFacts): Judgement {
  const there = visits.find(({ answer }) => answer.status !== 404 && answer.status !== 410);
  if (there === undefined) {
    return {
      verdict: 'not-knowable',
      why: `there is no page at ${visits.map(({ path }) => oneLine(path, 80)).join(' and ')}`,
    };
  }
  const { answer } = there;
  const actual = `${oneLine(there.path, 80)}: ${answerInWords(answer)}`;
  if (samePage(answer, unknown)) return { verdict: 'not-knowable', why: `${actual}, as any other path` };
  const expected = '405 to GET';
  if (answer.status === 405) return { verdict: 'holds', actual: `${oneLine(there.path, 80)}: 405` };
  const target = redirectTarget(answer);
  if (target !== undefined) {
    const asksFirst =
      target.origin !== answer.url.origin || target.searchParams.has('next') || target.pathname === `${there.path}/`;
    // django-allauth sends people who are not signed in away, and asks the others; its field is called `login`.
    const isAllauth = loginFormIn(login)?.form.fields.some(({ name }) => name === 'login') === true;
    if (asksFirst || isAllauth || (leadsToSignIn(target) && target.searchParams.size > 0)) {
      return { verdict: 'not-knowable', why: `${actual}: it cannot be seen without being signed in` };
    }
    return { verdict: 'broken', expected, actual };
  }
  if (answer.status === 200) {
    const asks = isHtml(answer) && formsOf(tagsOf(answer.body)).some(asksToSignOut);
    return asks
      ? { verdict: 'holds', actual: `${actual}, with a form that asks` }
      : { verdict: 'broken', expected, actual };
  }
  if (answer.status >= 500) return { verdict: 'broken', expected, actual };
  return { verdict: 'not-knowable', why: actual };
}

/** A form with a token and without a password: the sign-in form, on a page that says "you are signed out", asks nothing. */
function asksToSignOut(form: {
  readonly method: string;
  readonly fields: readonly { name: string; type: string }[];
}): boolean {
  const { method, fields } = form;
  return (
    method === 'post' &&
    fields.some(({ name }) => name === TOKEN_FIELD) &&
    fields.every(({ type }) => type !== 'password')
  );
}
