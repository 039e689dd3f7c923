import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createHistory, type History } from '../../lab/app/history.ts';
import { createGitSource } from '../../lab/coolify/git-source.ts';
import { type Application, type Coolify, startCoolify } from '../../lab/coolify/index.ts';
import { type LightRuntime, lightRuntime } from '../../lab/coolify/runtime-light.ts';
import { startEdge } from '../../lab/edge/index.ts';
import { startGithub } from '../../lab/github/index.ts';
import { type RunResult, runAction } from '../../lab/runner/index.ts';
import { ROOT } from '../root.ts';

/** A staging environment of three applications, as a team would have it: `plain` is live, another release follows. */
export interface ExampleScene {
  readonly coolify: Coolify;
  readonly runtime: LightRuntime;
  readonly history: History;
  readonly applications: Readonly<Record<Role, Application>>;
  /** Pushes the release to `staging` and runs the committed action for it. */
  deploy(release: keyof History['releases'], inputs?: Readonly<Record<string, string>>): Promise<RunResult>;
  /** Addresses of this machine, each with the one that a reader may see instead. */
  readonly addresses: readonly (readonly [here: string, shown: string])[];
}

const ROLES = ['web', 'worker', 'beat'] as const;
export type Role = (typeof ROLES)[number];

/** Those of the configuration in `examples/`, so that every page of the documentation speaks of the same three. */
const IDS: Readonly<Record<Role, string>> = {
  web: 'k0wg4s8k8sgk0c0occ4wkgs0',
  worker: 'r4w0c8gkk4s0ocwo8o04kc4s',
  beat: 'b8k4kwk0s4cc8ogs0gw4okoc',
};

const REPOSITORY = 'org/obcms';
/** Long enough that the action sees every state of a deployment, whatever the moment of its reads. */
const TIMINGS = { queueTickMs: 3_500 } as const;
const BUILD_MS = 4_000;
const WEB_HEALTH = { health_check_enabled: true, health_check_path: '/health/' } as const;
const WORKER_HEALTH = {
  health_check_enabled: true,
  health_check_type: 'cmd',
  health_check_command: 'celery -A obc_management inspect ping',
} as const;

/** Sets the scene, plays in it, and takes it down whatever happens. */
export async function inExampleScene<Result>(play: (scene: ExampleScene) => Promise<Result>): Promise<Result> {
  await using leaving = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'obcms-examples-'));
  leaving.defer(() => rm(directory, { recursive: true, force: true }));
  const history = await createHistory(join(directory, 'repository'));
  const github = await startGithub({ repository: REPOSITORY, git: history.directory });
  leaving.defer(() => github.stop());
  const edge = await startEdge();
  leaving.defer(() => edge.stop());
  const site = await edge.site({ name: 'staging' });

  const runtime = lightRuntime({ buildMs: BUILD_MS });
  const coolify = await startCoolify({
    version: '4.3.10',
    runtime,
    timings: TIMINGS,
    publish: (_host, port) => site.target(port),
  });
  leaving.defer(() => coolify.stop());
  const source = createGitSource(history.directory);
  const add = (role: Role): Application =>
    coolify.addApplication({
      name: `obcms-${role}-staging`,
      uuid: IDS[role],
      source,
      repository: REPOSITORY,
      branch: 'staging',
      settings: { is_auto_deploy_enabled: false },
      ...(role === 'web' ? { domain: site.origin, health: WEB_HEALTH } : { web: false, health: WORKER_HEALTH }),
    });
  const applications = { web: add('web'), worker: add('worker'), beat: add('beat') };
  await history.branch('staging', history.releases.plain.sha);
  await Promise.all(ROLES.map(role => coolify.deploy(applications[role])));

  const token = coolify.token({ abilities: ['deploy', 'read', 'read:sensitive', 'write'] });
  const configuration = {
    version: 1,
    environments: {
      staging: {
        url: site.origin,
        branch: 'staging',
        coolify: {
          url: coolify.url,
          resources: {
            web: { uuid: IDS.web, health: '/health/', version: '/health/#$.version' },
            worker: { uuid: IDS.worker },
            beat: { uuid: IDS.beat },
          },
        },
      },
    },
  };
  const workspace = join(directory, 'workspace');
  await mkdir(join(workspace, '.github'), { recursive: true });
  await writeFile(join(workspace, '.github', 'obcms-deploy.yml'), stringify(configuration));

  return await play({
    coolify,
    runtime,
    history,
    applications,
    addresses: [
      [site.origin, 'https://staging.obcms.example'],
      [coolify.url, 'https://coolify.obcms.example'],
    ],
    async deploy(release, inputs = {}) {
      const { sha } = history.releases[release];
      await history.branch('staging', sha);
      const run = await runAction({
        action: join(ROOT, 'redeploy'),
        with: {
          environment: 'staging',
          'coolify-token': token,
          'ca-file': edge.caFile,
          'allow-insecure': 'true',
          ...inputs,
        },
        context: { repository: REPOSITORY, sha, ref: 'refs/heads/staging', api_url: github.url, token: github.token() },
        secrets: [token],
        workspace,
      });
      run.dispose();
      return run;
    },
  });
}
