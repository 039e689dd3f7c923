import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Application, type Coolify, startCoolify } from '../../lab/coolify/index.ts';
import { type LightRuntime, lightRuntime, lightSource } from '../../lab/coolify/runtime-light.ts';
import { startEdge } from '../../lab/edge/index.ts';
import { type Github, startGithub } from '../../lab/github/index.ts';
import { succeed } from '../../scripts/command.ts';
import { ROOT } from '../../scripts/root.ts';
import { type ActRun, actRun } from '../../scripts/workflows/act-run.ts';
import { scratchCopy } from '../../scripts/workflows/scratch-copy.ts';
import { ACTION_NAMES } from '../../src/actions/index.ts';

const REPOSITORY = 'acme/shop';
const ACTIONS = 'org/obcms-deploy';
const SUITE = 'smoke/staging.yml';

/** A team's repository with one of our example workflows, its staging on Coolify, and what the runner would download. */
export interface Staging {
  readonly coolify: Coolify;
  readonly runtime: LightRuntime;
  readonly github: Github;
  readonly web: Application;
  readonly token: string;
  /** What the suite signs its requests with. */
  readonly password: string;
  /** The commit that was live before, and the head of the branch that was pushed. */
  readonly old: string;
  readonly pushed: string;
  /** Address of the live site, over the TLS edge. */
  readonly site: string;
  /** Runs the workflow for the push. */
  push(secrets?: Readonly<Record<string, string>>): Promise<ActRun>;
  stop(): Promise<void>;
}

/** @param workflow a file of `examples/workflows` */
export async function openStaging(workflow: string): Promise<Staging> {
  const root = await mkdtemp(join(tmpdir(), 'obcms-staging-'));
  const [checkout, download] = [join(root, 'shop'), join(root, 'download')];
  const runtime = lightRuntime();
  const edge = await startEdge();
  const [site, front, api] = await Promise.all(['shop', 'coolify', 'github'].map(name => edge.site({ name })));
  if (site === undefined || front === undefined || api === undefined) throw new Error('the edge has too few sites');
  const coolify = await startCoolify({ version: '4.3.10', runtime, publish: (_domain, port) => site.target(port) });
  front.target(Number(new URL(coolify.url).port));

  const old = await firstCommit(checkout);
  const source = lightSource({ staging: old });
  const health = { health_check_enabled: true, health_check_path: '/health/' };
  const web = coolify.addApplication({
    name: 'shop',
    source,
    branch: 'staging',
    repository: REPOSITORY,
    domain: site.origin,
    health,
  });
  await coolify.deploy(web);

  const configuration = configurationFor(front.origin, site.origin, web.uuid);
  const pushed = await secondCommit(checkout, workflow, configuration);
  source.move('staging', pushed);
  const github = await startGithub({ repository: REPOSITORY, git: checkout, defaultBranch: 'main' });
  api.target(Number(new URL(github.url).port));
  const token = coolify.token({ abilities: ['deploy', 'read', 'read:sensitive'] });
  const password = randomBytes(18).toString('base64url');
  await downloadTo(download);

  return {
    coolify,
    runtime,
    github,
    web,
    token,
    password,
    old,
    pushed,
    site: site.origin,
    push: secrets =>
      actRun({
        checkout,
        workflow: `.github/workflows/${workflow}`,
        event: { name: 'push', payload: pushOf(old, pushed) },
        secrets: secrets ?? {
          COOLIFY_TOKEN: token,
          SMOKE_PASSWORD: password,
          GITHUB_TOKEN: github.token({ permissions: { contents: 'read' } }),
        },
        environment: {
          // Over TLS as well: the action gives its token to nobody over plain HTTP.
          GITHUB_API_URL: api.origin,
          GITHUB_REPOSITORY: REPOSITORY,
          // A runner inside a company trusts the company's authority in just this way.
          NODE_EXTRA_CA_CERTS: edge.caFile,
        },
        repositories: { [`${ACTIONS}@v1`]: download },
      }),
    async stop() {
      await Promise.all([coolify.stop(), github.stop()]);
      await edge.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

function configurationFor(coolify: string, site: string, uuid: string): string {
  return [
    'version: 1',
    'environments:',
    '  staging:',
    `    url: ${site}`,
    '    branch: staging',
    '    coolify:',
    `      url: ${coolify}`,
    '      resources:',
    `        web: { uuid: ${uuid}, health: /health/, version: "/health/#$.version" }`,
    `    smoke: ${SUITE}`,
    '',
  ].join('\n');
}

/** Little is to be seen on a light application; the secret shows that `env:` of the step reaches the suite. */
const SUITE_TEXT = `version: 1
checks:
  - name: The shop is open
    get: /health/
    headers: { X-Smoke: $SMOKE_PASSWORD }
    expect: { status: 200, json: { '$.version': { type: string } } }
`;

async function firstCommit(checkout: string): Promise<string> {
  await mkdir(checkout, { recursive: true });
  await succeed('git', ['init', '--quiet', '--initial-branch=staging', checkout]);
  await succeed('git', ['remote', 'add', 'origin', `https://github.com/${REPOSITORY}.git`], { cwd: checkout });
  await writeFile(join(checkout, 'README.md'), '# shop\n');
  return commit(checkout, 'First');
}

async function secondCommit(checkout: string, workflow: string, configuration: string): Promise<string> {
  const example = await readFile(join(ROOT, 'examples/workflows', workflow), 'utf8');
  const file = join(checkout, '.github/workflows', workflow);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(
    file,
    scratchCopy(example, path => `${ACTIONS}/${path}@v1`),
  );
  await writeFile(join(checkout, '.github/obcms-deploy.yml'), configuration);
  await mkdir(dirname(join(checkout, SUITE)), { recursive: true });
  await writeFile(join(checkout, SUITE), SUITE_TEXT);
  return commit(checkout, 'Deploy staging on every push');
}

async function commit(checkout: string, message: string): Promise<string> {
  const who = ['-c', 'user.name=Dev', '-c', 'user.email=dev@shop.example', '-c', 'commit.gpgsign=false'];
  await succeed('git', ['add', '--all'], { cwd: checkout });
  await succeed('git', [...who, 'commit', '--quiet', '--message', message], { cwd: checkout });
  return (await succeed('git', ['rev-parse', 'HEAD'], { cwd: checkout })).trim();
}

/** What `uses:` downloads and the runner reads: the root action, the doors and the bundle. */
async function downloadTo(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const root = scratchCopy(await readFile(join(ROOT, 'action.yml'), 'utf8'), path => `${ACTIONS}/${path}@v1`);
  await writeFile(join(folder, 'action.yml'), root);
  for (const path of [...ACTION_NAMES, 'dist']) await cp(join(ROOT, path), join(folder, path), { recursive: true });
}

function pushOf(before: string, after: string) {
  const [owner = '', name = ''] = REPOSITORY.split('/');
  return {
    ref: 'refs/heads/staging',
    before,
    after,
    forced: false,
    repository: { name, full_name: REPOSITORY, owner: { login: owner }, default_branch: 'main', private: true },
    head_commit: { id: after },
    pusher: { name: 'dev' },
  };
}
