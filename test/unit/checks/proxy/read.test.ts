import { describe, expect, test } from '@jest/globals';
import { parseCaddy } from '../../../../src/checks/proxy/caddy.ts';
import { parsePgbouncer } from '../../../../src/checks/proxy/pgbouncer.ts';
import { parseTraefikToml, parseTraefikYaml } from '../../../../src/checks/proxy/traefik.ts';
import { running } from '../server/running.ts';

const NGINX = 'server { listen 80; location / { proxy_pass http://web; } }\n';
const compose = (services: string) => ({ 'docker-compose.prod.yml': `services:\n${services}` });
const found = async (files: Readonly<Record<string, string>>) =>
  (await running(files)).proxies.map(({ file, program, usedBy }) => [file, program, usedBy.length > 0]);

describe('configurations are found by name and content', () => {
  test('nginx, Traefik, Caddy and PgBouncer; not other files with such endings', async () => {
    expect(
      await found({
        'deploy/site.conf': NGINX,
        'deploy/supervisord.conf': '[supervisord]\n',
        'redis.conf': 'maxmemory 1gb\n',
        'traefik/dynamic.yml': 'http:\n  routers: {}\n',
        'docker-compose.traefik.yml': 'services:\n  traefik: { image: traefik }\n',
        Caddyfile: 'example.org {\n}\n',
        'infra/pgbouncer.ini': '[pgbouncer]\n',
        'nginx/templated.conf.j2': 'server { listen {{ port }}; }\n',
      }),
    ).toEqual([
      ['Caddyfile', 'caddy', false],
      ['deploy/site.conf', 'nginx', false],
      ['infra/pgbouncer.ini', 'pgbouncer', false],
      ['traefik/dynamic.yml', 'traefik', false],
    ]);
  });
});

describe('a file is used', () => {
  const nginx = (volumes: string) => compose(`  nginx:\n    image: nginx:1.29\n    volumes:\n      - ${volumes}\n`);

  test('when it, or its folder, is mounted', async () => {
    expect(await found({ 'a.conf': NGINX, ...nginx('./a.conf:/etc/nginx/conf.d/a.conf') })).toEqual([
      ['a.conf', 'nginx', true],
    ]);
    expect(await found({ 'conf/a.conf': NGINX, ...nginx('./conf:/etc/nginx/conf.d:ro') })).toEqual([
      ['conf/a.conf', 'nginx', true],
    ]);
  });

  test('when an image copies it to where its program reads', async () => {
    expect(
      await found({
        'nginx/a.conf': NGINX,
        'nginx/Dockerfile': 'FROM nginx:1.29\nCOPY a.conf /etc/nginx/conf.d/default.conf\n',
        ...compose('  nginx:\n    build: nginx\n'),
      }),
    ).toEqual([['nginx/a.conf', 'nginx', true]]);
  });

  test('not when the application’s image copies everything', async () => {
    expect(
      await found({
        'nginx/a.conf': NGINX,
        Dockerfile: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "a.wsgi"]\n',
        ...compose('  web:\n    build: .\n'),
      }),
    ).toEqual([['nginx/a.conf', 'nginx', false]]);
  });

  test('when a used file includes it', async () => {
    expect(
      await found({
        'n/nginx.conf': 'http {\n  server { include snippets/proxy.conf; }\n}\n',
        'n/snippets/proxy.conf': 'proxy_set_header Host $host;\n',
        ...nginx('./n/nginx.conf:/etc/nginx/nginx.conf'),
      }),
    ).toEqual([
      ['n/nginx.conf', 'nginx', true],
      ['n/snippets/proxy.conf', 'nginx', true],
    ]);
  });
});

describe('Traefik’s three spellings come to one shape', () => {
  test('YAML, with lines', async () => {
    const { directives } = await parseTraefikYaml(
      'entryPoints:\n  web:\n    address: ":80"\n    forwardedHeaders:\n      trustedIPs:\n        - 10.0.0.0/8\n',
      't.yml',
    );
    expect(directives.map(({ name, words, place }) => [name, words, place.line])).toEqual([
      ['entryPoints.web.address', [':80'], 3],
      ['entryPoints.web.forwardedHeaders.trustedIPs', ['10.0.0.0/8'], 5],
    ]);
  });

  test('TOML, with lines', async () => {
    const { directives } = await parseTraefikToml('[entryPoints.web]\n  address = ":80"\n', 't.toml');
    expect(directives).toMatchObject([{ name: 'entryPoints.web.address', words: [':80'], place: { line: 2 } }]);
  });

  test('labels and flags of Compose', async () => {
    const { proxies } = await running(
      compose(
        '  traefik:\n    image: traefik:v3.5\n    command: ["--api.insecure=true"]\n    labels:\n      traefik.enable: "true"\n',
      ),
    );
    expect(proxies[0]?.directives.map(({ name, words }) => [name, words])).toEqual([
      ['enable', ['true']],
      ['api.insecure', ['true']],
    ]);
  });

  test('what cannot be read is a problem with a line, bombs too', async () => {
    expect((await parseTraefikToml('[a]\nb = \n', 't.toml')).problems).toHaveLength(1);
    expect((await parseTraefikYaml('a: [\n', 't.yml')).problems[0]?.place.file).toBe('t.yml');
    const bomb = `a: &a [x, x]\n${'bcdefghij'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefghi'.charAt(index)}, `.repeat(9)}1]`)
      .join('\n')}\n`;
    expect((await parseTraefikYaml(bomb, 't.yml')).directives.length).toBeLessThan(1_000);
  });
});

test('a Caddyfile is read line by line', () => {
  const { directives, problems } = parseCaddy(
    'example.org {\n  reverse_proxy web:8000\n  # no {\n  handle /a* {\n    respond "a b" 200\n  }\n}\n',
    'Caddyfile',
  );
  expect(problems).toEqual([]);
  expect(directives[0]).toMatchObject({ name: 'example.org', place: { line: 1 } });
  expect(directives[0]?.block?.[1]?.block?.[0]).toMatchObject({
    name: 'respond',
    words: ['a b', '200'],
    place: { line: 5 },
  });
  expect(parseCaddy('a {\n', 'Caddyfile').problems[0]?.message).toBe('the block "a" is not closed');
});

test('pgbouncer.ini is read by sections', () => {
  const { directives, problems } = parsePgbouncer('; x\n[pgbouncer]\npool_mode = transaction\nnonsense\n', 'p.ini');
  expect(directives[0]?.block?.[0]).toMatchObject({ name: 'pool_mode', words: ['transaction'], place: { line: 3 } });
  expect(problems).toMatchObject([{ place: { line: 4 } }]);
});
