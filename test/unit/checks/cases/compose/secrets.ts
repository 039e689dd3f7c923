import type { RuleCases } from '../../../../support/rule-cases.ts';
import { fires, given, silent } from './stack-project.ts';

export const SECRETS: RuleCases = {
  'compose/literal-secret': {
    fires: [
      fires(
        'a key, a password, a password in an address',
        `services:
  web:
    build: .
    environment:
      SECRET_KEY: 7f3kq9vz # <-
      DATABASE_URL: postgres://app:hunter22@db/app # <-
  db:
    image: postgres:17
    environment:
      - POSTGRES_PASSWORD=postgres # <-
`,
      ),
    ],
    silent: [
      silent(
        'from the environment that was given',
        'services:\n  web:\n    build: .\n    environment:\n      SECRET_KEY: ${SECRET_KEY}\n      DATABASE_URL: postgres://app:${DB_PASSWORD}@db/app\n',
        undefined,
        given({ SECRET_KEY: 'abc', DB_PASSWORD: 'def' }),
      ),
      silent(
        'from the environment or a file',
        `services:
  web:
    build: .
    environment:
      SECRET_KEY: \${SECRET_KEY:?}
      DATABASE_URL: postgres://app:\${DB_PASSWORD}@db/app
      POSTGRES_PASSWORD_FILE: /run/secrets/password
      EMAIL_HOST: smtp.example
      REDIS_URL: redis://redis:6379/0
      STRIPE_KEY: ""
      API_TOKEN:
`,
      ),
    ],
  },
  'compose/default-secret': {
    fires: [
      fires(
        'a password, and one inside an address',
        `services:
  db:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD: \${DB_PASSWORD:-postgres} # <-
  web:
    build: .
    environment:
      DATABASE_URL: postgres://app:\${APP_PASSWORD-app}@db/app # <-
`,
      ),
      fires(
        'that is used',
        'services:\n  web:\n    build: .\n    environment:\n      SECRET_KEY: ${SECRET_KEY:-insecure} # <-\n',
        undefined,
        given({ DEBUG: '0' }),
      ),
    ],
    silent: [
      silent(
        'demanded, empty, or harmless',
        `services:
  web:
    build: .
    environment:
      SECRET_KEY: \${SECRET_KEY:?}
      EMAIL_HOST_PASSWORD: \${EMAIL_HOST_PASSWORD:-}
      LOG_LEVEL: \${LOG_LEVEL:-INFO}
      DATABASE_URL: postgres://\${DB_USER:-app}:\${DB_PASSWORD:?}@db/app
`,
      ),
    ],
  },
  'compose/no-password': {
    fires: [
      fires(
        'trust',
        'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_HOST_AUTH_METHOD: trust # <-\n',
      ),
    ],
    silent: [
      silent(
        'a method with passwords',
        'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_HOST_AUTH_METHOD: scram-sha-256\n',
      ),
    ],
  },
  'compose/grafana-password': {
    fires: [
      fires('none', 'services:\n  grafana: # <-\n    image: grafana/grafana:11.0.0\n'),
      fires(
        'written, and as a default',
        'services:\n  one:\n    image: grafana/grafana:11.0.0\n    environment:\n      GF_SECURITY_ADMIN_PASSWORD: admin # <-\n  two:\n    image: grafana/grafana-oss:11.0.0\n    environment:\n      GF_SECURITY_ADMIN_PASSWORD: ${GRAFANA:-admin} # <-\n',
      ),
    ],
    silent: [
      silent(
        'from the environment',
        'services:\n  grafana:\n    image: grafana/grafana:11.0.0\n    environment:\n      GF_SECURITY_ADMIN_PASSWORD: ${GRAFANA_PASSWORD:?}\n',
      ),
      silent(
        'in a file that cannot be read here',
        'services:\n  grafana:\n    image: grafana/grafana:11.0.0\n    env_file: grafana.env\n',
      ),
    ],
  },
};
