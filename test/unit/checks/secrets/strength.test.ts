import { describe, expect, test } from '@jest/globals';
import { placeholderIn, secretFacts, tagOf } from '../../../../src/checks/secrets/strength.ts';
import { type Measure, weaknessOf } from '../../../../src/checks/secrets/verdict.ts';

const KEY = '00ff'.repeat(16);
const factsOf = (value: string) => secretFacts(value, KEY);
const KEY_IN_PRODUCTION: Measure = { kind: 'django-key', profile: 'production' };
const PASSWORD: Measure = { kind: 'password', profile: 'production' };
const TOKEN: Measure = { kind: 'token', profile: 'production' };

/** Numbers from 0 to 1 that are the same on every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function drawn(alphabet: string, length: number, seed: number): () => string {
  const next = seeded(seed);
  return () => Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('');
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const URLSAFE = `${LOWER}${LOWER.toUpperCase()}${DIGITS}-_`;
const DJANGO = `${LOWER}${DIGITS}!@#$%^&*(-_=+)`;

describe('random secrets', () => {
  test.each([
    ['hexadecimal, 32 characters', 5_000, drawn('0123456789abcdef', 32, 1), TOKEN],
    ['hexadecimal, 64 characters', 5_000, drawn('0123456789abcdef', 64, 2), PASSWORD],
    ['urlsafe, 43 characters', 5_000, drawn(URLSAFE, 43, 3), PASSWORD],
    ['urlsafe, 128 characters', 2_000, drawn(URLSAFE, 128, 4), KEY_IN_PRODUCTION],
    ['a Django key of 50 characters', 5_000, drawn(DJANGO, 50, 5), { kind: 'django-key', profile: 'development' }],
    ['letters and digits, 24 characters', 2_000, drawn(URLSAFE.slice(0, 62), 24, 6), PASSWORD],
    ['base64, 44 characters', 2_000, drawn(`${URLSAFE.slice(0, 62)}+/`, 43, 7), PASSWORD],
  ] as const)('%s: none of %i is called weak', (_, samples, draw, measure) => {
    const weak: string[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      const value = draw();
      const weakness = weaknessOf(factsOf(value), measure);
      if (weakness !== undefined && weakness.code !== 'below-recommendation') weak.push(`${value}: ${weakness.why}`);
    }
    expect(weak).toEqual([]);
  });
});

describe('placeholders', () => {
  test.each([
    'django-insecure-staging-change-this-to-a-real-secret-key-before-use',
    'django-insecure-k3p!q0z7v@w2x#9c$8d%1f^5g&4h*6j(0m)n-b_r=t+yu',
    'CHANGE-THIS-TO-A-RANDOM-50-CHARACTER-STRING-OR-LONGER-VALUE',
    'CHANGEME-$(openssl rand -hex 32)',
    'CHANGEME-GENERATE-STRONG-KEY-HERE',
    'your-email-app-password',
    'your-secret-key-here',
    'your_secret_key',
    'yoursecretkey',
    'changeme',
    'changeit',
    'change-me-in-production',
    'please-change',
    'REPLACE_WITH_A_REAL_KEY',
    'replace-me',
    'GENERATE_A_NEW_ONE',
    'generate-with-python-secrets',
    '<your key>',
    '<secret-key>',
    'postgres-<password>',
    '[password]',
    '${SECRET_KEY}',
    '${POSTGRES_PASSWORD:-postgres}',
    '$(cat /run/secrets/key)',
    '$(openssl rand -base64 48)',
    '`openssl rand -hex 32`',
    '{{ secret_key }}',
    '$SECRET_KEY',
    '__SECRET_KEY__',
    '%SECRET%',
    'a-very-long-random-string',
    'random-string',
    'example-password',
    'examplekey',
    'sample',
    'placeholder',
    'dummy',
    'dummy-key-for-build',
    'not-so-secret-key-for-tests',
    'insecure-key',
    'not-secure',
    'key-goes-here',
    'enter-password-here',
    ['TO', 'DO'].join(''),
    'todo: fill in',
    'none',
    'null',
    'REDACTED',
    'xxx',
    'xxxxxxxx',
    'sk-xxxxxxxxxxxxxxxxxxxx',
    '****',
    '...',
    'test',
    'test-key',
    'test_secret_key_123',
    'dev-only-key',
    'only-for-local-key',
    'super-secret',
    'supersecret',
    'secret',
    'my_secret',
    's3cr3t',
    'jwt-secret',
    'secretkey',
    'password',
    'P@ssw0rd',
    'pa$$w0rd!',
    'password123',
    'obcms_password',
    'mypassword',
    'pass1234',
    'obcms-pass',
    'admin',
    'admin123',
    'Admin@123',
    'postgres',
    'Postgres2024!',
    'redis',
    'guest',
    'minioadmin',
    'qwerty123',
    'letmein!',
    '1q2w3e4r5t',
    'welcome1',
    'iloveyou2',
  ])('%s carries a mark', value => {
    expect(placeholderIn(value)).not.toBeNull();
    expect(weaknessOf(factsOf(value), { kind: 'issued', profile: 'production' })?.severity).toBe('critical');
  });

  test.each([
    'k3hTz9qWmL2xVb7NcR4yJd8GfS6pA1eU',
    'pg_9f8a7c6b5d4e3f2a1b0c9d8e7f6a5b4c',
    'AKIAQ3EGRZ7XJ5NYV4TD',
    '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',
    'z$(q8v0h!m^2w&k7x-3y_9b=4n+c5r%6t@1p#s*dglfeaij(uo)8',
  ])('%s carries none', value => {
    expect(placeholderIn(value)).toBeNull();
  });

  test('a placeholder between quotation marks and blanks is one', () => {
    expect(factsOf(' "changeme" ')).toMatchObject({ placeholder: 'change-me', ragged: true, length: 8 });
  });
});

describe('passwords people choose', () => {
  test.each([
    ['Summer2024!', 'words'],
    ['obcms2025', 'short'],
    ['OBCMS@2025', 'short'],
    ['manila-2025', 'words'],
    ['Bangsamoro1', 'short'],
    ['correcthorsebatterystaple', 'words'],
    ['sunshine-football', 'words'],
    ['12345678', 'repetitive'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', 'repetitive'],
    ['abcabcabcabcabcabc', 'repetitive'],
    ['0123456789abcdef0123456789abcdef', 'repetitive'],
    ['aabbccddeeffgghh', 'repetitive'],
    ['juan-dela-cruz', 'short'],
    ['Tr0ub4dor&3', 'short'],
  ])('%s is weak: %s', (value, code) => {
    const weakness = weaknessOf(factsOf(value), PASSWORD);
    expect(weakness?.code).toBe(code);
    expect(weakness?.severity).not.toBe('low');
  });
});

describe('what is told of a secret', () => {
  test('counts characters and not code units, and takes the smallest alphabet that holds them', () => {
    expect(factsOf('pässword🔑🔑')).toMatchObject({ length: 10, distinct: 8, alphabet: 95 });
    expect(
      ['0123', '0a', 'az', 'az0', 'aZ', 'aZ0', 'aZ0-', 'aZ+/=', 'a b'].map(value => factsOf(value).alphabet),
    ).toEqual([10, 16, 26, 36, 52, 62, 64, 64, 95]);
  });

  test('an empty value is empty and nothing else', () => {
    const facts = factsOf('');
    expect(facts).toMatchObject({
      length: 0,
      distinct: 0,
      placeholder: null,
      words: 0,
      repetitive: false,
      ragged: false,
    });
    expect(weaknessOf(facts, PASSWORD)).toEqual({ code: 'empty', severity: 'critical', why: 'is empty' });
  });

  test('equal values have equal tags under one key, and other tags under another', () => {
    expect(tagOf('a', KEY)).toBe(tagOf('a', KEY));
    expect(tagOf('a', KEY)).not.toBe(tagOf('b', KEY));
    expect(tagOf('a', KEY)).not.toBe(tagOf('a', '01'));
    // RFC 4231, test case 2.
    expect(tagOf('what do ya want for nothing?', Buffer.from('Jefe').toString('hex'))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  test('a hostile value of two million characters is judged in passing', () => {
    const started = performance.now();
    for (const value of [
      'a-'.repeat(1e6),
      '<a'.repeat(1e6),
      '${a:-'.repeat(4e5),
      'your-'.repeat(4e5),
      '[- '.repeat(6e5),
    ])
      expect(factsOf(value).length).toBeGreaterThan(1e6);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});

describe('thresholds', () => {
  const random = (length: number) => drawn(URLSAFE, length, 99)();
  test.each([
    ['django-key', 'production', 49, 'critical'],
    ['django-key', 'development', 50, undefined],
    ['django-key', 'staging', 50, 'low'],
    ['django-key', 'staging', 96, undefined],
    ['django-key', 'production', 96, 'low'],
    ['django-key', 'production', 128, undefined],
    ['password', 'production', 10, 'high'],
    ['password', 'production', 15, 'medium'],
    ['password', 'production', 20, 'low'],
    ['password', 'staging', 20, 'low'],
    ['password', 'staging', 32, undefined],
    ['password', 'production', 47, 'low'],
    ['password', 'production', 48, undefined],
    ['token', 'production', 31, 'low'],
    ['token', 'production', 32, undefined],
    ['issued', 'production', 8, undefined],
  ] as const)('%s in %s with %i characters: %s', (kind, profile, length, severity) => {
    expect(weaknessOf(factsOf(random(length)), { kind, profile })?.severity).toBe(severity);
  });

  test('a demand of its own takes the place of the recommendation', () => {
    const measure = { ...PASSWORD, recommended: 24 };
    expect(weaknessOf(factsOf(random(23)), measure)?.severity).toBe('low');
    expect(weaknessOf(factsOf(random(24)), measure)).toBeUndefined();
  });
});
