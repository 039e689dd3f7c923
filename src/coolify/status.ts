/**
 * Whether an application's `status` says that it is well: `<state>:<health>`, also the older `state (health)`. Only "running" and not
 * "unhealthy" counts; "unknown" means that there is no health check. What is not well may become so: right after a healthy rolling
 * deployment Coolify stores `running:unhealthy` until its next look at the containers.
 */
export function isWell(status: string): boolean {
  const [state = '', health = ''] = status
    .replace(/[()]/g, ' ')
    .trim()
    .split(/[:\s]+/);
  return state === 'running' && health !== 'unhealthy';
}
