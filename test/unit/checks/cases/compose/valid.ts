import type { RuleCases } from '../../../../support/rule-cases.ts';
import { fires, given, STACK, silent } from './stack-project.ts';

const BASE = `services:
  web:
    build: .
    environment:
      SECRET_KEY: \${SECRET_KEY:?set it}
      SITE_NAME: \${SITE_NAME:-OBCMS}
`;

export const VALID: RuleCases = {
  'compose/schema': {
    fires: [
      fires('a key that does not exist', 'services:\n  web:\n    biuld: . # <-\n'),
      fires('a list where a map belongs', 'services: # <-\n  - web\n'),
      fires('a tab', 'services:\n  web:\n\t  image: x # <-\n'),
      fires('a key that stands twice', 'services:\n  web:\n    image: a:1\n    image: b:1 # <-\n'),
      fires('a base that is not there', 'services:\n  web:\n    extends: # <-\n      service: base\n'),
      fires('a service that extends itself', 'services:\n  web:\n    extends: # <-\n      service: web\n'),
      fires('a dollar that is no variable', 'services:\n  web:\n    image: a:1\n    command: "echo ${1}" # <-\n'),
      fires('a duration without a unit', 'services:\n  web:\n    image: a:1\n    stop_grace_period: "30" # <-\n'),
    ],
    silent: [
      silent('long and short forms, extension fields, anchors', {
        Dockerfile: 'FROM python:3.13-slim\n',
        [STACK]: `x-base: &base
  image: app:1
  restart: unless-stopped
services:
  web:
    <<: *base
    ports: ["127.0.0.1:8000:8000", { target: 9000, published: "9000", protocol: tcp }]
    deploy: { replicas: 2, resources: { limits: { memory: 1G } } }
  worker:
    extends: { service: web }
    command: celery
    ports: !reset []
`,
      }),
      silent(
        'a number that a variable would give',
        'services:\n  web:\n    image: a:1\n    mem_limit: ${LIMIT}\n    cpus: ${CPUS}\n',
      ),
    ],
  },
  'compose/variables': {
    fires: [
      fires(
        'one that is demanded',
        'services:\n  web:\n    build: .\n    environment:\n      SECRET_KEY: ${SECRET_KEY:?set it} # <-\n',
        undefined,
        given({ DEBUG: '0' }),
      ),
      fires(
        'one that becomes nothing',
        'services:\n  web:\n    build: .\n    environment:\n      EMAIL_HOST: ${EMAIL_HOST} # <-\n',
        undefined,
        given({ DEBUG: '0' }),
      ),
    ],
    silent: [
      silent('given, or with a default', BASE, undefined, given({ SECRET_KEY: 'x' })),
      silent('nothing was given at all', BASE),
      silent(
        'Coolify fills it',
        'services:\n  web:\n    build: .\n    environment:\n      URL: ${SERVICE_FQDN_WEB}\n',
        undefined,
        given({ DEBUG: '0' }),
      ),
      silent(
        'it is in .env beside the file',
        { [STACK]: BASE, Dockerfile: 'FROM python:3.13-slim\n', '.env': 'SECRET_KEY=x\n' },
        undefined,
        given({ DEBUG: '0' }),
      ),
    ],
  },
  'compose/dependencies': {
    fires: [
      fires(
        'a service that is not there',
        'services:\n  web:\n    build: .\n    depends_on:\n      - databse # <-\n  db:\n    image: postgres:17\n',
      ),
      fires(
        'a circle',
        'services:\n  web:\n    build: .\n    depends_on: [api]\n  api:\n    build: .\n    depends_on: [web] # <-\n',
      ),
      fires(
        'a service that only starts with a profile',
        'services:\n  web:\n    build: .\n    depends_on:\n      db: { condition: service_healthy } # <-\n  db:\n    image: postgres:17\n    profiles: [local]\n',
      ),
    ],
    silent: [
      silent(
        'all there, no circle',
        'services:\n  web:\n    build: .\n    depends_on: [db, api]\n  api:\n    build: .\n    depends_on: [db]\n  db:\n    image: postgres:17\n',
      ),
      silent(
        'one that need not be there',
        'services:\n  web:\n    build: .\n    depends_on:\n      db: { condition: service_started, required: false }\n',
      ),
    ],
  },
  'compose/undefined-parts': {
    fires: [
      fires(
        'a volume',
        'services:\n  db:\n    image: postgres:17\n    volumes:\n      - database:/var/lib/postgresql/data # <-\n',
      ),
      fires('a network', 'services:\n  web:\n    build: .\n    networks:\n      - backend # <-\n'),
    ],
    silent: [
      silent(
        'declared, bound, or without a name',
        'services:\n  db:\n    image: postgres:17\n    networks: [default, back]\n    volumes:\n      - database:/var/lib/postgresql/data\n      - ./init:/docker-entrypoint-initdb.d\n      - /tmp\nvolumes:\n  database:\nnetworks:\n  back:\n    external: true\n',
      ),
    ],
  },
};
