import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../../../src/checks/server/command-line.ts';
import { shellWords } from '../../../../src/checks/server/gunicorn.ts';
import { GUNICORN_OPTIONS } from '../../../../src/checks/server/gunicorn-options.ts';

const read = (line: string, shortened = true) => {
  const { options, positional, unknown } = readOptions(line.split(' '), GUNICORN_OPTIONS, { shortened });
  return { ...Object.fromEntries(options), positional, unknown };
};

describe('a command line is read as argparse reads it', () => {
  test.each([
    ['--workers 3', { workers: '3' }],
    ['--workers=3', { workers: '3' }],
    ['-w 3', { workers: '3' }],
    ['-w3', { workers: '3' }],
    ['-w=3', { workers: '3' }],
    ['-Dw3', { daemon: true, workers: '3' }],
    ['--workers 3 --workers 5', { workers: '5' }],
    ['-b a:1 --bind=b:2', { bind: ['a:1', 'b:2'] }],
    ['--no-sendfile', { sendfile: false }],
    ['--max-requests-j 5', { max_requests_jitter: '5' }],
    ['--proxy-protocol --workers 2', { proxy_protocol: true, workers: '2' }],
  ])('%s', (line, options) => {
    expect(read(line)).toEqual({ ...options, positional: [], unknown: [] });
  });

  test('words that are no option are the application, after -- too', () => {
    expect(read('-w 2 proj.wsgi:application')).toMatchObject({ positional: ['proj.wsgi:application'] });
    expect(read('-w 2 -- -odd')).toMatchObject({ positional: ['-odd'] });
  });

  test('a name that may mean several is none', () => {
    expect(read('--limit 3')).toMatchObject({ unknown: ['--limit'] });
  });

  test('an option whose value is missing is told', () => {
    expect(read('proj.wsgi --timeout')).toMatchObject({ unknown: ['--timeout'] });
  });

  test('a name that is cut short is unknown to programs that do not take it', () => {
    expect(read('--max-requests-j 5', false)).toMatchObject({ unknown: ['--max-requests-j'] });
  });
});

test('GUNICORN_CMD_ARGS is split as a shell splits it', () => {
  expect(shellWords(`--bind 0.0.0.0:1 --access-logformat '%(h)s "%(r)s"' -n "a \\" b" c\\ d`)).toEqual([
    '--bind',
    '0.0.0.0:1',
    '--access-logformat',
    '%(h)s "%(r)s"',
    '-n',
    'a " b',
    'c d',
  ]);
  expect(shellWords(`'open ${'x'.repeat(50_000)}`).length).toBeLessThan(10);
});
