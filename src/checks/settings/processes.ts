import type { Project } from '../project.ts';

/** How many processes serve or work with the same settings, as far as the files tell. */
export interface Processes {
  /** Undefined: nothing says how the site is started. */
  readonly several: boolean | undefined;
  /** What shows it: `gunicorn starts 3 processes`. */
  readonly what: string;
  /** In more than one container, which share no file unless they mount the same volume. */
  readonly containers: number;
}

export function processesOf({ services, servers }: Project): Processes {
  const running = services.filter(({ own, role }) => own && (role === 'web' || role === 'worker'));
  const containers = running.reduce((sum, { compose }) => sum + (compose?.replicas ?? 1), 0);
  const counted = servers.map(({ program, values }) => ({
    program,
    workers: Math.max(
      1,
      ...[...values.values()].map(value => Number(value['workers']?.value ?? 1)).filter(Number.isFinite),
    ),
  }));
  const most = counted.sort((a, b) => b.workers - a.workers)[0];
  if (most !== undefined && most.workers > 1)
    return { several: true, what: `${most.program} starts ${most.workers} processes`, containers };
  if (containers > 1)
    return {
      several: true,
      what: `${running.map(({ title }) => title).join(' and ')} are processes of their own`,
      containers,
    };
  const known = most !== undefined || running.length > 0;
  return {
    several: known ? false : undefined,
    what: known ? 'one process' : 'nothing here says how many processes run',
    containers,
  };
}
