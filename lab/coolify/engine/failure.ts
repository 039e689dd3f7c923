/**
 * A deployment that ends as failed, with the text its log shows. `after-gate` marks a refused health gate: Coolify then
 * still runs the post-deployment command, in the old container.
 */
export class DeploymentFailure extends Error {
  override readonly name = 'DeploymentFailure';
  readonly stage: 'before-swap' | 'after-gate';

  constructor(message: string, stage: 'before-swap' | 'after-gate' = 'before-swap') {
    super(message);
    this.stage = stage;
  }
}

/** Why a job was aborted. Whoever aborts has already written the row: the job writes nothing more to its status. */
export class JobAborted extends Error {
  override readonly name = 'JobAborted';
  readonly by: 'cancel' | 'restart';
  /** Whether the end of the job lets the next queued deployment start. */
  readonly advancesQueue: boolean;

  constructor(by: 'cancel' | 'restart', advancesQueue: boolean) {
    super(by === 'cancel' ? 'cancelled by the user' : 'Coolify restarted');
    this.by = by;
    this.advancesQueue = advancesQueue;
  }
}
