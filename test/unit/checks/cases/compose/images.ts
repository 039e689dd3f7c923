import { evaluationWith } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { fires, silent } from './stack-project.ts';

const django = (version: string) => () => ({ evaluations: [evaluationWith({ django: version })] });
const workflow = (word: string) => () => ({
  source: {
    tracked: true,
    files: [],
    workflows: [],
    texts: new Map([['deploy.sh', `#!/bin/sh\n# docker-compose was version 1\n${word} up -d\n`]]),
  },
});

export const IMAGES: RuleCases = {
  'compose/image-tag': {
    fires: [
      fires(
        'none, and latest',
        'services:\n  db:\n    image: postgres # <-\n  redis:\n    image: registry.example:5000/redis:latest # <-\n',
      ),
    ],
    silent: [
      silent(
        'a version, a digest, or built here',
        `services:\n  db:\n    image: postgres:17\n  redis:\n    image: redis@sha256:${'a'.repeat(64)}\n  web:\n    build: .\n    image: obcms\n`,
      ),
      silent('a variable that nobody knows yet', 'services:\n  web:\n    image: ghcr.io/acme/app:${TAG:?}\n'),
    ],
  },
  'compose/postgres-version': {
    fires: [
      fires('too old for Django', 'services:\n  db:\n    image: postgres:13 # <-\n', django('5.2.17')),
      fires('old', 'services:\n  db:\n    image: postgis/postgis:14-3.4 # <-\n', django('5.2.17')),
    ],
    silent: [
      silent('new enough', 'services:\n  db:\n    image: pgvector/pgvector:pg17\n', django('6.1')),
      silent('nobody knows', 'services:\n  db:\n    image: postgres:${PG:?}\n'),
    ],
  },
  'compose/version': {
    fires: [fires('there', 'version: "3.8" # <-\nservices:\n  web:\n    build: .\n')],
    silent: [silent('not there', 'name: obcms\nservices:\n  web:\n    build: .\n')],
  },
  'compose/container-name': {
    fires: [
      fires('of the web', 'services:\n  web:\n    build: .\n    container_name: web # <-\n'),
      fires(
        'of three',
        'services:\n  search:\n    image: acme/search:1\n    container_name: search # <-\n    deploy: { replicas: 3 }\n',
      ),
    ],
    silent: [
      silent(
        'of a database',
        'services:\n  web:\n    build: .\n  db:\n    image: postgres:17\n    container_name: db\n',
      ),
    ],
  },
  'compose/links': {
    fires: [
      fires('there', 'services:\n  web:\n    build: .\n    links: # <-\n      - db\n  db:\n    image: postgres:17\n'),
    ],
    silent: [
      silent('depends_on', 'services:\n  web:\n    build: .\n    depends_on: [db]\n  db:\n    image: postgres:17\n'),
    ],
  },
  'compose/v1-command': {
    fires: [
      {
        ...fires('with a hyphen', 'services:\n  web:\n    build: .\n', workflow('docker-compose')),
        at: [['deploy.sh', 3]],
      },
    ],
    silent: [silent('with a space', 'services:\n  web:\n    build: .\n', workflow('docker compose'))],
  },
};
