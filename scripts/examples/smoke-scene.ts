import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunResult, runAction } from '../../lab/runner/index.ts';
import { type Alteration, openSites } from '../../lab/site/index.ts';
import { ROOT } from '../root.ts';

/** One visit of the staging site by the suite that people copy, and everything it wrote. */
export interface ExampleVisit {
  readonly run: RunResult;
  readonly junit: string;
  /** The requests of the run, in the order in which they were sent. */
  readonly exchanges: readonly ExampleExchange[];
  /** Addresses of this machine, each with the one that a reader may see instead. */
  readonly addresses: readonly (readonly [here: string, shown: string])[];
}

export interface ExampleExchange {
  readonly method: string;
  readonly target: string;
  readonly status: number | null;
}

export interface VisitOptions {
  /** What is wrong with the site. Default: nothing. */
  readonly alterations?: readonly Alteration[];
  /** Nobody listens any more. */
  readonly away?: true;
  readonly inputs?: Readonly<Record<string, string>>;
}

export type Visit = (options?: VisitOptions) => Promise<ExampleVisit>;

const SITE = 'staging.obcms.example';
const STAGING = { DJANGO_SETTINGS_MODULE: 'obc_management.settings.staging' };
const SUITE = 'smoke/obcms.yml';
const JUNIT = 'reports/smoke.xml';

/** Opens the sites of the lab, hands out visits of the staging one, and takes all of it down whatever happens. */
export async function withVisits<Result>(play: (visit: Visit) => Promise<Result>): Promise<Result> {
  await using leaving = new AsyncDisposableStack();
  const sites = await openSites();
  leaving.defer(() => sites.stop());
  const secrets = { SMOKE_PASSWORD: sites.credentials.password, METRICS_TOKEN: sites.metricsToken };

  return await play(async ({ alterations = [], away, inputs = {} } = {}) => {
    const site = await sites.open({ environment: STAGING, alterations });
    if (away) await site.stop();
    const workspace = await mkdtemp(join(tmpdir(), 'obcms-examples-'));
    await mkdir(join(workspace, 'smoke'));
    await cp(join(ROOT, 'examples', SUITE), join(workspace, SUITE));
    try {
      const run = await runAction({
        action: join(ROOT, 'smoke-test'),
        with: {
          environment: 'staging',
          suite: SUITE,
          'base-url': site.origin,
          'http-url': site.httpOrigin,
          'ca-file': sites.caFile,
          junit: JUNIT,
          ...inputs,
        },
        env: secrets,
        secrets: Object.values(secrets),
        workspace,
      });
      const report: { exchanges?: readonly ExampleExchange[] } = JSON.parse(
        await readFile(run.outputs['report-path'] ?? '', 'utf8'),
      );
      const junit = await readFile(join(workspace, JUNIT), 'utf8');
      run.dispose();
      const hosts = [site.origin, site.httpOrigin].map(origin => new URL(origin).host);
      return {
        run,
        junit,
        exchanges: report.exchanges ?? [],
        addresses: [
          [sites.caFile, 'ca.pem'],
          ...hosts.map(host => [host, SITE] as const),
          ['for localhost, 127.0.0.1, 0:0:0:0:0:0:0:1', `for ${SITE}`],
          ['Lab root', 'Example CA'],
        ],
      };
    } finally {
      await rm(workspace, { recursive: true, force: true });
      if (!away) await site.stop();
    }
  });
}
