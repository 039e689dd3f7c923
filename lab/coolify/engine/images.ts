import type { Instance } from '../instance.ts';
import { imageName } from '../instance.ts';
import type { DeploymentLog } from '../logs.ts';
import type { Deployment, StoredImage } from '../records.ts';
import { BuildFailure } from '../runtime.ts';
import { buildEnvironment, configurationHash } from './configuration.ts';
import { DeploymentFailure } from './failure.ts';
import { storeImage } from './retention.ts';

/**
 * The image of this deployment: pulled for Docker image applications, reused when one with the commit's tag is at hand
 * and nothing a build depends on has changed, built otherwise. Compose applications always build.
 */
export async function obtainImage(
  instance: Instance,
  deployment: Deployment,
  log: DeploymentLog,
  signal: AbortSignal,
): Promise<StoredImage> {
  const { application } = deployment;
  deployment.configHash = configurationHash(instance, application);
  if (application.columns.build_pack === 'dockerimage') return pull(instance, deployment, log, signal);

  const known = application.images.find(each => each.tag === deployment.commit);
  const unchanged = application.configHash === deployment.configHash;
  const reusable = application.columns.build_pack !== 'dockercompose' && !deployment.force && unchanged;
  if (known !== undefined && reusable) {
    const name = `${imageName(application)}:${deployment.commit}`;
    log.milestone(`No configuration changed & image found (${name}) with the same Git Commit SHA. Build step skipped.`);
    return known;
  }
  return build(instance, deployment, log, signal);
}

async function build(
  instance: Instance,
  deployment: Deployment,
  log: DeploymentLog,
  signal: AbortSignal,
): Promise<StoredImage> {
  const { application, commit } = deployment;
  if (!(await application.source.has(commit))) {
    throw new DeploymentFailure(`fatal: unable to read tree (${commit})`);
  }
  log.milestone('----------------------------------------');
  log.milestone('Building docker image started.');
  log.milestone('To check the current progress, click on Show Debug Logs.');
  const environment = buildEnvironment(deployment);
  // Build arguments stand in the hidden command as they are, ordinary secrets included.
  const buildArguments = Object.entries(environment).map(([key, value]) => `--build-arg ${key}='${value}' `);
  const noCache = deployment.force ? '--no-cache ' : '';
  const command = `docker build ${noCache}${buildArguments.join('')}-t ${imageName(application)}:${commit} .`;
  const stored = await produce(instance, deployment, log, signal, { tag: commit, command, environment });
  log.milestone('Building docker image completed.');
  return stored;
}

/** `docker compose pull`: the configured tag is fetched again at every deployment. */
async function pull(
  instance: Instance,
  deployment: Deployment,
  log: DeploymentLog,
  signal: AbortSignal,
): Promise<StoredImage> {
  const { application } = deployment;
  const { columns } = application;
  const asked = deployment.rollback && instance.profile.imageRollbackHonoured ? deployment.commit : undefined;
  const tag = asked ?? deployment.previewTag ?? columns.docker_registry_image_tag ?? 'latest';
  const command = `docker compose pull # ${imageName(application)}:${tag}`;
  log.milestone('Pulling latest images from the registry.');
  if (!(await application.source.has(tag))) {
    throw new DeploymentFailure(`manifest for ${imageName(application)}:${tag} not found: manifest unknown`);
  }
  return produce(instance, deployment, log, signal, { tag, command, environment: {} });
}

async function produce(
  instance: Instance,
  deployment: Deployment,
  log: DeploymentLog,
  signal: AbortSignal,
  wanted: { readonly tag: string; readonly command: string; readonly environment: Readonly<Record<string, string>> },
): Promise<StoredImage> {
  const { application } = deployment;
  const trace = log.command(wanted.command);
  try {
    const image = await instance.runtime.build({
      source: application.source,
      commit: wanted.tag,
      environment: wanted.environment,
      buildCommand: application.buildCommand,
      output: line => trace.line(line),
      signal,
    });
    const stored = { tag: wanted.tag, image, createdAt: instance.clock.now() };
    storeImage(application, stored);
    return stored;
  } catch (reason) {
    if (reason instanceof BuildFailure) {
      // Visible to everybody who may read logs: the standard error of the failing command, in full.
      throw new DeploymentFailure(`${reason.message}\n${trace.end()}`.trim());
    }
    throw reason;
  } finally {
    trace.end();
  }
}
