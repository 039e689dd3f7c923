import { collection, STEPCI_HEAD, type Target, type Task } from './task.ts';

const TOKEN = 'name="csrfmiddlewaretoken" value="([^"]+)"';
const SIGNED_IN = 'Sign out';

/** Login page, form with its token, page behind it: Django compares Origin or Referer, the cookie and the field. */
export function login({ origin, user, password }: Target): Task {
  const url = `${origin}/login/`;
  const behind = `${origin}/dashboard/`;
  return {
    title: 'login flow of Django: page, form, dashboard',
    requests: 3,
    suite: [
      'version: 1',
      'logins:',
      '  web: { kind: django-form, path: /login/, username: $BENCH_USER, password: $BENCH_PASSWORD }',
      'checks:',
      '  - name: The dashboard greets who signed in',
      '    as: web',
      '    get: /dashboard/',
      `    expect: { status: 200, body: { contains: '${SIGNED_IN}' } }`,
      '',
    ].join('\n'),
    stepci: JSON.stringify({
      ...STEPCI_HEAD,
      tests: {
        login: {
          steps: [
            {
              name: 'page',
              http: { url, method: 'GET', captures: { token: { regex: TOKEN } }, check: { status: 200 } },
            },
            {
              name: 'form',
              http: {
                url,
                method: 'POST',
                // Its forms say of themselves that they are one only when told to.
                headers: { Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded' },
                form: { csrfmiddlewaretoken: '${{captures.token}}', username: user, password },
                followRedirects: false,
                check: { status: 302 },
              },
            },
            {
              name: 'dashboard',
              http: {
                url: behind,
                method: 'GET',
                followRedirects: false,
                check: { status: 200, body: `/${SIGNED_IN}/` },
              },
            },
          ],
        },
      },
    }),
    newman: collection([
      {
        name: 'page',
        url,
        test: [
          "pm.test('page', () => pm.response.to.have.status(200));",
          `pm.environment.set('token', /${TOKEN}/.exec(pm.response.text())[1]);`,
        ],
      },
      {
        name: 'form',
        method: 'POST',
        url,
        header: { Origin: origin },
        form: { csrfmiddlewaretoken: '{{token}}', username: user, password },
        test: ["pm.test('form', () => pm.response.to.have.status(302));"],
      },
      {
        name: 'dashboard',
        url: behind,
        test: [
          "pm.test('dashboard', () => pm.response.to.have.status(200));",
          `pm.test('signed in', () => pm.expect(pm.response.text()).to.include('${SIGNED_IN}'));`,
        ],
      },
    ]),
    hurl: [
      `GET ${url}\nHTTP 200\n[Captures]\ntoken: regex "name=\\"csrfmiddlewaretoken\\" value=\\"([^\\"]+)\\""\n`,
      `POST ${url}\nOrigin: ${origin}\n[FormParams]\ncsrfmiddlewaretoken: {{token}}\nusername: ${user}\npassword: ${password}\nHTTP 302\n`,
      `GET ${behind}\nHTTP 200\n[Asserts]\nbody contains "${SIGNED_IN}"\n`,
    ].join('\n'),
  };
}
