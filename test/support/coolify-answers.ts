import { readAddress } from '../../src/coolify/address.ts';
import {
  type ApplicationAnswer,
  type DeploymentRow,
  readApplication,
  readDeployment,
} from '../../src/coolify/answers.ts';
import { CoolifyClient } from '../../src/coolify/client.ts';
import { type Pace, paced } from '../../src/coolify/pace.ts';
import type { Clock } from '../../src/core/clock.ts';
import { parseSha, type Sha } from '../../src/core/commit.ts';
import type { Http } from '../../src/core/http.ts';

export const APPLICATION = 'k0wg4s8k8sgk0c0occ4wkgs0';
export const OLD = sha('0');
export const NEW = sha('1');
export const OTHER = sha('2');

export function sha(digit: string): Sha {
  const commit = parseSha(digit.repeat(40));
  if (commit === undefined) throw new Error(`${digit} is no hexadecimal digit`);
  return commit;
}

type Fields = Readonly<Record<string, unknown>>;

/** A deployment as Coolify 4.3 writes it. */
export function rowFields(fields: Fields = {}): Fields {
  return {
    id: 10,
    deployment_uuid: 'deployment10',
    application_id: '7',
    status: 'in_progress',
    commit: NEW,
    pull_request_id: 0,
    force_rebuild: false,
    restart_only: false,
    rollback: false,
    is_api: true,
    is_webhook: false,
    server_name: 'localhost',
    application_name: 'web',
    deployment_url: '/project/p/environment/e/application/a/deployment/deployment10',
    finished_at: null,
    created_at: '2026-11-20T12:00:00.000000Z',
    ...fields,
  };
}

export function row(fields: Fields = {}): DeploymentRow {
  const read = readDeployment(rowFields(fields));
  if (read === undefined) throw new Error('a row needs an id');
  return read;
}

export const FINISHED = { status: 'finished', finished_at: '2026-11-20T12:05:00.000000Z' } as const;

/** An application as Coolify 4.3 writes it: rolling updates, a health check, a domain. */
export function applicationFields(fields: Fields = {}): Fields {
  return {
    uuid: APPLICATION,
    name: 'web',
    status: 'running:healthy',
    fqdn: 'https://site.example',
    build_pack: 'dockerfile',
    git_repository: 'org/app',
    git_branch: 'staging',
    git_commit_sha: 'HEAD',
    docker_registry_image_name: null,
    docker_registry_image_tag: null,
    health_check_enabled: true,
    health_check_path: '/health/',
    ports_mappings: null,
    custom_docker_run_options: null,
    post_deployment_command: null,
    settings: { is_consistent_container_name_enabled: false, custom_internal_name: null },
    ...fields,
  };
}

export function application(fields: Fields = {}): ApplicationAnswer {
  const read = readApplication(applicationFields(fields));
  if (read === undefined) throw new Error('an application needs an id');
  return read;
}

export function clientOver(http: Http, clock: Clock, pace: Pace = paced(clock)): CoolifyClient {
  const address = readAddress('https://coolify.example', { allowInsecure: false });
  if ('problem' in address) throw new Error(address.problem);
  return new CoolifyClient({ address, token: '12|abcdefghijklmnopqrstuvwxyz', http, pace });
}
