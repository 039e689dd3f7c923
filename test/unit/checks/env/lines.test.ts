import { describe, expect, test } from '@jest/globals';
import { connectionOf, passwordOf, reachOf } from '../../../../src/checks/env/connection.ts';
import { isEnvironmentFile, kindOf, profileOf } from '../../../../src/checks/env/names.ts';
import { environmentFile } from '../../../../src/checks/env/read.ts';

const read = (text: string) => environmentFile('.env', text, true, '00');
const values = (text: string) => read(text).entries.map(({ values }) => values);

describe('what three readers make of a line', () => {
  test.each([
    ['plain', 'A=b', 'b', 'b', 'b'],
    ['a comment behind it', 'A=b # c', 'b # c', 'b', 'b'],
    ['a hash without a blank', 'A=b#c', 'b#c', 'b#c', 'b#c'],
    ['double quotation marks', 'A="b c"', '"b c"', 'b c', 'b c'],
    ['single quotation marks', "A='b $c'", "'b $c'", 'b $c', 'b $c'],
    ['an escape', 'A="b\\nc"', '"b\\nc"', 'b\nc', 'b\nc'],
    ['a comment behind quotation marks', 'A="b" # c', '"b" # c', 'b', 'b'],
    ['a hash in quotation marks', 'A="b # c"', '"b # c"', 'b # c', 'b # c'],
    ['a variable', 'A=$B', '$B', '', '$B'],
    ['a variable in braces with a default', 'A=${B:-c}', '${B:-c}', 'c', 'c'],
    ['two dollars', 'A=b$$c', 'b$$c', 'b$c', 'b$$c'],
    ['blanks round it', 'A=  b  ', '  b  ', 'b', 'b'],
    ['nothing', 'A=', '', '', ''],
    ['only a comment', 'A= # none', ' # none', '', ''],
    ['an open quotation mark', 'A="b', '"b', '"b', '"b'],
    ['equals signs', 'A=b=c==', 'b=c==', 'b=c==', 'b=c=='],
  ])('%s', (_, line, docker, compose, dotenv) => {
    expect(values(line)).toEqual([{ docker, compose, dotenv }]);
  });

  test('a name of an earlier line is filled in', () => {
    expect(values('B=x\nA=${B}y$B')[1]).toEqual({ docker: '${B}y$B', compose: 'xyx', dotenv: 'xy$B' });
  });

  test('a key over several lines is one value, and what follows keeps its line', () => {
    const { entries, unreadable } = read('KEY="-----BEGIN\nabc\n-----END"\nB=1\n');
    expect(entries.map(({ name, line, values: { dotenv } }) => [name, line, dotenv])).toEqual([
      ['KEY', 1, '-----BEGIN\nabc\n-----END'],
      ['B', 4, '1'],
    ]);
    expect(unreadable).toEqual([]);
  });

  test('a quotation mark that never closes takes no other assignment with it', () => {
    expect(read('A="b\nB=1\nC=2').entries.map(({ name }) => name)).toEqual(['A', 'B', 'C']);
  });

  test('export and blanks before "=" are refused by Docker alone', () => {
    const { entries } = read('export A=1\nB =2\nC= 3\n');
    expect(entries.map(({ refusedBy, exported }) => [exported, refusedBy])).toEqual([
      [true, ['docker']],
      [false, ['docker']],
      [false, []],
    ]);
  });

  test('a byte order mark, CRLF, names in comments and lines of no use are told', () => {
    const file = read('\uFEFFA=1\r\n# SENTRY_DSN=your DSN\r\nwhat is this\r\nHOME\r\n');
    expect(file).toMatchObject({
      bom: true,
      carriageReturns: true,
      mentions: ['SENTRY_DSN'],
      unreadable: [{ line: 3, text: 'what is this' }],
    });
    expect(file.entries[0]).toMatchObject({ name: 'A', values: { docker: '1' } });
  });

  test('a hostile file of a megabyte is read in passing', () => {
    const started = performance.now();
    read('A="'.repeat(100_000));
    read('A="\n'.repeat(100_000));
    read(`A=${'$'.repeat(500_000)}`);
    read(`A=${'${'.repeat(200_000)}`);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('files of variables', () => {
  test.each([
    ['.env', 'values', undefined],
    ['.env.production', 'values', 'production'],
    ['.env.prod.example', 'template', 'production'],
    ['.env.staging.template', 'template', 'staging'],
    ['env.sample', 'template', undefined],
    ['deploy/web.env', 'values', undefined],
    ['deploy/production/.env', 'values', 'production'],
    ['example.env', 'template', undefined],
    ['.env.local', 'values', 'development'],
    ['.env.preproduction', 'values', 'staging'],
  ])('%s is one', (path, kind, profile) => {
    expect([isEnvironmentFile(path), kindOf(path), profileOf(path)]).toEqual([true, kind, profile]);
  });

  test.each([
    'env.py',
    'env.d.ts',
    'environment.md',
    'src/env/index.ts',
    '.envrc',
    '.env.gpg',
    'tests/fixtures/.env',
    'alembic/env.py',
    'envoy.yaml',
  ])('%s is none', path => {
    expect(isEnvironmentFile(path)).toBe(false);
  });
});

describe('addresses', () => {
  test('are taken apart as libpq does, with the password decoded', () => {
    const address = connectionOf('postgresql+psycopg://u:p%40ss@[::1]:5432/name?sslmode=require');
    expect(address).toMatchObject({
      scheme: 'postgresql+psycopg',
      user: 'u',
      host: '::1',
      port: '5432',
      path: 'name',
      unencoded: [],
    });
    expect(address?.query.get('sslmode')).toBe('require');
    expect(address && passwordOf(address)).toBe('p@ss');
  });

  test('the last @ ends user and password, so that what should be encoded is seen', () => {
    expect(connectionOf('postgres://u:p@s/s#%zz@db/n')).toMatchObject({
      host: 'db',
      path: 'n',
      unencoded: ['@', '/', '#', '%'],
    });
    expect(connectionOf('redis://:x@redis/0')).toMatchObject({ user: '', password: 'x', unencoded: [] });
    expect(connectionOf('no address')).toBeUndefined();
  });

  test.each([
    ['localhost', 'local'],
    ['127.0.0.1', 'local'],
    ['db', 'network'],
    ['10.0.0.4', 'private'],
    ['172.20.0.2', 'private'],
    ['172.32.0.2', 'public'],
    ['db.internal', 'private'],
    ['private-db.b.db.ondigitalocean.com', 'private'],
    ['db.provider.com', 'public'],
  ])('%s is %s', (host, reach) => {
    expect(reachOf(host)).toBe(reach);
  });
});
