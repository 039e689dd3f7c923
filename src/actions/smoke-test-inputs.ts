import type { OutputSpecs } from '../core/action.ts';
import type { InputSpecs, Inputs } from '../core/inputs.ts';

/** The inputs of `smoke-test`. `action.yml` is held against this, and the tables of the docs are made from it. */
export const SMOKE_TEST_INPUTS = {
  config: {
    description: 'Path of the configuration file; `.github/obcms-deploy.yml` is used when it exists.',
    example: '.github/obcms-deploy.yml',
  },
  environment: {
    description:
      'Environment of the configuration to visit; a label when there is no configuration. It decides how strict the presets are, and whether checks that write are run.',
    example: 'staging',
  },
  'base-url': {
    description: "Address of the site. Without it, the environment's `url` in the configuration.",
    example: 'https://staging.example',
  },
  suite: {
    description:
      "Path of the smoke suite, or its text: a value with a line break is a suite. Without it, the environment's `smoke` in the configuration.",
    example: 'smoke/staging.yml',
  },
  presets: {
    description:
      'Presets to run with their default options beside, or instead of, a suite: names separated by commas or line breaks.',
    example: 'https, headers, cookies, health',
  },
  variables: {
    description: 'Values for `${name}` in the suite, as lines `name=value`. Not for secrets: they are `$NAME`.',
    example: 'region=bangsamoro',
  },
  'expected-sha': {
    description:
      'The commit that must be live: at least 7 characters, compared as the beginning of what the version page says.',
    example: '0123456789abcdef0123456789abcdef01234567',
  },
  version: {
    description:
      "Where the site says which commit it runs: `<path>#<JSONPath>` or `<path>~/<regular expression with one group>/`. Without it, the health preset's `version`, else that of the environment's resources.",
    example: '/health/#$.version',
  },
  'wait-ready': {
    description:
      'Time for the site to answer as it must three times in a row, before anything is checked; `0s` does not wait.',
    default: '2m',
    example: '2m',
  },
  timeout: {
    description: 'Time for all checks together, after the site was ready. Clean-up runs all the same.',
    default: '10m',
    example: '10m',
  },
  concurrency: {
    description: 'How many checks run at the same time.',
    default: '8',
    example: '8',
  },
  only: {
    description:
      'Runs only what has one of these tags or ids, separated by commas or line breaks; `all` runs everything, in production also what writes and what makes load.',
    example: 'security, health',
  },
  skip: {
    description: 'Leaves out what has one of these tags or ids, separated by commas or line breaks.',
    example: 'write, headers/csp',
  },
  junit: {
    description: 'Path of a JUnit report to write.',
    example: 'reports/smoke.xml',
  },
  'ca-file': {
    description: 'PEM file of a certificate authority to trust in addition.',
    example: 'certificates/authority.pem',
  },
  'http-url': {
    description:
      'Address of the plain HTTP side of the site, for the checks of the redirect to HTTPS. Without it, port 80 of the host when `base-url` has no port.',
    example: 'http://staging.example',
  },
  'allow-insecure': {
    description: 'Lets `base-url` be plain HTTP. Certificates are verified all the same.',
    default: 'false',
    choices: ['true', 'false'],
    example: 'true',
  },
  list: {
    description: 'Reads the suite, says what would run, and sends nothing. The site is not looked at.',
    default: 'false',
    choices: ['true', 'false'],
    example: 'true',
  },
} as const satisfies InputSpecs;

export type SmokeTestInputs = Inputs<typeof SMOKE_TEST_INPUTS>;

/** The outputs of `smoke-test` beside the common four. */
export const SMOKE_TEST_OUTPUTS = {
  passed: 'Number of checks that held, those with a warning included.',
  failed: 'Number of checks and clean-ups that did not hold.',
  skipped: 'Number of checks that were not run, or could not be known from here.',
  'p95-ms': 'The time in which 95 % of all requests were answered, in whole milliseconds; empty when nothing was sent.',
  'junit-path': 'Absolute path of the JUnit report; empty without `junit`.',
} as const satisfies OutputSpecs;
