import { expect, test } from '@jest/globals';
import { judge } from '../../../../src/checks/judge.ts';
import { PROFILES } from '../../../../src/checks/profile.ts';
import { RULES } from '../../../../src/checks/settings/index.ts';
import { WANTED_SETTINGS } from '../../../../src/checks/settings/wanted.ts';
import type { SettingJson } from '../../../../src/django/answer.ts';
import { evaluationWith, projectWith } from '../../../support/checks.ts';
import { database, MIDDLEWARE, REDIS, secret, variation } from '../cases/settings/made.ts';

/** Small and seeded (mulberry32): the same values in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const CANARY = 'canary-7f3a';
const VALUES: readonly SettingJson[] = [
  null,
  true,
  false,
  0,
  -1,
  1e12,
  '',
  '*',
  ' ',
  'https://',
  `redis://:${CANARY}@cache/0`,
  '/srv/media',
  [],
  [null, 3, {}],
  ['*', ''],
  MIDDLEWARE,
  {},
  { default: null },
  { default: { BACKEND: { $: 'unknown', why: 'stub' }, LOCATION: [REDIS], OPTIONS: null } },
  database(),
  { handlers: { a: null }, loggers: { b: { handlers: 'a', level: 7 } }, root: [] },
  { $: 'unknown', why: 'stub' },
  { $: 'object', type: 'Thing' },
  { $: 'name', value: 'core.Thing' },
  { $: 'path', value: '/checkout/x' },
  { $: 'seconds', value: 60 },
  secret(),
  REDIS,
];

const NAMES = [
  ...WANTED_SETTINGS.names,
  ...[
    'AWS_DEFAULT_ACL',
    'CACHE_MIDDLEWARE_SECONDS',
    'CELERY_BROKER_URL',
    'CORS_ALLOWED_ORIGINS',
    'CORS_ALLOWED_ORIGIN_REGEXES',
  ],
  ...[
    'CORS_ALLOW_ALL_ORIGINS',
    'CSRF_TRUSTED_ORIGINS',
    'CSRF_COOKIE_DOMAIN',
    'DATA_UPLOAD_MAX_MEMORY_SIZE',
    'EMAIL_BACKEND',
    'EMAIL_HOST',
  ],
  ...[
    'EMAIL_PORT',
    'MEDIA_ROOT',
    'SECURE_CSP',
    'SECURE_HSTS_SECONDS',
    'SECURE_PROXY_SSL_HEADER',
    'SECURE_REDIRECT_EXEMPT',
  ],
  ...[
    'SECURE_REFERRER_POLICY',
    'SESSION_COOKIE_DOMAIN',
    'SESSION_COOKIE_SAMESITE',
    'SESSION_ENGINE',
    'STATICFILES_DIRS',
    'STATIC_ROOT',
  ],
  ...['SENTRY_DSN', 'SENTRY_ENVIRONMENT', 'WHITENOISE_MAX_AGE'],
];

test('whatever a setting is, the rules give a finding or none, and never an error or a password', () => {
  const next = random(20_261_120);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  };
  for (let round = 0; round < 150; round += 1) {
    const settings = Object.fromEntries(NAMES.filter(() => next() < 0.4).map(name => [name, pick(VALUES)]));
    const changed = Object.fromEntries([0, 1, 2].map(() => [pick(NAMES), [pick(VALUES), pick(VALUES)] as const]));
    const evaluation = evaluationWith({
      settings,
      django: pick(['3.2.25', '4.2.30', '5.2.17', '6.1']),
      answer: { variations: [variation('DEBUG', pick(['absent', 'off', 'on']), changed)] },
    });
    const project = projectWith({
      profile: pick(PROFILES),
      evaluations: [evaluation, evaluationWith({ services: ['worker'] })],
      counterpart: evaluation,
    });
    const { findings } = judge(project, RULES, new Set(['settings']));
    expect(findings.every(({ message, evidence }) => message !== '' && evidence !== '')).toBe(true);
    expect(findings.filter(finding => JSON.stringify(finding).includes(CANARY))).toEqual([]);
  }
});
