import { readAddress } from '../../src/coolify/address.ts';
import type { ResourceSurvey } from '../../src/release/facts.ts';
import type { History } from '../../src/release/history.ts';
import type { ReleaseRequest } from '../../src/release/request.ts';
import { parseVersionSource, type VersionSource } from '../../src/smoke/version-source.ts';
import { APPLICATION, application, NEW, row } from './coolify-answers.ts';

type Fields = Readonly<Record<string, unknown>>;

export function versionAt(text: string): VersionSource {
  const source = parseVersionSource(text);
  if (typeof source === 'string') throw new Error(source);
  return source;
}

/** A request to make `NEW` live on one application, with nothing unusual in it. */
export function releaseRequest(more: Partial<ReleaseRequest> = {}): ReleaseRequest {
  const coolify = readAddress('https://coolify.example', { allowInsecure: false });
  if ('problem' in coolify) throw new Error(coolify.problem);
  return {
    environment: 'staging',
    coolify,
    token: '12|abcdefghijklmnopqrstuvwxyz',
    steps: [[{ name: 'web', uuid: APPLICATION, version: undefined, health: undefined }]],
    tag: undefined,
    sha: NEW,
    imageTag: undefined,
    expectedVersion: undefined,
    force: false,
    pin: 'auto',
    wait: true,
    timeout: 1_800_000,
    site: undefined,
    allowInsecure: false,
    version: undefined,
    healthTimeout: 180_000,
    logs: 'on-failure',
    onCancel: 'leave',
    authorities: [],
    afterTasks: [],
    dryRun: false,
    githubToken: undefined,
    ...more,
  };
}

export interface Facts {
  readonly application?: Fields;
  /** Newest first. */
  readonly rows?: readonly Fields[];
  readonly head?: ResourceSurvey['head'];
  readonly relation?: ResourceSurvey['relation'];
  /** Where the version is read; none by default. */
  readonly version?: string;
  readonly health?: string;
}

/** Git's history, when nobody asks it. */
export const noHistory: History = {
  head: async () => ({ known: false, why: 'nobody asked' }),
  relation: async () => ({ known: false, why: 'nobody asked' }),
};

export function surveyed(facts: Facts = {}): ResourceSurvey {
  return {
    resource: {
      name: 'web',
      uuid: APPLICATION,
      version: facts.version === undefined ? undefined : versionAt(facts.version),
      health: facts.health,
    },
    application: application(facts.application),
    rows: (facts.rows ?? []).map(row),
    head: facts.head ?? { known: true, value: NEW },
    relation: facts.relation ?? { known: false, why: '' },
    comparedWith: undefined,
    secretsKnown: true,
    witness: facts.version === undefined ? undefined : { source: versionAt(facts.version), address: undefined },
    tasks: [],
  };
}
