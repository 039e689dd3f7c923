/**
 * The project as visitors meet it: real Django under gunicorn behind the TLS edge, with PostgreSQL, a queue and a worker;
 * one good site, and as many broken ones as a test can think of.
 */
import type { ReleaseName } from '../app/history.ts';
import type { CertificateKind } from '../certificates/kinds.ts';
import { type Alteration, type SiteOptions as EdgeSiteOptions, startEdge, type Visit } from '../edge/index.ts';
import { startPostgres } from '../postgres/server.ts';
import { provisionPython } from '../python/provision.ts';
import { createProject, USER } from './project.ts';
import { createScratchFolder } from './scratch-folder.ts';

export type { Alteration, Visit } from '../edge/index.ts';
export { CACHE_AWAY, DATABASE_AWAY } from './project.ts';

/** What the edge does with the site's requests. */
export interface EdgeOptions {
  /** Default `good`. */
  readonly certificate?: CertificateKind;
  /** Default `true`: plain HTTP is redirected, permanently. */
  readonly httpRedirect?: NonNullable<EdgeSiteOptions['httpRedirect']>;
  /** Whether a client's own X-Forwarded-* headers are believed. Default false. */
  readonly trustForwarded?: boolean;
  /** Oldest protocol offered. Default TLSv1.2. */
  readonly minTls?: NonNullable<EdgeSiteOptions['minTls']>;
  readonly alterations?: readonly Alteration[];
}

export interface OpenOptions extends EdgeOptions {
  /** Default `expand`, the newest good one. */
  readonly release?: ReleaseName;
  /** Variables of the application beside and instead of its usual ones. Default: none. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether a Celery worker takes the tasks that the site queues. Default true. */
  readonly worker?: boolean;
}

export interface OpenSite {
  /** `https://localhost:<port>` */
  readonly origin: string;
  /** `http://localhost:<port>`: what port 80 is to 443. */
  readonly httpOrigin: string;
  /** Every request of either port so far, as it arrived. */
  readonly visits: readonly Visit[];
  /** The last lines the application printed. Sites of one release and environment share them. */
  logs(lines: number): string;
  /** Closes the two ports. The application stays for the next site of the same release and environment. */
  stop(): Promise<void>;
}

export interface Sites {
  /** The first site of a release takes seconds, of an environment about one; each further one of both milliseconds. */
  open(options?: OpenOptions): Promise<OpenSite>;
  /** PEM file of the root that the sites' good certificates are signed by. */
  readonly caFile: string;
  /** The account that can sign in to every site, as page or for a token. */
  readonly credentials: { readonly user: string; readonly password: string };
  /** Opens /metrics/ of every site. */
  readonly metricsToken: string;
  /** Ends every process, closes every port and removes every file. May be called again. */
  stop(): Promise<void>;
}

/** Every thread of every gunicorn may keep a connection; PostgreSQL's usual hundred is gone after a dozen of them. */
const CONNECTIONS = '800';

/** Starts what all sites share, in about two seconds. Whatever fails, nothing is left behind. */
export async function openSites(): Promise<Sites> {
  const leaving = new AsyncDisposableStack();
  try {
    const python = await provisionPython();
    const folder = await createScratchFolder('obcms-sites-');
    leaving.defer(() => folder.remove());
    const postgres = await startPostgres({ settings: { max_connections: CONNECTIONS } });
    leaving.defer(() => postgres.stop());
    const edge = await startEdge({ directory: folder.path });
    leaving.defer(() => edge.stop());
    const project = await createProject({ directory: folder.path, python, postgres });
    leaving.defer(() => project.stop());

    return {
      caFile: edge.caFile,
      credentials: { user: USER, password: project.password },
      metricsToken: project.metricsToken,
      open: async ({ release = 'expand', environment = {}, worker = true, ...options } = {}) => {
        const server = await project.serve({ release, environment, worker });
        const site = await edge.site({ name: release, ...options });
        site.target(server.port);
        const { origin, httpOrigin, visits } = site;
        return { origin, httpOrigin, visits, logs: lines => server.logs(lines), stop: () => site.stop() };
      },
      stop: () => leaving.disposeAsync(),
    };
  } catch (error) {
    await leaving.disposeAsync();
    throw error;
  }
}
