import type { Instance } from '../instance.ts';
import type { DeploymentLog } from '../logs.ts';
import type { Deployment } from '../records.ts';
import type { Container } from '../runtime.ts';
import { DeploymentFailure } from './failure.ts';

/**
 * The pre-deployment command, in the OLD container and before git is asked anything. No running container: noted and
 * skipped. A failure fails the deployment. With a build server Coolify looks in the wrong place and skips it silently.
 */
export async function runPreCommand(deployment: Deployment, log: DeploymentLog): Promise<void> {
  const { application } = deployment;
  const command = application.columns.pre_deployment_command;
  if (command === null || command === '' || deployment.pullRequest > 0) return;
  if (application.settings.is_build_server_enabled) return;
  const old = application.current?.container;
  if (old === undefined || old.state !== 'running') {
    log.milestone('Pre-deployment command: no running container found, skipping.');
    return;
  }
  log.milestone('Executing pre-deployment command (see debug log for output/errors).');
  const { exitCode, output } = await execInto(old, command, log);
  if (exitCode !== 0) {
    throw new DeploymentFailure(`Pre-deployment command failed with exit code ${exitCode}.\n${output}`.trim());
  }
}

/**
 * The post-deployment command, in whatever serves now, after the status is final. A failure changes nothing; its only
 * trace is a visible entry, and even that needs the command to have printed something.
 */
export async function runPostCommand(instance: Instance, deployment: Deployment, log: DeploymentLog): Promise<void> {
  const { application } = deployment;
  const command = application.columns.post_deployment_command;
  if (command === null || command === '' || deployment.restartOnly || deployment.pullRequest > 0) return;
  const container = application.current?.container;
  if (container === undefined || container.state !== 'running') return;
  log.milestone('Executing post-deployment command (see debug log for output).');
  const forced = instance.traps.springs('swallowed-post-command', { application: application.uuid });
  const { exitCode, output } =
    forced === undefined ? await execInto(container, command, log) : { exitCode: 1, output: forced.text ?? '' };
  if (exitCode !== 0 && output !== '') log.milestone('Post-deployment command failed.', 'stderr');
}

async function execInto(
  container: Container,
  command: string,
  log: DeploymentLog,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  // Coolify puts the command on one line.
  const oneLine = command.replace(/\s*\n\s*/g, ' ');
  const trace = log.command(`docker exec ${container.name} sh -c '${oneLine}'`);
  const { exitCode } = await container.exec(oneLine, line => trace.line(line));
  return { exitCode, output: trace.end() };
}
