/** One running container: a supervised process tree with a port, a log and a folder. */
import { request } from 'node:http';
import type { Container, Image, ProbeAnswer } from './runtime.ts';
import { type Supervised, supervise } from './runtime-process-supervised.ts';

const LOG_LINES_KEPT = 2_000;
const LINE_LENGTH_KEPT = 10_000;
const PROBE_BODY_KEPT = 64 * 1024;

export interface StartRequest {
  readonly name: string;
  readonly image: Image;
  readonly command: readonly string[];
  /** The checkout of the image. */
  readonly workingDirectory: string;
  /** The container's own folder, removed when its processes are gone. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number | undefined;
  /** From the stop signal to SIGKILL. */
  readonly graceMs: number;
  /** Called when the container has stopped and its folder is gone. */
  readonly stopped: () => void;
}

/** Starts the process; the container is there at once, whether or not the process lives. */
export function startContainer(start: StartRequest): Container {
  const { name, image, environment, port, workingDirectory: directory } = start;
  const log: string[] = [];
  const write = (line: string): void => {
    log.push(line.slice(0, LINE_LENGTH_KEPT));
    if (log.length > LOG_LINES_KEPT) log.splice(0, log.length - LOG_LINES_KEPT);
  };
  const main = supervise({
    command: start.command,
    directory,
    environment,
    output: write,
    graceMs: start.graceMs,
    removeAtEnd: start.home,
  });
  const executions = new Set<Supervised>();
  let stopping: Promise<void> | undefined;

  const stop = async (): Promise<void> => {
    await Promise.all([main, ...executions].map(process => process.stop()));
    start.stopped();
  };

  return {
    name,
    image,
    port,
    startedAt: new Date(),
    get state() {
      return main.running ? 'running' : 'exited';
    },
    probe: (path, options) =>
      port === undefined ? Promise.resolve({ error: `${name} serves no port.` }) : probe(port, path, options),
    exec: async (command, output) => {
      if (!main.running) {
        output(`Error response from daemon: container ${name} is not running`);
        return { exitCode: 1 };
      }
      const execution = supervise({ command: ['sh', '-c', command], directory, environment, output });
      executions.add(execution);
      // Docker ends what was started by exec together with the container.
      const containerEnded = main.exited.then(() => execution.stop());
      const exitCode = await execution.exited.finally(() => executions.delete(execution));
      if (!main.running) await containerEnded;
      return { exitCode };
    },
    logs: lines => (lines <= 0 ? '' : log.slice(-lines).join('\n')),
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

function probe(
  port: number,
  path: string,
  options: { readonly method: string; readonly host: string; readonly timeoutMs: number },
): Promise<ProbeAnswer> {
  return new Promise(resolve => {
    const signal = AbortSignal.timeout(options.timeoutMs);
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: options.method,
        agent: false,
        headers: { host: options.host, 'user-agent': 'curl/8', accept: '*/*' },
        signal,
      },
      answer => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => {
          if (body.length < PROBE_BODY_KEPT) body += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: body.slice(0, PROBE_BODY_KEPT) }));
        answer.on('error', fail);
      },
    );
    asked.on('error', fail);
    asked.end();

    function fail(error: Error): void {
      resolve({ error: signal.aborted ? `no answer within ${options.timeoutMs} ms` : error.message });
    }
  });
}
