/** A small real FastAPI service under uvicorn behind the TLS edge, with the same ways to break it as the Django sites. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Container } from '../coolify/runtime.ts';
import { startContainer } from '../coolify/runtime-process-container.ts';
import { freePort } from '../coolify/runtime-process-port.ts';
import { startEdge } from '../edge/index.ts';
import { provisionPython } from '../python/provision.ts';
import { untilItAnswers } from '../site/app-server.ts';
import type { EdgeOptions, OpenSite } from '../site/index.ts';
import { oncePerKey } from '../site/once-per-key.ts';
import { createScratchFolder } from '../site/scratch-folder.ts';

export interface FastapiOptions extends EdgeOptions {
  /** Variables of the service beside and instead of its usual ones. Default: none. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface FastapiSites {
  /** Sites of the same environment share one process, and with it their items and tokens. */
  open(options?: FastapiOptions): Promise<OpenSite>;
  readonly caFile: string;
  /** What `/auth/token` wants, as JSON `username` and `password`. */
  readonly credentials: { readonly user: string; readonly password: string };
  readonly metricsToken: string;
  stop(): Promise<void>;
}

/** One site, and what to stop when done with it. */
export interface FastapiSite extends OpenSite, Pick<FastapiSites, 'caFile' | 'credentials' | 'metricsToken'> {}

/** What the service runs with. */
export const REQUIREMENTS = fileURLToPath(new URL('../python/fastapi.txt', import.meta.url));
const SERVICE = fileURLToPath(new URL('service/', import.meta.url));
const GRACE_MS = 1_000;

/** A virtualenv of its own beside the project's, made once by the same rules. Then half a second. */
export async function openFastapiSites(): Promise<FastapiSites> {
  const leaving = new AsyncDisposableStack();
  try {
    const python = await provisionPython({ requirements: REQUIREMENTS });
    const folder = await createScratchFolder('obcms-fastapi-');
    leaving.defer(() => folder.remove());
    const edge = await startEdge({ directory: folder.path });
    leaving.defer(() => edge.stop());
    const credentials = { user: 'smoke', password: randomBytes(18).toString('base64url') };
    const metricsToken = randomBytes(18).toString('base64url');
    const usual = {
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
      API_USERNAME: credentials.user,
      API_PASSWORD: credentials.password,
      METRICS_TOKEN: metricsToken,
      SOURCE_COMMIT: '0f'.repeat(20),
    };

    let services = 0;
    const service = oncePerKey(async (key: string) => {
      services += 1;
      const home = join(folder.path, `service-${services}`);
      const given: Record<string, string> = JSON.parse(key);
      const environment = { ...usual, ...given, PATH: `${python.bin}:/usr/local/bin:/usr/bin:/bin` };
      const container = await startService(home, environment);
      leaving.defer(() => container.stop());
      await untilItAnswers(container);
      return container;
    });

    return {
      caFile: edge.caFile,
      credentials,
      metricsToken,
      open: async ({ environment = {}, ...options } = {}) => {
        const sorted = Object.entries(environment).sort(([one], [other]) => (one < other ? -1 : 1));
        const container = await service(JSON.stringify(Object.fromEntries(sorted)));
        const site = await edge.site({ name: 'fastapi', ...options });
        site.target(container.port);
        const { origin, httpOrigin, visits } = site;
        return { origin, httpOrigin, visits, logs: lines => container.logs(lines), stop: () => site.stop() };
      },
      stop: () => leaving.disposeAsync(),
    };
  } catch (error) {
    await leaving.disposeAsync();
    throw error;
  }
}

/** One site with all it stands on; for tests that need no second one. */
export async function openFastapi(options: FastapiOptions = {}): Promise<FastapiSite> {
  const sites = await openFastapiSites();
  try {
    const site = await sites.open(options);
    const { caFile, credentials, metricsToken } = sites;
    return { ...site, caFile, credentials, metricsToken, stop: () => sites.stop() };
  } catch (error) {
    await sites.stop();
    throw error;
  }
}

async function startService(home: string, environment: Readonly<Record<string, string>>): Promise<Container> {
  const port = await freePort();
  // Behind a proxy on another address; without the header a version would be told to everybody.
  const words = ['--host', '127.0.0.1', '--port', String(port), '--no-server-header', '--forwarded-allow-ips', '*'];
  return startContainer({
    name: 'fastapi',
    image: { commit: environment['SOURCE_COMMIT'] ?? '', createdAt: new Date() },
    command: ['uvicorn', 'main:app', ...words],
    workingDirectory: SERVICE,
    home,
    environment,
    port,
    graceMs: GRACE_MS,
    stopped: () => undefined,
  });
}
