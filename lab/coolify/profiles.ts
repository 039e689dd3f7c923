/**
 * What each modelled Coolify version does differently. The only file of the lab that knows about versions:
 * everything else asks a capability.
 *
 * Source: Coolify's routes, controllers and deployment job, compared over the release tags v4.0.0 (2026-04), v4.1.2
 * (2026-06), v4.2.0 (2026-07) and v4.3.10 (2026-08). Each capability names the version it changed in.
 */

export const VERSIONS = ['4.0.0', '4.1.2', '4.2.0', '4.3.10'] as const;
export type Version = (typeof VERSIONS)[number];

export interface Profile {
  readonly version: Version;
  /** GET on /deploy, start, stop and restart. Accepted up to 4.1.2, answered with 405 and `Allow: POST` from 4.2.0. */
  readonly getTriggers: 'accepted' | 'refused-405';
  /** How the text of `force` becomes a boolean. Up to 4.1.2 PHP coerces it, so that "false" means true; fixed in 4.2.0. */
  readonly force: 'php-coercion' | 'boolean';
  /** A `git_commit_sha` other than HEAD. From beta.464 up to 4.1.2 the branch head is built all the same; honoured from 4.2.0. */
  readonly pin: 'ignored' | 'honoured';
  /** Abilities that make a plain member's token useless. Root and write from 4.1.2; deploy and the sensitive ones too from 4.2.0. */
  readonly refusedToMembers: readonly string[];
  /** A token whose owner left the team. Checked ("Invalid token.", 401) from 4.1.2. */
  readonly checksMembership: boolean;
  /** Whether GET /applications/{uuid} carries `settings`. From 4.2.0. */
  readonly settingsInApplication: boolean;
  /** Whether the list of running deployments shows `logs` to any read token. Up to 4.1.2. */
  readonly listLeaksLogs: boolean;
  /** Model-level hiding of secrets in nested objects. From 4.2.0. */
  readonly hidesSecrets: boolean;
  /** Most lines GET /applications/{uuid}/logs returns; capped from 4.2.0. */
  readonly logLineCap: number | undefined;
  /** Whether `docker_registry_image_tag` must match Docker's tag grammar. From 4.1.2. */
  readonly checksImageTag: boolean;
  /** Whether PATCH takes `docker_images_to_keep`. From 4.2.0. */
  readonly imagesToKeepWritable: boolean;
  /** What spoils the image of a commit: any change of configuration (before 4.1.0), or only what a build can see. */
  readonly configurationCheck: 'everything' | 'build-fields';
  /** Whether deployment rows carry `configuration_hash`. From 4.1.0. */
  readonly configurationHash: boolean;
  /** GET /applications/{uuid}/rollback-images and POST /applications/{uuid}/rollback. From 4.3.0. */
  readonly rollbackApi: boolean;
  /** POST /applications/{uuid}/scheduled-tasks/{task}/execute. From 4.3.0. */
  readonly taskExecute: boolean;
  /** What a successful cancel answers: 500 after acting from 4.1.0 up to 4.3.6. */
  readonly cancelAnswer: 200 | 500;
  /** Whether a cancel lets the next queued deployment start. From 4.3.7. */
  readonly cancelAdvancesQueue: boolean;
  /** Whether a rollback of a Docker image application deploys the tag asked for. In none of the modelled versions. */
  readonly imageRollbackHonoured: boolean;
  /** cuid2 starts with a letter; 4.2.0 and later draw 24 random characters, so a digit may come first. */
  readonly uuidShape: 'cuid2' | 'random';
}

const V4_0_0: Profile = {
  version: '4.0.0',
  getTriggers: 'accepted',
  force: 'php-coercion',
  pin: 'ignored',
  refusedToMembers: [],
  checksMembership: false,
  settingsInApplication: false,
  listLeaksLogs: true,
  hidesSecrets: false,
  logLineCap: undefined,
  checksImageTag: false,
  imagesToKeepWritable: false,
  configurationCheck: 'everything',
  configurationHash: false,
  rollbackApi: false,
  taskExecute: false,
  cancelAnswer: 200,
  cancelAdvancesQueue: false,
  imageRollbackHonoured: false,
  uuidShape: 'cuid2',
};

const V4_1_2: Profile = {
  ...V4_0_0,
  version: '4.1.2',
  refusedToMembers: ['root', 'write'],
  checksMembership: true,
  checksImageTag: true,
  configurationCheck: 'build-fields',
  configurationHash: true,
  cancelAnswer: 500,
};

const V4_2_0: Profile = {
  ...V4_1_2,
  version: '4.2.0',
  getTriggers: 'refused-405',
  force: 'boolean',
  pin: 'honoured',
  refusedToMembers: ['root', 'write', 'write:sensitive', 'deploy', 'read:sensitive'],
  settingsInApplication: true,
  listLeaksLogs: false,
  hidesSecrets: true,
  logLineCap: 10_000,
  imagesToKeepWritable: true,
  uuidShape: 'random',
};

const V4_3_10: Profile = {
  ...V4_2_0,
  version: '4.3.10',
  rollbackApi: true,
  taskExecute: true,
  cancelAnswer: 200,
  cancelAdvancesQueue: true,
};

const PROFILES: Readonly<Record<Version, Profile>> = {
  '4.0.0': V4_0_0,
  '4.1.2': V4_1_2,
  '4.2.0': V4_2_0,
  '4.3.10': V4_3_10,
};

export function profileOf(version: Version): Profile {
  return PROFILES[version];
}
