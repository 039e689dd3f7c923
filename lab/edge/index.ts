/**
 * The lab's edge: what Coolify's Traefik is to its applications. Real TLS on loopback, one pair of ports a site.
 *
 * Ports stand in for host names: every site is `localhost`, so nothing has to be written to a hosts file.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CertificateKind, createMint } from '../certificates/kinds.ts';
import type { Alteration } from './alteration.ts';
import { openSite, type Site, type TlsVersion } from './site.ts';
import { freeAddress } from './source-address.ts';

export type { Alteration } from './alteration.ts';
export type { Answer } from './answer.ts';
export type { Site, TlsVersion } from './site.ts';
export type { Visit } from './visit.ts';

export interface SiteOptions {
  /** Shown in the message of a site without an application. */
  readonly name: string;
  /** Default `good`. */
  readonly certificate?: CertificateKind;
  /**
   * What plain HTTP answers. `true` (default): permanent redirect, 301, or 308 when the method is neither GET nor HEAD.
   * `'302'`: temporary, 302 or 307; what Coolify's generated labels ask for. `'none'`: the application, as `http`.
   */
  readonly httpRedirect?: true | '302' | 'none';
  /** Whether a client's own X-Forwarded-* headers are believed (a misconfigured edge). Default false: they are dropped. */
  readonly trustForwarded?: boolean;
  /** Added to every answer of the application; a name given here replaces the application's header. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Oldest protocol offered. Default TLSv1.2. */
  readonly minTls?: TlsVersion;
  /** What goes wrong with exactly some requests. Default: nothing. */
  readonly alterations?: readonly Alteration[];
}

export interface Edge {
  /** PEM file of the root that signs every certificate but the `self-signed` and `untrusted` ones. */
  readonly caFile: string;
  /** The same root as text. */
  readonly ca: string;
  /**
   * The address applications are reached from. 127.0.0.2 where the platform has it (Linux), because gunicorn believes
   * forwarded headers from 127.0.0.1 by itself and so hides a missing SECURE_PROXY_SSL_HEADER; else 127.0.0.1.
   */
  readonly sourceAddress: string;
  site(options: SiteOptions): Promise<Site>;
  /** Closes every site and removes the file. */
  stop(): Promise<void>;
}

export interface EdgeOptions {
  /** An existing folder in which the edge makes one for its file. Default: the machine's, for temporary files. */
  readonly directory?: string;
}

export async function startEdge(options: EdgeOptions = {}): Promise<Edge> {
  const [mint, sourceAddress] = await Promise.all([createMint(), freeAddress()]);
  const directory = mkdtempSync(join(options.directory ?? tmpdir(), 'lab-edge-'));
  const removeDirectory = () => rmSync(directory, { recursive: true, force: true });
  process.once('exit', removeDirectory);
  const caFile = join(directory, 'ca.pem');
  writeFileSync(caFile, mint.trusted);
  const sites = new Set<Site>();

  return {
    caFile,
    ca: mint.trusted,
    sourceAddress,
    async site(options) {
      const site = await openSite({
        name: options.name,
        tls: await mint.mint(options.certificate ?? 'good', ['localhost', '127.0.0.1', '::1']),
        httpRedirect: options.httpRedirect ?? true,
        trustForwarded: options.trustForwarded ?? false,
        headers: options.headers ?? {},
        minTls: options.minTls ?? 'TLSv1.2',
        sourceAddress,
        alterations: options.alterations ?? [],
      });
      sites.add(site);
      return site;
    },
    async stop() {
      await Promise.all([...sites].map(site => site.stop()));
      sites.clear();
      process.off('exit', removeDirectory);
      removeDirectory();
    },
  };
}
