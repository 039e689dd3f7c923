import { FAMILIES, PROFILES } from '../checks/profile.ts';
import type { FileKind } from '../checks/request.ts';
import type { OutputSpecs } from '../core/action.ts';
import { SEVERITIES } from '../core/findings.ts';
import type { InputSpecs, Inputs } from '../core/inputs.ts';

export const FRAMEWORKS = ['auto', 'django', 'alembic'] as const;
export const MISSING_POLICIES = ['fail', 'dummy'] as const;
export const STUB_POLICIES = ['never', 'missing'] as const;

/** A table, so that a new kind without a place here does not compile; the list itself is loaded with the readers. */
const KINDS: Readonly<Record<FileKind, true>> = {
  dockerfile: true,
  env: true,
  requirements: true,
  nginx: true,
  traefik: true,
  procfile: true,
};
export const FILE_KINDS = Object.keys(KINDS).filter((kind): kind is FileKind => Object.hasOwn(KINDS, kind));

const listed = (words: readonly string[]) => words.map(word => `\`${word}\``).join(', ');

/** The inputs of `check-deploy`. `action.yml` is held against this, and the tables of the docs are made from it. */
export const CHECK_DEPLOY_INPUTS = {
  config: {
    description: 'Path of the configuration file; `.github/obcms-deploy.yml` is used when it exists.',
    example: '.github/obcms-deploy.yml',
  },
  environment: {
    description:
      'Environment of the configuration that is judged; a label when there is no configuration. It decides the profile, the address of the site and the applications in Coolify.',
    example: 'production',
  },
  'working-directory': {
    description:
      "Folder of `manage.py` (or `alembic.ini`), from the root of the checkout. Without it, the configuration's `app.directory`, else it is looked for.",
    example: 'src',
  },
  settings: {
    description:
      "Settings module to judge. Without it, what the containers really use, else the project's own default.",
    example: 'obc_management.settings.production',
  },
  framework: {
    description: 'What the project is made with; `auto` looks. Without Django the families that need it are skipped.',
    default: 'auto',
    choices: FRAMEWORKS,
    example: 'django',
  },
  python: {
    description:
      'Interpreter in which the project is installed. Without it: the active virtual environment, `.venv`, uv, poetry, then `python3`.',
    example: '.venv/bin/python',
  },
  profile: {
    description:
      'How strict to be. Without it, what the name of the environment says, and production when it says nothing.',
    choices: PROFILES,
    example: 'staging',
  },
  'env-file': {
    description: 'Path of a file of `NAME=value` lines: the environment that the application is judged with.',
    example: 'deploy/production.env',
  },
  env: {
    description:
      'The same as lines `NAME=value`; they win over `env-file`. Every value is masked unless its name is known to be public.',
    hidden: true,
    example: 'DJANGO_SETTINGS_MODULE=obc_management.settings.production\nSECRET_KEY=${{ secrets.SECRET_KEY }}',
  },
  'coolify-url': {
    description: "Address of Coolify. Without it, the environment's `coolify.url` in the configuration.",
    example: 'https://coolify.example',
  },
  'coolify-token': {
    description:
      'Token of Coolify with the abilities `read` and `read:sensitive`, to judge with the real variables of the application. They are held in memory only. Without it Coolify is not asked.',
    secret: true,
    optional: true,
    variable: 'COOLIFY_TOKEN',
    example: '${{ secrets.COOLIFY_TOKEN }}',
  },
  resource: {
    description:
      'Applications in Coolify, as names of the configuration or ids, separated by commas or line breaks. The first is judged, the others are compared with it. Without it, all of the environment.',
    example: 'web, worker, beat',
  },
  missing: {
    description:
      'What to do when a variable that the settings demand is absent. With `dummy` a stand-in is made up, and every finding that rests on one is marked.',
    default: 'fail',
    choices: MISSING_POLICIES,
    example: 'dummy',
  },
  'stub-imports': {
    description:
      'Whether third-party modules that are not installed are stood in for, so that settings can be judged without them. What comes from a stand-in is unknown.',
    default: 'never',
    choices: STUB_POLICIES,
    example: 'missing',
  },
  compose: {
    description:
      'Compose files by profile, as lines `profile: file[, overlay...]`. Without it they are found by their names.',
    example: 'production: docker-compose.yml, docker-compose.prod.yml',
  },
  files: {
    description: `Where other files are, as lines \`kind: glob\`. Kinds: ${listed(FILE_KINDS)}.`,
    example: 'nginx: infra/nginx/**/*.conf',
  },
  families: {
    description: `Judges only these, separated by commas or line breaks: ${listed(FAMILIES)}.`,
    example: 'settings, env, docker',
  },
  ignore: {
    description:
      'Findings to accept, as lines `rule [path] -- reason`. A reason is required; lines that no longer match anything are reported.',
    example: 'compose/image-tag docker-compose.dev.yml -- only used on laptops',
  },
  'fail-on': {
    description: 'The least severity that fails the step.',
    default: 'high',
    choices: SEVERITIES,
    example: 'medium',
  },
  baseline: {
    description:
      'Path of an earlier report of this action (`report-path`). What it holds already is listed apart and does not fail.',
    example: '.github/check-deploy-baseline.json',
  },
  sarif: {
    description: 'Path of a SARIF 2.1.0 report to write, for code scanning.',
    example: 'reports/check-deploy.sarif',
  },
  comment: {
    description: 'Keeps one comment on the pull request up to date. Needs `pull-requests: write`.',
    default: 'false',
    choices: ['true', 'false'],
    example: 'true',
  },
  'allow-insecure': {
    description: 'Lets `coolify-url` be plain HTTP. Certificates are verified all the same.',
    default: 'false',
    choices: ['true', 'false'],
    example: 'true',
  },
  'ca-file': {
    description: 'PEM file of a certificate authority to trust in addition.',
    example: 'certificates/authority.pem',
  },
  'github-token': {
    description: 'For `comment` only. Needs `pull-requests: write`.',
    default: '${{ github.token }}',
    secret: true,
    variable: 'GITHUB_TOKEN',
    example: '${{ github.token }}',
  },
} as const satisfies InputSpecs;

export type CheckDeployInputs = Inputs<typeof CHECK_DEPLOY_INPUTS>;

/** The outputs of `check-deploy` beside the common four. */
export const CHECK_DEPLOY_OUTPUTS = {
  critical: 'Number of critical findings, without ignored and known ones.',
  high: 'Number of high findings, without ignored and known ones.',
  medium: 'Number of medium findings, without ignored and known ones.',
  low: 'Number of low findings, without ignored and known ones.',
  'sarif-path': 'Absolute path of the SARIF report; empty without `sarif`.',
} as const satisfies OutputSpecs;
