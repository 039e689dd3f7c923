import type { OutputSpecs } from '../core/action.ts';
import type { InputSpecs, Inputs } from '../core/inputs.ts';

export const FRAMEWORKS = ['auto', 'django', 'alembic'] as const;
export const ALLOWED = ['safe', 'review'] as const;

/** The inputs of `migration-safety`. `action.yml` is held against this, and the tables of the docs are made from it. */
export const MIGRATION_SAFETY_INPUTS = {
  config: {
    description: 'Path of the configuration file; `.github/obcms-deploy.yml` is used when it exists.',
    example: '.github/obcms-deploy.yml',
  },
  environment: {
    description:
      'Environment that is to be deployed to. Without `base` and outside of a pull request, the commit that is live on it (GitHub Deployments) is the running release.',
    example: 'production',
  },
  'working-directory': {
    description:
      "Folder of `manage.py` (or `alembic.ini`), from the root of the checkout. Without it, the configuration's `app.directory`, else it is looked for.",
    example: 'src',
  },
  settings: {
    description:
      "Settings module that the project is loaded with. Without it, the configuration's `app.settings`, else the project's own default.",
    example: 'obc_management.settings.production',
  },
  python: {
    description:
      'Interpreter in which the project is installed. Without it: the active virtual environment, `.venv`, uv, poetry, then `python3`.',
    example: '.venv/bin/python',
  },
  framework: {
    description: 'What the migrations are made with; `auto` looks.',
    default: 'auto',
    choices: FRAMEWORKS,
    example: 'django',
  },
  base: {
    description:
      'Commit, branch or tag of the release that is running now. Without it, the base of the pull request, else the commit that is live on `environment` according to GitHub Deployments. The checkout has to hold it (`fetch-depth: 0`).',
    example: 'origin/production',
  },
  applied: {
    description:
      'What the database has already: `from-base` (all migrations of the running release), `database` (what `database-url` says), or the path of a file with the output of `showmigrations` or one name a line.',
    default: 'from-base',
    example: 'database',
  },
  'database-url': {
    description:
      'PostgreSQL that the migrations will run on. Read only: applied migrations, sizes of tables, constraints, version of the server. Without it every table counts as large.',
    secret: true,
    optional: true,
    variable: 'MIGRATION_SAFETY_DATABASE_URL',
    example: '${{ secrets.DATABASE_URL_READ_ONLY }}',
  },
  'trace-database-url': {
    description:
      'A scratch PostgreSQL, empty or from an earlier run of this action: the migrations run there, and what they lock, rewrite and read is measured instead of predicted.',
    secret: true,
    optional: true,
    variable: 'MIGRATION_SAFETY_TRACE_DATABASE_URL',
    example: 'postgres://postgres:postgres@localhost:5432/scratch',
  },
  'postgres-version': {
    description:
      'Version of the server, 12 to 18. Without it, what `database-url` answers, else the newest that the installed Django supports.',
    example: '"16"',
  },
  'hot-tables': {
    description:
      'Tables on which even a short lock is worth a look, separated by commas or line breaks; `*` stands for any letters. Beside `app.hot-tables` of the configuration.',
    example: 'communities_community, audit_*',
  },
  'small-tables': {
    description:
      'Tables that may be read or rewritten as a whole, separated by commas or line breaks; `*` stands for any letters. Beside `app.small-tables` of the configuration.',
    example: 'django_site, *_setting',
  },
  allow: {
    description:
      "The worst verdict that passes; `blocked` never does. Without it, the environment's `gates.migrations.allow` in the configuration, else `safe`.",
    choices: ALLOWED,
    example: 'review',
  },
  ignore: {
    description:
      'Hazards to accept, as lines `rule [app.migration] -- reason`. A reason is required; lines that no longer match anything are reported.',
    example: 'lock/rewrite reports.0007_widen_total -- nobody uses reports at night',
  },
  baseline: {
    description:
      'Path of an earlier report of this action (`report-path`). Hazards that it holds already are listed apart and do not count.',
    example: '.github/migration-safety-baseline.json',
  },
  sarif: {
    description: 'Path of a SARIF 2.1.0 report to write, for code scanning.',
    example: 'reports/migration-safety.sarif',
  },
  comment: {
    description: 'Keeps one comment on the pull request up to date. Needs `pull-requests: write`.',
    default: 'false',
    choices: ['true', 'false'],
    example: 'true',
  },
  safemigrate: {
    description:
      'Whether the marks of django-safemigrate (`safe = Safe.after_deploy()`) decide when a migration runs; they are checked against what it does.',
    default: 'false',
    choices: ['true', 'false'],
    example: 'true',
  },
  'coolify-url': {
    description: "Address of Coolify. Without it, the environment's `coolify.url` in the configuration.",
    example: 'https://coolify.example',
  },
  'coolify-token': {
    description:
      'Token of Coolify with the ability `read`, to see which commands migrate there: before and after a deployment, at the start, as scheduled tasks. Without it Coolify is not asked.',
    secret: true,
    optional: true,
    variable: 'COOLIFY_TOKEN',
    example: '${{ secrets.COOLIFY_TOKEN }}',
  },
  resource: {
    description:
      'Applications in Coolify, as names of the configuration or ids, separated by commas or line breaks. Without it, all of the environment.',
    example: 'web, worker, beat',
  },
  'allow-insecure': {
    description: 'Lets `coolify-url` be plain HTTP. Certificates are verified all the same.',
    default: 'false',
    choices: ['true', 'false'],
    example: 'true',
  },
  'ca-file': {
    description: 'PEM file of a certificate authority to trust in addition, for Coolify or GitHub Enterprise.',
    example: 'certificates/authority.pem',
  },
  'github-token': {
    description:
      'To find the live commit of `environment` (`deployments: read`), and for `comment` (`pull-requests: write`).',
    default: '${{ github.token }}',
    secret: true,
    optional: true,
    variable: 'GITHUB_TOKEN',
    example: '${{ github.token }}',
  },
} as const satisfies InputSpecs;

export type MigrationSafetyInputs = Inputs<typeof MIGRATION_SAFETY_INPUTS>;

/** The outputs of `migration-safety` beside the common four. */
export const MIGRATION_SAFETY_OUTPUTS = {
  verdict: '`safe`, `review` or `blocked`; empty when nothing could be judged.',
  pending: 'Number of pending migrations.',
  'backward-compatible':
    'Whether the running release can live on the new schema: `true`, `false` or `unknown`; empty when nothing could be judged.',
  'rollback-safe':
    'Whether the code can go back to the running release after these migrations, without touching the schema: `true`, `false` or `unknown`.',
  phases: 'JSON: the migrations of `before-deploy`, `after-deploy`, `split`, and those better done `by-hand`.',
  'sarif-path': 'Absolute path of the SARIF report; empty without `sarif`.',
} as const satisfies OutputSpecs;
