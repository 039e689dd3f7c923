import type { RuleCases } from '../../../../support/rule-cases.ts';
import { DOCKERFILE, fires, STACK, silent } from './stack-project.ts';

const DATABASE = `  db:
    image: postgres:17
    healthcheck: { test: ["CMD-SHELL", "pg_isready"] }
`;
const JOB = `  migrate:
    build: .
    command: python manage.py migrate
    depends_on:
      db: { condition: service_healthy }
`;
const HEALTHY = `services:
  web:
    build: .
    environment: { DATABASE_URL: "postgres://app:x@db:5432/app" }
    depends_on:
      db: { condition: service_healthy }
${DATABASE}`;

export const WAITING: RuleCases = {
  'compose/depends-on': {
    fires: [
      fires(
        'over a service that it does not wait for',
        `services:\n  web: # <-\n    build: .\n    environment: { DATABASE_HOST: db }\n    depends_on: [api]\n  api:\n    image: acme/api:1\n    depends_on:\n      db: { condition: service_healthy }\n${DATABASE}`,
      ),
      fires('only started', `services:\n  web:\n    build: .\n    depends_on:\n      - db # <-\n${DATABASE}`),
      fires(
        'not at all',
        `services:\n  web: # <-\n    build: .\n    environment:\n      DATABASE_HOST: db\n${DATABASE}`,
      ),
    ],
    silent: [
      silent('healthy', HEALTHY),
      silent(
        'over the service that migrates',
        `services:\n  web:\n    build: .\n    environment: { DATABASE_HOST: db }\n    depends_on:\n      migrate: { condition: service_completed_successfully }\n${JOB}${DATABASE}`,
      ),
      silent('its script waits', {
        Dockerfile: DOCKERFILE.replace('CMD', 'ENTRYPOINT ["/app/start.sh"]\nCMD'),
        'start.sh': '#!/bin/sh\nuntil pg_isready -h db; do sleep 1; done\nexec "$@"\n',
        [STACK]: `services:\n  web:\n    build: .\n    depends_on: [db]\n${DATABASE}`,
      }),
      silent(
        'another database',
        `services:\n  web:\n    build: .\n    environment: { DATABASE_URL: "postgres://app:x@managed.example/app" }\n${DATABASE}`,
      ),
    ],
  },
  'compose/healthy-without-check': {
    fires: [
      fires(
        'a database without one',
        'services:\n  web:\n    build: .\n    depends_on:\n      db: { condition: service_healthy } # <-\n  db:\n    image: postgres:17\n',
      ),
      fires(
        'two services that share the line',
        'x-wait: &wait\n  db: { condition: service_healthy } # <-\nservices:\n  web:\n    build: .\n    depends_on: *wait\n  worker:\n    build: .\n    command: celery -A app worker\n    depends_on: *wait\n  db:\n    image: postgres:17\n',
      ),
      fires(
        'one that is switched off',
        `${HEALTHY.replace('condition: service_healthy }', 'condition: service_healthy } # <-').replace('{ test: ["CMD-SHELL", "pg_isready"] }', '{ disable: true }')}`,
      ),
    ],
    silent: [
      silent('it has one', HEALTHY),
      silent(
        'an image that may bring one',
        'services:\n  web:\n    build: .\n    depends_on:\n      search: { condition: service_healthy }\n  search:\n    image: acme/search:3\n',
      ),
    ],
  },
  'compose/waits-for-migrate': {
    fires: [
      fires('the web does not wait', `services:\n  web: # <-\n    build: .\n${JOB}${DATABASE}`),
      fires(
        'the worker waits for the start only',
        `services:\n  worker:\n    build: .\n    command: celery -A app worker\n    depends_on:\n      migrate: # <-\n        condition: service_started\n${JOB}${DATABASE}`,
      ),
    ],
    silent: [
      silent(
        'both wait',
        `services:\n  web:\n    build: .\n    depends_on:\n      migrate: { condition: service_completed_successfully }\n  worker:\n    build: .\n    command: celery -A app worker\n    depends_on:\n      web: { condition: service_healthy }\n${JOB}${DATABASE}`,
      ),
      silent('nothing migrates apart', HEALTHY),
    ],
  },
  'compose/endless-wait': {
    fires: [
      fires(
        'for the end of a database',
        'services:\n  web:\n    build: .\n    depends_on:\n      db: { condition: service_completed_successfully } # <-\n  db:\n    image: postgres:17\n',
      ),
      fires(
        'of two services that share the line',
        'x-wait: &wait\n  db: { condition: service_completed_successfully } # <-\nservices:\n  web:\n    build: .\n    depends_on: *wait\n  worker:\n    build: .\n    command: celery -A app worker\n    depends_on: *wait\n  db:\n    image: postgres:17\n',
      ),
    ],
    silent: [
      silent(
        'for the end of a migration',
        `services:\n  web:\n    build: .\n    depends_on:\n      migrate: { condition: service_completed_successfully }\n${JOB}${DATABASE}`,
      ),
    ],
  },
};
