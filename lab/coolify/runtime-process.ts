/**
 * The lab's container runtime that really runs things: an image is a checkout with its build command run in it, a
 * container a process tree (gunicorn, Celery) with its own port, environment and folder.
 *
 * Where it is like Docker: the process sees the image's variables and the given ones and nothing of ours; `stop` asks
 * the first process and then kills the tree; `exec` shares environment and folder and dies with the container; an
 * image in use cannot be removed; a name is taken until its container is stopped. Where it is not: containers of one
 * image share its files, and all share this machine's network, so each web container has its own port on 127.0.0.1.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { APP_IMAGE, type ImageDefaults } from '../app/image.ts';
import { isGitSource } from './git-source.ts';
import {
  BuildFailure,
  type BuildRequest,
  type Container,
  type Image,
  type RunRequest,
  type Runtime,
} from './runtime.ts';
import { startContainer } from './runtime-process-container.ts';
import { freePort } from './runtime-process-port.ts';
import { supervise } from './runtime-process-supervised.ts';

/** Docker gives ten seconds; an idle worker on a folder as its queue needs nearly five. */
const GRACE_MS = 5_000;
const SYSTEM_PATH = '/usr/local/bin:/usr/bin:/bin';
/** What a failed build shows of its output in the deployment's log. */
const FAILURE_LINES = 40;

export interface ProcessRuntimeOptions {
  /** Everything the runtime writes is below it; made when missing. */
  readonly directory: string;
  /** The virtualenv whose commands come first on PATH, as `provisionPython` gives it. */
  readonly python: { readonly bin: string };
  /** `ENV`, `ENTRYPOINT` and `CMD` of the image. Default: those of `lab/app`. */
  readonly image?: ImageDefaults;
  /** How long a stopped container may take before it is killed. Default: 5,000. */
  readonly graceMs?: number;
}

interface ProcessImage extends Image {
  readonly directory: string;
}

export function createProcessRuntime(options: ProcessRuntimeOptions): Runtime {
  const defaults = options.image ?? APP_IMAGE;
  const images = join(options.directory, 'images');
  const built = new Map<Image, ProcessImage>();
  const containers = new Map<string, Container>();
  let builds = 0;

  const environment = (given: Readonly<Record<string, string>>, commit: string, home: string) => ({
    ...defaults.environment,
    ...given,
    PATH: `${options.python.bin}:${SYSTEM_PATH}`,
    HOME: home,
    TMPDIR: home,
    SOURCE_COMMIT: commit,
  });

  const build = async (request: BuildRequest): Promise<Image> => {
    builds += 1;
    const name = `${request.commit.slice(0, 12)}-${builds}`;
    const directory = join(images, name);
    const home = join(options.directory, 'builds', name);
    await mkdir(home, { recursive: true });
    try {
      await checkout(request, directory);
      await runBuild(request, directory, environment(request.environment, request.commit, home));
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      throw error;
    } finally {
      await rm(home, { recursive: true, force: true });
    }
    const image = { commit: request.commit, createdAt: new Date(), directory };
    built.set(image, image);
    return image;
  };

  const run = async (request: RunRequest): Promise<Container> => {
    const image = built.get(request.image);
    if (image === undefined) throw new Error(`No such image: ${request.image.commit}`);
    const home = join(options.directory, 'containers', request.name);
    const port = request.web ? await freePort() : undefined;
    await mkdir(home, { recursive: true });
    // Asked last: between this line and the one that takes the name nothing else runs.
    if (containers.has(request.name)) throw new Error(`The container name "${request.name}" is already in use.`);
    // As Coolify sets them, but for the address: nothing of the lab listens beyond this machine.
    const network = port === undefined ? {} : { HOST: '127.0.0.1', PORT: String(port) };
    const container = startContainer({
      name: request.name,
      image,
      command: request.command.length > 0 ? request.command : defaults.command,
      workingDirectory: image.directory,
      home,
      environment: { ...environment(request.environment, image.commit, home), ...network },
      port,
      graceMs: options.graceMs ?? GRACE_MS,
      stopped: () => containers.delete(request.name),
    });
    containers.set(request.name, container);
    return container;
  };

  const remove = async (image: Image): Promise<void> => {
    const known = built.get(image);
    if (known === undefined) return;
    const user = [...containers.values()].find(container => container.image === known);
    if (user !== undefined) throw new Error(`The image ${image.commit} is in use by the container ${user.name}.`);
    built.delete(image);
    await rm(known.directory, { recursive: true, force: true });
  };

  const dispose = async (): Promise<void> => {
    await Promise.all([...containers.values()].map(container => container.stop()));
    await Promise.all([...built.keys()].map(remove));
  };

  return { build, run, remove, dispose };
}

async function checkout(request: BuildRequest, directory: string): Promise<void> {
  const { source, commit } = request;
  if (!isGitSource(source)) throw new BuildFailure('This runtime builds from git repositories only.');
  if (!(await source.has(commit))) throw new BuildFailure(`fatal: reference is not a tree: ${commit}`);
  await source.checkout(commit, directory);
  request.signal.throwIfAborted();
}

async function runBuild(
  request: BuildRequest,
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  if (request.buildCommand.length === 0) return;
  const said: string[] = [];
  const output = (line: string): void => {
    said.push(line);
    request.output(line);
  };
  const command = supervise({ command: request.buildCommand, directory, environment, output, graceMs: 0 });
  const cancel = (): void => {
    command.stop().catch(() => undefined);
  };
  request.signal.addEventListener('abort', cancel, { once: true });
  const exitCode = await command.exited.finally(() => request.signal.removeEventListener('abort', cancel));
  request.signal.throwIfAborted();
  if (exitCode === 0) return;
  const last = said.slice(-FAILURE_LINES).join('\n');
  throw new BuildFailure(`The build command "${request.buildCommand.join(' ')}" ended with code ${exitCode}.\n${last}`);
}
