import { type Canary, canary, HEADER_ODD, MULTI_LINE, ODD, spelled, URL_PASSWORD } from './canaries.ts';
import { PATIENT_HEALTH, type Scenario, TASK } from './scenarios.ts';
import type { Stage } from './stage.ts';

/** Values of the application in Coolify, under the names Django projects give them. */
const APPLICATION = {
  SECRET_KEY: canary('SECRET_KEY', ODD),
  EMAIL_HOST_PASSWORD: canary('EMAIL_HOST_PASSWORD', '/+=='),
  AWS_SECRET_ACCESS_KEY: canary('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG+bPx'),
  STRIPE_API_KEY: canary('STRIPE_API_KEY'),
  JWT_SIGNING_KEY: { name: 'JWT_SIGNING_KEY', value: MULTI_LINE },
} satisfies Record<string, Canary>;
const DATABASE: Canary = canary('DATABASE_URL', URL_PASSWORD);
const BROKER: Canary = canary('CELERY_BROKER_URL');
const SENTRY: Canary = canary('SENTRY_DSN');
export const OF_APPLICATION = [...Object.values(APPLICATION), DATABASE, BROKER, SENTRY];
export const ENVIRONMENT = {
  ...Object.fromEntries(Object.entries(APPLICATION).map(([key, { value }]) => [key, value])),
  DATABASE_URL: `postgres://obcms:${encodeURIComponent(DATABASE.value)}@db:5432/obcms`,
  CELERY_BROKER_URL: `redis://:${BROKER.value}@redis:6379/0`,
  SENTRY_DSN: `https://${SENTRY.value}@sentry.example/1`,
};

/** Of the step itself. */
export const GITHUB_TOKEN = canary('github-token', HEADER_ODD);
const ODD_GITHUB_TOKEN = canary('odd github-token', ODD);
export const STEP = {
  OTHER_SECRET: canary('env OTHER_SECRET', ODD),
  DATABASE_URL: canary('env DATABASE_URL'),
  COOLIFY_TOKEN: canary('env COOLIFY_TOKEN'),
  HTTP_PASSWORD: canary('env HTTP_PASSWORD', MULTI_LINE.split('\n')[1]),
} satisfies Record<string, Canary>;

export interface Story {
  readonly name: string;
  readonly outcome: readonly string[];
  readonly inputs?: (stage: Stage, secrets: Secrets) => Readonly<Record<string, string>>;
  readonly prepare?: (stage: Stage) => void;
  /** Further canaries of this story alone. */
  readonly own?: readonly Canary[];
  /** A fault that leads the client to a foreign host. */
  readonly redirectAt?: number;
}

export interface Secrets {
  readonly all: readonly Canary[];
}

const WRONG_TOKEN = canary('wrong coolify-token', `|${ODD}`);
const PLAIN_WRONG_TOKEN = canary('plain wrong coolify-token', `|${HEADER_ODD}`);
const PASTED_PASSWORD = canary('password in an address');
const TWO_LINES: Canary = {
  name: 'coolify-token of two lines',
  value: `12|${canary('first line').value}\n${canary('second line').value}`,
};

const crashes = (stage: Stage): void =>
  stage.runtime.behave(stage.commits.next, { boot: 'crash', log: spelled(OF_APPLICATION) });

export const STORIES: readonly Story[] = [
  { name: 'good', outcome: ['passed'] },
  { name: 'good, redirected once', outcome: ['passed', 'error'], redirectAt: 6 },
  { name: 'redirected at once', outcome: ['error'], redirectAt: 0 },
  { name: 'does not boot', outcome: ['failed'], prepare: crashes },
  {
    name: 'does not build',
    outcome: ['failed'],
    prepare: stage => stage.runtime.behave(stage.commits.next, { buildFails: spelled(OF_APPLICATION).join('\n') }),
  },
  {
    name: 'task fails',
    outcome: ['failed'],
    inputs: () => ({ 'after-tasks': `web: ${TASK.name}` }),
    prepare: stage =>
      stage.runtime.behave(stage.commits.next, { exec: () => ({ exitCode: 1, output: spelled(OF_APPLICATION) }) }),
  },
  {
    name: 'post-deployment command fails',
    outcome: ['failed'],
    prepare(stage) {
      stage.coolify.traps.enable('swallowed-post-command', { text: 'no' });
      for (const { columns } of stage.applications)
        columns.post_deployment_command = `curl -H "Authorization: Bearer ${APPLICATION.STRIPE_API_KEY.value}" http://localhost/`;
    },
  },
  {
    name: 'the site prints its secrets as version',
    outcome: ['failed'],
    inputs: () => ({ 'health-timeout': '6s' }),
    prepare: stage => stage.runtime.behave(stage.commits.next, { version: spelled(OF_APPLICATION).join(' ') }),
  },
  {
    name: 'wrong token with odd characters',
    outcome: ['error'],
    own: [WRONG_TOKEN],
    inputs: () => ({ 'coolify-token': WRONG_TOKEN.value }),
  },
  {
    name: 'wrong token that a header can carry',
    outcome: ['error'],
    own: [PLAIN_WRONG_TOKEN],
    inputs: () => ({ 'coolify-token': PLAIN_WRONG_TOKEN.value }),
  },
  {
    name: 'github-token with odd characters',
    outcome: ['error'],
    own: [ODD_GITHUB_TOKEN],
    inputs: () => ({ 'github-token': ODD_GITHUB_TOKEN.value }),
  },
  {
    name: 'token of two lines',
    outcome: ['error'],
    own: [TWO_LINES],
    inputs: () => ({ 'coolify-token': TWO_LINES.value }),
  },
  {
    name: 'password in coolify-url',
    outcome: ['error'],
    own: [PASTED_PASSWORD],
    inputs: ({ faults }) => ({ 'coolify-url': faults.url.replace('://', `://admin:${PASTED_PASSWORD.value}@`) }),
  },
  {
    name: 'password in base-url',
    outcome: ['error'],
    own: [PASTED_PASSWORD],
    inputs: ({ faults }) => ({ 'base-url': faults.url.replace('://', `://admin:${PASTED_PASSWORD.value}@`) }),
  },
  { name: 'token in the wrong input', outcome: ['error'], inputs: ({ token }) => ({ resources: `web=${token}` }) },
  {
    name: 'token as id in the address',
    outcome: ['error'],
    inputs: ({ faults, token }) => ({
      'coolify-url': `${faults.url}/api/v1/deploy?uuid=${encodeURIComponent(token)}`,
      resources: '',
    }),
  },
];

export const CANARY_SCENARIO: Scenario = {
  name: 'canaries',
  version: '4.3.10',
  applications: [{ name: 'web', health: PATIENT_HEALTH, environment: ENVIRONMENT, tasks: [TASK] }],
  inputs: { logs: 'always' },
  reason: 'deployed',
  prepare({ source, runtime, commits }) {
    source.move('main', commits.later);
    runtime.behave(commits.next, { buildMs: 300 });
  },
};
