import type { RuleCases } from '../../../../support/rule-cases.ts';
import { fires, silent } from './stack-project.ts';

export const PORTS: RuleCases = {
  'compose/published-port': {
    fires: [
      fires(
        'database, Redis, Flower, a pooler and a tool',
        `services:
  db:
    image: postgres:17
    ports:
      - "5432:5432" # <-
  redis:
    image: redis:7
    ports:
      - target: 6379 # <-
        published: "6379"
  flower:
    build: .
    command: celery -A app flower
    ports:
      - 0.0.0.0:5555:5555 # <-
  pgbouncer:
    image: edoburu/pgbouncer:1
    ports: ["6432:5432"] # <-
  grafana:
    image: grafana/grafana:11.0.0
    ports: ["3000:3000"] # <-
`,
      ),
    ],
    silent: [
      silent(
        'bound to the machine, to a private network, or exposed',
        `services:
  db:
    image: postgres:17
    ports: ["127.0.0.1:5432:5432", "[::1]:5432:5432"]
  redis:
    image: redis:7
    expose: ["6379"]
  pgbouncer:
    image: edoburu/pgbouncer:1
    ports: ["10.0.0.5:6432:5432"]
  web:
    build: .
    ports: ["8000:8000"]
  nginx:
    image: nginx:1.27
    ports: ["80:80", "443:443"]
`,
      ),
    ],
  },
  'compose/web-port': {
    fires: [fires('on the machine’s port', 'services:\n  web:\n    build: .\n    ports:\n      - "8000:8000" # <-\n')],
    silent: [
      silent(
        'exposed, or for the machine only',
        'services:\n  web:\n    build: .\n    expose: ["8000"]\n    ports: ["127.0.0.1:8000:8000"]\n',
      ),
    ],
  },
  'compose/host-network': {
    fires: [fires('host', 'services:\n  web:\n    build: .\n    network_mode: host # <-\n')],
    silent: [
      silent(
        'of another service, or an exporter',
        'services:\n  web:\n    build: .\n    network_mode: service:vpn\n  vpn:\n    image: acme/vpn:1\n  node:\n    image: prom/node-exporter:v1.8.0\n    network_mode: host\n',
      ),
    ],
  },
  'compose/privileges': {
    fires: [
      fires(
        'both',
        'services:\n  web:\n    build: .\n    privileged: true # <-\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock # <-\n',
      ),
    ],
    silent: [
      silent(
        'neither',
        'services:\n  web:\n    build: .\n    privileged: false\n    cap_drop: [ALL]\n    volumes: ["media:/app/media"]\nvolumes:\n  media:\n',
      ),
    ],
  },
};
