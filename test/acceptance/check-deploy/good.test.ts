import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { COPIES } from '../../../lab/faulty/index.ts';
import { IMAGE_VARIABLES, STACK_VARIABLES, STAGING_VARIABLES, secretFrom } from '../../../lab/faulty/variables.ts';
import { FAMILIES, type Family } from '../../../src/checks/profile.ts';
import { atHigh, checkCopy, secretsIn } from './faulty-scene.ts';
import { type Checked, check, checkoutOfRelease, type Inputs } from './scene.ts';

/** A project that is fit is called that, after all of it was looked at: silence of a run that judged nothing would be worth nothing. */

const LONGEST_MS = 120_000;

interface Judged {
  readonly profile: 'production' | 'staging';
  readonly variables: string;
  /** The settings that are evaluated. */
  readonly module: string;
  readonly inputs: Inputs;
}

const JUDGED: Readonly<Record<string, Judged>> = {
  production: {
    profile: 'production',
    variables: STACK_VARIABLES,
    module: 'obc_management.settings.production',
    inputs: {},
  },
  // The stack names production’s settings itself, whatever the environment says.
  'staging, as the stack runs it': {
    profile: 'staging',
    variables: STAGING_VARIABLES,
    module: 'obc_management.settings.production',
    inputs: {},
  },
  'staging, with its own settings': {
    profile: 'staging',
    variables: STAGING_VARIABLES,
    module: 'obc_management.settings.staging',
    inputs: { settings: 'obc_management.settings.staging' },
  },
};
const STACK = 'docker-compose.prod.yml';
/** The project has no proxy of its own: Coolify's stands before it. */
const HAS_NOT: readonly Family[] = ['proxy'];

const runs = new Map<string, Checked>();

beforeAll(async () => {
  const checkout = await checkoutOfRelease('first');
  try {
    for (const [name, { profile, variables, inputs }] of Object.entries(JUDGED))
      runs.set(name, await check(checkout, { profile, env: variables, ...inputs }));
  } finally {
    await checkout.dispose();
  }
}, LONGEST_MS);

function runOf(name: string): Checked {
  const run = runs.get(name);
  if (run === undefined) throw new Error(`"${name}" was not run`);
  return run;
}

describe.each(Object.entries(JUDGED))('the project as %s', (name, { profile, module, variables }) => {
  test('is fit, with nothing at high', () => {
    const { run, outputs, result } = runOf(name);
    expect(atHigh(runOf(name))).toEqual([]);
    expect(run.conclusion).toBe('success');
    expect(outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'fit', critical: '0', high: '0' });
    expect(result).toMatchObject({ profile, framework: 'django', directory: 'src', django: '5.2.17' });
  });

  test('was judged by every family that has something to judge', () => {
    const { report } = runOf(name);
    const states = Object.fromEntries((report.families ?? []).map(({ family, state }) => [family, state]));
    const wanted = FAMILIES.map(family => [family, HAS_NOT.includes(family) ? 'nothing-there' : 'judged']);
    expect(states).toEqual(Object.fromEntries(wanted));
    expect(report.rules).toBeGreaterThan(300);
    expect(report.unknown).toEqual([]);
  });

  test('was evaluated as each of its services runs it', () => {
    const { evaluations = [] } = runOf(name).report;
    expect(evaluations.map(({ failure }) => failure)).toEqual([null]);
    expect(evaluations.flatMap(({ services }) => services).sort()).toEqual(
      ['beat', 'migrate', 'web', 'worker'].map(service => `${STACK}: ${service}`),
    );
    expect(evaluations.map(({ module: own }) => own)).toEqual([module]);
    expect(evaluations[0]?.variations).toBeGreaterThan(10);
  });

  test('had its files found: what starts, what is installed, what is told', () => {
    const { found } = runOf(name).report;
    expect(found?.dockerfiles).toEqual(['Dockerfile']);
    expect(found?.requirements).toEqual([
      'pyproject.toml',
      'requirements/production.in',
      'requirements/production.txt',
    ]);
    expect(found?.['environment-files']).toEqual(['.env.example', '.env.production.example', '.env.staging.example']);
    expect(found?.servers).toEqual([{ program: 'gunicorn', service: `${STACK}: web` }]);
    expect(found?.celery.map(({ program }) => program).sort()).toEqual(['beat', 'worker']);
    expect(found?.services.map(({ role }) => role).sort()).toEqual([
      'beat',
      'cache',
      'database',
      'migrate',
      'web',
      'worker',
    ]);
  });

  test('has no value of a secret in anything that is written', () => {
    const { run, report } = runOf(name);
    const everything = [run.log, run.rawSummary, JSON.stringify(report), JSON.stringify(run.outputs)].join('\n');
    const secrets = secretsIn(variables);
    expect(secrets.length).toBeGreaterThan(3);
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });
});

describe('what the faulty copies are made of', () => {
  test.each(COPIES.map(copy => [copy.name, copy] as const))(
    'is fit before anything is made wrong: %s',
    async (_, copy) => {
      const checked = await checkCopy(copy, false);
      expect(atHigh(checked)).toEqual([]);
      expect(checked.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'fit' });
    },
    LONGEST_MS,
  );
});

/** What careful teams write as well: quotation marks, encoded passwords, switches in words, a wildcard, what Coolify adds by itself. */
const IN_OTHER_WORDS: Readonly<Record<string, string>> = {
  SITE_NAME: '"OBCMS Records"',
  ALLOWED_HOSTS: '".obcms.example,obcms.example"',
  CSRF_TRUSTED_ORIGINS: 'https://*.obcms.example,https://obcms.example',
  DATABASE_URL: `postgres://obcms:${secretFrom('first', 24)}%23%2F${secretFrom('last', 24)}@db.obcms.example:5432/obcms?sslmode=verify-full`,
  DJANGO_DEBUG: 'False',
  SECURE_SSL_REDIRECT: 'True',
  CORS_ALLOW_CREDENTIALS: 'true',
  SENTRY_DSN: 'https://4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b9c@o123456.ingest.sentry.io/4507',
  COOLIFY_FQDN: 'https://obcms.example',
  SOURCE_COMMIT: '4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b9c4f3a2b1c',
  PORT: '8000',
};

test(
  'is fit with the same environment in other words',
  async () => {
    const kept = IMAGE_VARIABLES.split('\n').filter(line => IN_OTHER_WORDS[line.split('=')[0] ?? ''] === undefined);
    const changed = Object.entries(IN_OTHER_WORDS).map(([name, value]) => `${name}=${value}`);
    const checkout = await checkoutOfRelease('first', { 'docker-compose.prod.yml': undefined });
    try {
      await writeFile(join(checkout.directory, '.env.coolify'), `${[...kept, ...changed].join('\n')}\n`);
      const checked = await check(checkout, { profile: 'production', 'env-file': '.env.coolify' });
      expect(atHigh(checked)).toEqual([]);
      expect(checked.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'fit' });
    } finally {
      await checkout.dispose();
    }
  },
  LONGEST_MS,
);
