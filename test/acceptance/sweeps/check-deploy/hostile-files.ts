import { ANY, type Deed, site } from './hostile-projects.ts';

/** What files can do to whoever reads them. */
export const LYING: readonly Deed[] = [
  {
    name: 'YAML bombs',
    quick: true,
    tree: () =>
      site('', {
        'docker-compose.yml': `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
          .split('')
          .map((name, at) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[at]}`).join(',')}]`)
          .join('\n')}\nservices: { web: { image: x, command: *j } }\n`,
        'compose.yaml': `services: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
        '.github/workflows/a.yml': `a: &a {x: 1}\njobs:\n${Array.from({ length: 2000 }, (_, at) => `  j${at}: { <<: *a, steps: [{ run: x }] }`).join('\n')}\n`,
        'docker-compose.merge.yml': `x: &x { <<: *x }\nservices: { web: *x }\n`,
      }),
    ended: ANY,
  },
  {
    name: 'a Dockerfile of 10,000 stages',
    quick: true,
    tree: () =>
      site('', {
        Dockerfile: Array.from(
          { length: 10_000 },
          (_, at) =>
            `FROM ${at === 0 ? 'python:latest' : `s${at - 1}`} AS s${at}\nRUN pip install x && echo ${at}\nENV A${at}=$A${at - 1}`,
        ).join('\n'),
      }),
    ended: ANY,
  },
  {
    name: 'stages that build on themselves',
    tree: () =>
      site('', {
        Dockerfile: 'FROM b AS a\nFROM a AS b\nCOPY --from=c x y\nFROM c AS c\nCMD x\n',
        'docker-compose.yml': 'services: { web: { build: { context: ., target: b } } }\n',
      }),
    ended: ANY,
  },
  {
    name: 'large files',
    quick: true,
    tree: () =>
      site('', {
        'big.sql': 'x'.repeat(50 << 20),
        '.env': `A=${'x'.repeat(1_900_000)}\n`,
        '.env.example': 'A=1\n'.repeat(100_000),
        'docker-compose.yml': `services: { web: { image: ${'x'.repeat(1_900_000)} } }\n`,
        Dockerfile: `FROM x\nRUN ${'a'.repeat(1_900_000)}\n`,
        'nginx.conf': '{'.repeat(1_900_000),
        'requirements.txt': `${'a'.repeat(1_900_000)}\n`,
      }),
    ended: ANY,
  },
  {
    name: 'texts that expressions stumble over',
    quick: true,
    tree: () =>
      site('', {
        Dockerfile: `FROM python\nRUN ${'a-'.repeat(300_000)}\nRUN ${'"'.repeat(99_999)}\nRUN ${'$('.repeat(5_000)}x${')'.repeat(5_000)}\nENV ${'A=$A '.repeat(5_000)}\nCMD ${' '.repeat(200_000)}x\n`,
        'docker-compose.yml': `services:\n  web:\n    image: "${'${A:-'.repeat(2_000)}x${'}'.repeat(2_000)}"\n    command: "${'${'.repeat(50_000)}"\n`,
        '.env': `A=${'\\\\"'.repeat(200_000)}\nB=${' #'.repeat(200_000)}\n${'='.repeat(200_000)}\n${' '.repeat(500_000)}=1\n`,
        'requirements.txt': `a${'['.repeat(100_000)}\nb==${'1.'.repeat(100_000)}\n${'a'.repeat(100_000)}!\n${' '.repeat(300_000)};\n`,
        'nginx.conf': `${'location ~ "'.repeat(50_000)}\n`,
        '.dockerignore': `${'*'.repeat(2_000)}x\n${'**/'.repeat(500)}a\n`,
        'start.sh': `#!/bin/sh\n${'('.repeat(20_000)}\n`,
        Procfile: `web: ${'a:'.repeat(300_000)}\n`,
      }),
    ended: ANY,
  },
  {
    name: 'links out of the checkout',
    quick: true,
    tree: () =>
      site('', {
        Dockerfile: { to: '/proc/self/environ' },
        '.env': { to: '/etc/passwd' },
        '.env.production': { to: '../../../../../../../../etc/passwd' },
        'requirements.txt': { to: '/etc/passwd' },
        'nginx.conf': { to: '/etc/passwd' },
        'gunicorn.conf.py': { to: '/proc/self/environ' },
        deploy: { to: '/etc' },
        'docker-compose.prod.yml': { to: '/etc/passwd' },
        loop: { to: 'loop' },
        Procfile: { to: '/dev/zero' },
        '.dockerignore': { to: '/dev/zero' },
        'Dockerfile.fifo': { to: '/dev/tty' },
      }),
    ended: ANY,
  },
  {
    name: 'files that name files outside',
    quick: true,
    tree: () =>
      site('', {
        Dockerfile:
          'FROM python:latest\nCOPY ../../../../etc/passwd /x\nENTRYPOINT ["../../../../../../etc/passwd"]\nCMD ["/etc/passwd"]\n',
        'docker-compose.yml': `include: [../../../../etc/passwd]
services:
  web:
    build: { context: ../../../../etc, dockerfile: passwd }
    env_file: [../../../../../../proc/self/environ, /proc/self/environ, /etc/passwd]
    extends: { file: /etc/passwd, service: web }
    volumes: ["/etc/passwd:/etc/nginx/nginx.conf", "../../../../etc/passwd:/etc/nginx/conf.d/x.conf"]
  nginx: { image: nginx, volumes: ["../../../../../etc/passwd:/etc/nginx/nginx.conf", "./nginx.conf:/etc/nginx/conf.d/a.conf"] }
`,
        'nginx.conf':
          'include ../../../../../etc/passwd;\ninclude /etc/passwd;\ninclude /proc/self/environ;\nserver { listen 80; }\n',
        'requirements.txt': '-r ../../../../../../etc/passwd\n-r /etc/passwd\n-c /proc/self/environ\n',
        Procfile: 'web: gunicorn --config ../../../../../../etc/passwd site_.wsgi\nworker: sh /etc/passwd\n',
      }),
    inputs: { files: 'nginx: ../../../../etc/pass*\nenv: /etc/passwd\nrequirements: ../../../../etc/passwd' },
    ended: /./,
  },
  {
    name: 'files that include themselves',
    quick: true,
    tree: () =>
      site('', {
        'docker-compose.yml':
          'include: [docker-compose.yml, b.yml]\nservices:\n  a: { extends: { service: b } }\n  b: { extends: { service: a } }\n  c: { extends: { file: docker-compose.yml, service: c } }\n',
        'b.yml':
          'include: [docker-compose.yml]\nservices: { d: { extends: { file: docker-compose.yml, service: a } } }\n',
        'nginx.conf': 'include nginx.conf;\ninclude *.conf;\nserver { listen 80; }\n',
        'requirements.txt': '-r requirements.txt\n-r other.txt\n',
        'other.txt': '-r requirements.txt\n-c other.txt\n',
        Dockerfile: 'FROM x\nCOPY . .\nENTRYPOINT ["./start.sh"]\n',
        'start.sh': '#!/bin/sh\n. ./start.sh\nexec ./start.sh "$@"\n',
      }),
    ended: ANY,
  },
  {
    name: 'so many files',
    tree: () =>
      site(
        '',
        Object.fromEntries(
          Array.from({ length: 20_000 }, (_, at) => [
            `many/${at % 100}/${at % 7 === 0 ? `Dockerfile.${at}` : at % 5 === 0 ? `${at}.env` : `f${at}.py`}`,
            at % 7 === 0 ? 'FROM python:latest\n' : 'A=1\n',
          ]),
        ),
      ),
    ended: ANY,
    within: 60_000,
  },
  {
    name: 'git is told to run something',
    quick: true,
    tree: () =>
      site('', {
        '.gitattributes': '* filter=evil diff=evil\n',
        'docker/.git/config': '[core]\n\tfsmonitor = touch /hostile/executed\n\tsshCommand = touch /hostile/executed\n',
      }),
    ended: ANY,
  },
  {
    name: 'a pyproject that asks for tools',
    tree: () =>
      site('', {
        'pyproject.toml': '[tool.poetry]\nname = "x"\n[tool.uv]\npython = "/hostile/executed"\n',
        'poetry.lock': '',
        'uv.lock': '',
      }),
    inputs: { python: '' },
    ended: ANY,
  },
];
