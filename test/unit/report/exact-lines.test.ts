import { describe, expect, test } from '@jest/globals';
import { RULES } from '../../../src/checks/rules.ts';
import { changeParts } from '../../../src/report/exact-lines.ts';

describe('a remedy', () => {
  test('is a sentence, and the exact lines after it', () => {
    expect(changeParts('Write it down:\nDEBUG = False')).toEqual({
      prose: 'Write it down:',
      exact: ['DEBUG = False'],
      language: 'python',
    });
    expect(changeParts('Let it go.')).toEqual({ prose: 'Let it go.', exact: [], language: 'text' });
  });

  test.each([
    ['CORS_ALLOW_ALL_ORIGINS = False', 'python'],
    ['DATABASES["default"]["CONN_MAX_AGE"] = 600', 'python'],
    ['from .production import *', 'python'],
    ['healthcheck:', 'yaml'],
    ['restart: unless-stopped', 'yaml'],
    ['COPY --chmod=755 docker/entrypoint.sh /entrypoint.sh', 'dockerfile'],
    ['USER app', 'dockerfile'],
    ['WEB_CONCURRENCY=3', 'text'],
    ['proxy_set_header X-Forwarded-Proto $scheme;', 'text'],
    ['server {', 'text'],
    ['pool_mode = transaction', 'text'],
    ['pillow>=10.0', 'text'],
    ['[Service]', 'text'],
    ['celery -A project worker --concurrency 2', 'text'],
  ])('may begin with its exact lines: %s', (line, language) => {
    expect(changeParts(`${line}\n  more`)).toEqual({ prose: '', exact: [line, '  more'], language });
  });

  test.each([
    'Either: this.',
    'FROM is written in capitals; add a tag:',
    'INFO in staging, WARNING (or INFO) in production:',
    'ADMINS and a handler, or an error tracker (SENTRY_DSN).',
    'psycopg[binary] (the successor), or psycopg2 built in the image:',
    'import it where it is used:',
  ])('may begin with a word of a setting and be a sentence: %s', text => {
    expect(changeParts(text)).toEqual({ prose: text, exact: [], language: 'text' });
  });

  test('of no rule has exact lines that are taken for a sentence', () => {
    const sentences = RULES.map(({ id, remedy }) => [id, changeParts(remedy).prose] as const);
    const odd = sentences.filter(([, prose]) => prose !== '' && !/^\S+ \S+/.test(prose));
    expect(odd).toEqual([]);
  });
});
