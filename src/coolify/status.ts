/** What an application's `status` says, as far as a deployment needs to know. */
export type StatusVerdict = 'well' | 'not-yet' | 'bad';

/**
 * Judges `<state>:<health>` (also the older `state (health)`). `running:unhealthy` is only "not yet": right after a healthy
 * rolling deployment Coolify stores exactly that until its next look at the containers. `unknown` means no health check.
 */
export function judgeStatus(status: string): StatusVerdict {
  const [state = '', health = ''] = status
    .replace(/[()]/g, ' ')
    .trim()
    .split(/[:\s]+/);
  if (state === 'running') return health === 'unhealthy' ? 'not-yet' : 'well';
  if (state === 'exited' || state === 'paused') return 'bad';
  return 'not-yet';
}
