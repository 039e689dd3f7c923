import type { CoolifyAddress } from '../coolify/address.ts';
import type { Sha } from '../core/commit.ts';
import type { Milliseconds } from '../core/duration.ts';
import type { VersionSource } from '../smoke/version-source.ts';

/** One application to make the release live on. */
export interface ResourceRequest {
  /** For people: the name in the configuration, or the id. */
  readonly name: string;
  readonly uuid: string;
  readonly version: VersionSource | undefined;
  /** Path that must answer 2xx. */
  readonly health: string | undefined;
}

export interface AfterTask {
  readonly resource: string;
  /** Name or id of a scheduled task of that application. */
  readonly task: string;
}

export type PinPolicy = 'auto' | 'never' | 'always';
export type LogPolicy = 'on-failure' | 'always' | 'never';
export type CancelPolicy = 'leave' | 'cancel';

/** Everything a release needs to know, with inputs and configuration already merged. */
export interface ReleaseRequest {
  readonly environment: string | undefined;
  readonly coolify: CoolifyAddress;
  readonly token: string;
  /** One step after the other; the resources of a step together. Empty when `tag` is given. */
  readonly steps: readonly (readonly ResourceRequest[])[];
  readonly tag: string | undefined;
  /** The commit; undefined only when nothing but docker images is deployed. */
  readonly sha: Sha | undefined;
  readonly imageTag: string | undefined;
  /** For docker images: what the live version must say. */
  readonly expectedVersion: string | undefined;
  readonly force: boolean;
  readonly pin: PinPolicy;
  readonly wait: boolean;
  readonly timeout: Milliseconds;
  readonly site: URL | undefined;
  /** Whether the site may be asked over plain HTTP. */
  readonly allowInsecure: boolean;
  /** Of a whole environment, for resources without one of their own. */
  readonly version: VersionSource | undefined;
  readonly healthTimeout: Milliseconds;
  readonly logs: LogPolicy;
  readonly onCancel: CancelPolicy;
  /** PEM text of additional certificate authorities. */
  readonly authorities: readonly string[];
  readonly afterTasks: readonly AfterTask[];
  readonly dryRun: boolean;
  readonly githubToken: string | undefined;
}
