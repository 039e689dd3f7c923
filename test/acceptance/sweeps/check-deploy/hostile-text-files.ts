import { EVIL_HOST, MARK } from '../hostile-text.ts';
import { line, type Place, python, site, yaml } from './hostile-texts.ts';

/** What a file can be called: no NUL, no slash, 200 bytes. */
export const FILE_NAME = `::error title=${MARK}::${MARK}\n::set-output name=${MARK}::1 \`|</code></details>[l](https-${EVIL_HOST}) ![i](x) @all <b>#1\r\u001b[31m\u202e`;

/** In variables, files, names and inputs. */
export const IN_FILES: readonly Place[] = [
  {
    name: 'values of variables',
    quick: true,
    tree: text =>
      site(text, 'ALLOWED_HOSTS = [os.environ["ALLOWED_HOSTS"]]\nraise ValueError(os.environ["LOG_LEVEL"])\n'),
    inputs: text => ({
      env: ['ALLOWED_HOSTS', 'LOG_LEVEL', 'DATABASE_URL', 'SECRET_KEY']
        .map(name => `${name}=${line(text).slice(0, 30_000)}`)
        .join('\n'),
    }),
  },
  {
    name: 'a file of variables',
    tree: text =>
      site('x', '', {
        'own.env': `ALLOWED_HOSTS=${line(text)}\n${text}\nX="${text}"\n`,
        '.env': text,
        '.env.example': `DEBUG=True\n${text}=${text}\n${line(text)}\nALLOWED_HOSTS=${line(text)}\n`,
      }),
    inputs: () => ({ 'env-file': 'own.env' }),
  },
  {
    name: 'a Dockerfile',
    quick: true,
    tree: text =>
      site('x', '', {
        Dockerfile: `# ${text}\nFROM ${line(text)} AS ${line(text)}\nFROM python:latest\nARG ${line(text)}\nENV ${line(text)}=${line(text)} SECRET_KEY=${yaml(line(text))}\nLABEL a=${yaml(line(text))}\nCOPY ${line(text)} /x\nRUN apt-get install ${line(text)} && pip install ${yaml(line(text))}\nUSER ${line(text)}\nWORKDIR ${line(text)}\nHEALTHCHECK CMD curl ${line(text)}\nENTRYPOINT ${line(text)}\nCMD ["gunicorn", ${yaml(text)}]\n`,
      }),
  },
  {
    name: 'a script',
    tree: text =>
      site('x', '', {
        Dockerfile: 'FROM python:latest\nCOPY . /app\nWORKDIR /app\nENTRYPOINT ["/app/start.sh"]\n',
        'start.sh': `#!/bin/sh\n# ${line(text)}\nexport X=${yaml(text)}\npython manage.py migrate '${text.replaceAll("'", '')}'\ngunicorn --config ${yaml(line(text))} ${yaml(text)}\n`,
      }),
  },
  {
    name: 'a Compose file',
    quick: true,
    tree: text =>
      site('x', '', {
        'docker-compose.yml': `name: ${yaml(text)}
services:
  ${yaml(text)}:
    image: ${yaml(`postgres:${text}`)}
    ports: [${yaml(text)}, "5432:5432"]
    ${yaml(text)}: ${yaml(text)}
    restart: ${yaml(text)}
  web:
    image: ${yaml(text)}
    command: ${yaml(`gunicorn --bind 127.0.0.1:1 ${text}`)}
    environment: { ${yaml(text)}: ${yaml(text)}, DATABASE_URL: ${yaml(text)}, POSTGRES_PASSWORD: ${yaml(text)} }
    env_file: [${yaml(text)}]
    depends_on: [${yaml(text)}, nobody]
    healthcheck: { test: ${yaml(text)}, interval: ${yaml(text)} }
    volumes: [${yaml(`./${text}:/x`)}]
    extends: { file: ${yaml(text)}, service: x }
    labels: { ${yaml(text)}: ${yaml(text)} }
  worker: { image: x, command: ["celery", "-A", ${yaml(text)}, "worker", "-B"], container_name: ${yaml(text)} }
volumes: { ${yaml(text)}: {} }
`,
        'compose.broken.yml': `services:\n${text}\n`,
        'docker-compose.staging.yml': `services: { x: [${text}] }\n`,
      }),
  },
  {
    name: 'an interpolation of Compose',
    tree: text =>
      site('x', '', {
        'docker-compose.yml': `services:\n  web:\n    image: ${yaml(`x:\${NEEDED:?${text.replaceAll('}', '')}}`)}\n    command: ${yaml(`\${A:-${text.replaceAll('}', '')}}`)}\n`,
      }),
  },
  {
    name: 'nginx',
    tree: text =>
      site('x', '', {
        'nginx.conf': `server {\n  listen 80;\n  ${text}\n  server_name ${line(text)};\n  location ${yaml(line(text))} { proxy_pass http://web:8000; add_header ${yaml(text)} ${yaml(text)}; ${line(text)}; }\n}\n`,
        'docker-compose.yml':
          'services:\n  nginx:\n    image: nginx\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]\n',
      }),
  },
  {
    name: 'gunicorn',
    tree: text =>
      site('x', '', {
        'gunicorn.conf.py': `workers = 1\nworker_class = ${python(text)}\nbind = ${python(text)}\naccesslog = ${python(text)}\nuser = ${python(text)}\n`,
        Procfile: `web: gunicorn site_.wsgi\n${line(text)}: ${line(text)}\n`,
      }),
  },
  {
    name: 'gunicorn that breaks',
    tree: text =>
      site('x', '', {
        'gunicorn.conf.py': `raise ValueError(${python(text)})\n`,
        Procfile: 'web: gunicorn site_.wsgi\n',
      }),
  },
  {
    name: 'requirements',
    tree: text =>
      site('x', '', {
        'requirements.txt': `# ${line(text)}\n${text}\ndjango==${line(text)}\n${line(text)}==1\n-r ${line(text)}\n`,
        'pyproject.toml': `[project]\nname = ${yaml(text)}\ndependencies = [${yaml(text)}]\nrequires-python = ${yaml(text)}\n`,
        'runtime.txt': text,
        '.python-version': text,
      }),
  },
  {
    name: 'workflows',
    tree: text =>
      site('x', '', {
        '.github/workflows/a.yml': `name: ${yaml(text)}\non: push\njobs:\n  ${yaml(text)}:\n    steps:\n      - name: ${yaml(text)}\n        run: ${yaml(`python manage.py check --deploy --settings=${text}`)}\n`,
        '.github/workflows/b.yml': text,
      }),
  },
  {
    name: 'names of files',
    short: true,
    quick: true,
    tree: () =>
      site('x', '', {
        [`${FILE_NAME}/Dockerfile`]: 'FROM python:latest\n',
        [`docker/${FILE_NAME}.Dockerfile`]: 'FROM python:latest\nRUN x\n',
        [`${FILE_NAME}.env`]: 'SECRET_KEY=abcdefgh12345678\n',
        [`deploy/docker-compose.${FILE_NAME}.yml`]: 'services: { db: { image: postgres } }\n',
        [`${FILE_NAME}.sql`]: 'COPY auth_user FROM stdin;\n',
        [`requirements/${FILE_NAME}.txt`]: 'django\n',
        [`${FILE_NAME}.pem`]: '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n',
        [`.github/workflows/${FILE_NAME}.yml`]: 'jobs: { a: { steps: [{ run: python manage.py check --deploy }] } }\n',
      }),
    inputs: () => ({ 'fail-on': 'low' }),
  },
  {
    name: 'names that were asked for',
    short: true,
    tree: () => site('x', ''),
    inputs: () => ({ ignore: `settings/debug -- ${line(FILE_NAME)}`, environment: line(FILE_NAME).slice(0, 80) }),
  },
  {
    name: 'wrong inputs',
    short: true,
    tree: () => site('x', ''),
    inputs: () => ({ families: line(FILE_NAME), compose: `production: ${line(FILE_NAME)}`, settings: line(FILE_NAME) }),
  },
  {
    name: 'a missing Compose file',
    short: true,
    tree: () => site('x', ''),
    inputs: () => ({ compose: `production: ${line(FILE_NAME)}` }),
  },
  {
    name: 'an interpreter that is none',
    short: true,
    tree: () => site('x', ''),
    inputs: () => ({ python: line(FILE_NAME) }),
  },
  {
    name: 'the branch and the repository',
    short: true,
    tree: () => site('x', ''),
    context: () => ({
      ref: `refs/heads/${line(FILE_NAME)}`,
      head_ref: line(FILE_NAME),
      actor: line(FILE_NAME),
      workflow: line(FILE_NAME),
    }),
  },
  {
    name: 'a baseline',
    tree: text =>
      site('x', '', {
        'base.json': JSON.stringify({
          schema: 'obcms-deploy/check-deploy@1',
          findings: [{ rule: 'settings/debug', severity: 'high', file: text, line: 1, subject: text, message: text }],
        }),
      }),
    inputs: () => ({ baseline: 'base.json' }),
  },
  {
    name: 'a baseline that is none',
    tree: text => site('x', '', { 'base.json': text }),
    inputs: () => ({ baseline: 'base.json' }),
  },
  {
    name: 'the configuration',
    tree: text =>
      site('x', '', {
        '.github/obcms-deploy.yml': `version: 1\nenvironments: { ${yaml(text)}: { url: ${yaml(text)} } }\n`,
      }),
    inputs: () => ({ environment: 'production' }),
  },
];
