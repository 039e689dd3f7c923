import { canary } from '../canaries.ts';
import type { Elsewhere, Login } from './canary-site.ts';

export interface Story {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'error';
  readonly login?: Login;
  suite(elsewhere: Elsewhere): string;
  readonly inputs?: Readonly<Record<string, string>>;
}

export const PASTED = canary('pasted-password');

const LOGINS = `logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD }
  api: { kind: jwt, path: /token/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, access: $.access }
  basic: { kind: basic, path: /closed/, username: $SMOKE_USER, password: $SMOKE_PASSWORD }
  bearer: { kind: bearer, path: /closed/, token: $API_TOKEN }
`;
const HEAD = `version: 1\ndefaults: { timeout: 8s, headers: { X-Api-Key: $API_KEY } }\n`;

/** One check for each thing that can be said of an answer; what is wanted never comes, so that what came is shown. */
const WRONG = `checks:
  - { name: body, as: web, get: /page/, expect: { body: { contains: never-there } } }
  - { name: body is, get: /page/, expect: { body: never-there } }
  - { name: header, get: /page/, expect: { header: { x-echo: never-there } } }
  - { name: json, as: api, get: /json/, expect: { json: { '$.echo[0]': never-there, '$.echo': { type: number } } } }
  - { name: schema, get: /json/, expect: { schema: { type: object, properties: { echo: { type: array, items: { type: number } } } } } }
  - { name: cookie, get: /login/, expect: { cookie: { csrftoken: never-there } } }
  - { name: status, as: basic, get: /boom/ }
  - { name: redirect, as: bearer, post: /things/, json: { key: $SIGNING_KEY, password: $SMOKE_PASSWORD }, expect: { redirect: /never-there/ } }
  - { name: address of mine, get: '/boom/?password=$SMOKE_PASSWORD&key=$API_KEY' }
  - { name: unsaid, get: /page/, expect: { body: { contains: '$SMOKE_PASSWORD and never-there' } } }
  - { name: until, get: /json/, until: { json: { '$.echo[1]': never-there } }, within: 1s }
  - { name: loop, get: /loop/, follow: true }
  - { name: slow, load: { get: /boom/, rate: 4, concurrency: 2, duration: 1s, expect: { errors: '< 1%' } } }
  - name: made and not removed
    as: web
    steps:
      - post: /things/
        form: { name: '\${run}', password: $SMOKE_PASSWORD }
        capture: { id: { header: location, regex: '/things/(\\d+)/' }, whole: { header: location } }
      - get: '\${whole}'
        expect: { status: 404 }
    always:
      - post: '/things/\${id}/delete/'
`;

export const STORIES: readonly Story[] = [
  {
    name: 'all is well',
    outcome: 'passed',
    suite: () => `${HEAD}${LOGINS}checks:
  - { name: page, as: web, get: /page/, expect: { body: { contains: $SMOKE_PASSWORD } } }
  - { name: token, as: api, get: /json/, capture: { first: '$.echo[0]' } }
  - { name: closed, as: bearer, get: /closed/ }
`,
  },
  { name: 'nothing is as expected', outcome: 'failed', suite: () => `${HEAD}${LOGINS}${WRONG}` },
  { name: 'logins are refused', outcome: 'failed', login: 'refused', suite: () => `${HEAD}${LOGINS}${WRONG}` },
  {
    name: 'the login leads to another host',
    outcome: 'failed',
    login: 'leads-away',
    suite: () => `${HEAD}${LOGINS}${WRONG}`,
  },
  {
    name: 'every preset',
    outcome: 'failed',
    suite: () => `${HEAD}presets:
  - https
  - headers
  - cookies
  - cors: { path: /json/ }
  - leaks: { admin: /page/, metrics: [/page/], api: /json/ }
  - health: { path: /json/, ready: /page/, version: '/json/#$.echo[0]' }
  - static: { page: /page/ }
  - django: { login: /login/, admin: /page/ }
${LOGINS}`,
    inputs: { 'wait-ready': '6s' },
  },
  {
    name: 'other hosts',
    outcome: 'failed',
    suite: ({ friend }) => `${HEAD}hosts: ['${new URL(friend).host}']
${LOGINS}checks:
  - { name: followed to a stranger, as: web, get: /away/, follow: true }
  - { name: followed down to HTTP, as: web, get: /down/, follow: true }
  - { name: followed to a friend, as: web, get: /friend/, follow: true, headers: { Authorization: Bearer $API_TOKEN, X-Session: $SMOKE_USER } }
  - { name: followed to a friend with a form, as: web, post: /friend/, follow: true, form: { password: $SMOKE_PASSWORD } }
  - { name: followed to a friend with a token, as: api, get: /friend/, follow: true }
  - { name: a friend asked, as: web, get: '${friend}/hello/', headers: { X-Api-Key: none } }
  - name: an address that was captured
    as: web
    get: /json/
    capture: { next: '$.next' }
    then: { get: '\${next}' }
`,
  },
  {
    name: 'a password in base-url',
    outcome: 'error',
    suite: () => `${HEAD}checks:\n  - { name: page, get: /page/ }\n`,
    inputs: { 'base-url': `https://smoke:${PASTED.value}@localhost:1/` },
  },
  {
    name: 'a password in http-url',
    outcome: 'error',
    suite: () => `${HEAD}checks:\n  - { name: page, get: /page/ }\n`,
    inputs: { 'http-url': `https://smoke:${PASTED.value}@localhost:1/` },
  },
  {
    name: 'a password in an address of the suite',
    outcome: 'error',
    suite: () => `${HEAD}checks:\n  - name: page\n    get: https://smoke:${PASTED.value}@localhost:1/\n`,
  },
];
