import type { OutputSpecs } from '../core/action.ts';
import type { InputSpecs, Inputs } from '../core/inputs.ts';
import type { CancelPolicy, LogPolicy, PinPolicy } from '../release/request.ts';

export const PIN_POLICIES: readonly PinPolicy[] = ['auto', 'never', 'always'];
export const LOG_POLICIES: readonly LogPolicy[] = ['on-failure', 'always', 'never'];
export const CANCEL_POLICIES: readonly CancelPolicy[] = ['leave', 'cancel'];

/** The inputs of `redeploy`. `action.yml` is held against this, and the tables of the docs are made from it. */
export const REDEPLOY_INPUTS = {
  config: {
    description: 'Path of the configuration file; `.github/obcms-deploy.yml` is used when it exists.',
    example: '.github/obcms-deploy.yml',
  },
  environment: {
    description: 'Environment of the configuration to deploy to; a label when there is no configuration.',
    example: 'staging',
  },
  'coolify-url': {
    description:
      'Address of Coolify, with or without `/api/v1`; or the whole deploy webhook address copied from Coolify, from which the id or tag is taken.',
    example: 'https://coolify.example',
  },
  'coolify-token': {
    description:
      'API token with the abilities `deploy` and `read`; with `read:sensitive` to see deployment logs, with `write` to pin a commit or set an image tag.',
    secret: true,
    variable: 'COOLIFY_TOKEN',
    example: '${{ secrets.COOLIFY_TOKEN }}',
  },
  resources: {
    description:
      'Applications to deploy, as `name=id`, `id`, or a name of the configuration. Lines go one after the other; entries of one line, separated by commas, go together.',
    example: 'web=k0wg4s8k8sgk0c0occ4wkgs0\nworker=r4w0c8gkk4s0ocwo8o04kc4s, beat=b8k4kwk0s4cc8ogs0gw4okoc',
  },
  tag: {
    description: 'Deploys all applications with this Coolify tag, together, instead of `resources`.',
    example: 'staging',
  },
  sha: {
    description: 'The full commit id that must be live in the end.',
    default: '${{ github.sha }}',
    example: '0123456789abcdef0123456789abcdef01234567',
  },
  'image-tag': { description: 'For docker images: the tag to set and deploy.', example: '2026-11-20.1' },
  'expected-version': {
    description: 'For docker images: what the live version must say. Without it, the image tag.',
    example: '2026.11.20',
  },
  force: {
    description: 'Deploys even when the commit is live already, and rebuilds without cache.',
    default: 'false',
    choices: ['true', 'false'],
    example: 'true',
  },
  pin: {
    description:
      'Whether to pin the commit in Coolify for the time of the deployment: `auto` only when the branch head is, or may be, another commit.',
    default: 'auto',
    choices: PIN_POLICIES,
    example: 'auto',
  },
  wait: {
    description: 'Waits for the end and proves it. `false` ends as soon as the deployment exists.',
    default: 'true',
    choices: ['true', 'false'],
    example: 'true',
  },
  timeout: {
    description:
      'Time for triggering and following each line of `resources`. The deployment is left running when it is over.',
    default: '30m',
    example: '30m',
  },
  version: {
    description:
      'Where the live site says which commit it runs: `<path>#<JSONPath>` or `<path>~/<regular expression with one group>/`.',
    example: '/health/#$.version',
  },
  'base-url': {
    description: 'Address of the live site. Without it, the first domain of the application in Coolify.',
    example: 'https://staging.example',
  },
  'health-timeout': {
    description:
      'Time for the live site to show the new version and for Coolify to call the application well, after the deployment.',
    default: '3m',
    example: '3m',
  },
  logs: {
    description: "When to show the visible lines of Coolify's deployment log.",
    default: 'on-failure',
    choices: LOG_POLICIES,
    example: 'on-failure',
  },
  'on-cancel': {
    description: 'What happens to a running deployment when the job is cancelled.',
    default: 'leave',
    choices: CANCEL_POLICIES,
    example: 'cancel',
  },
  'allow-insecure': {
    description: 'Lets `coolify-url` and the site be plain HTTP. Certificates are verified all the same.',
    default: 'false',
    choices: ['true', 'false'],
    example: 'true',
  },
  'ca-file': {
    description: 'PEM file of a certificate authority to trust in addition.',
    example: 'certificates/authority.pem',
  },
  'after-tasks': {
    description:
      'One-off commands after the swap, as lines `resource: scheduled task name or id`; waited for, with their real exit status (Coolify 4.3).',
    example: 'web: contract migrations',
  },
  'dry-run': {
    description: 'Reads everything a real run would read, says what it would do, and writes nothing.',
    default: 'false',
    choices: ['true', 'false'],
    example: 'true',
  },
  'github-token': {
    description:
      'To read the head of the branch and to refuse a commit older than the live one. Needs `contents: read`.',
    default: '${{ github.token }}',
    secret: true,
    variable: 'GITHUB_TOKEN',
    example: '${{ github.token }}',
  },
} as const satisfies InputSpecs;

export type RedeployInputs = Inputs<typeof REDEPLOY_INPUTS>;

/** The outputs of `redeploy` beside the common four. */
export const REDEPLOY_OUTPUTS = {
  'deployment-uuid': 'Id of the first deployment that was followed, whoever started it.',
  deployments: 'JSON list of all resources with their deployment, commit and state.',
  'deployed-sha': 'The commit that is live; empty for docker images and when it is not known.',
  'deployed-image': 'For docker images: name and tag that are live.',
  'coolify-version': 'Version of Coolify.',
  url: 'Address of the live site.',
  'duration-seconds': 'Whole seconds from start to end.',
} as const satisfies OutputSpecs;
