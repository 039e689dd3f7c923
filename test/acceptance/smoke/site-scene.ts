import { type FastapiOptions, type FastapiSites, openFastapiSites } from '../../../lab/fastapi/index.ts';
import { type OpenOptions, type OpenSite, openSites, type Sites } from '../../../lab/site/index.ts';
import type { Suite } from './broken-sites/suites.ts';
import { type Inputs, type Smoke, visit } from './scene.ts';

/** A site as it is visited: the Django project, or the FastAPI service, with what is wrong with it. */
export type Place = { readonly django: OpenOptions } | { readonly fastapi: FastapiOptions };

export interface Visit {
  readonly place: Place;
  readonly suite: Suite;
  readonly inputs?: Inputs;
}

/** The real applications behind the TLS edge. */
export interface Town {
  /** Opens the site, visits it once and closes it. */
  visit(visit: Visit): Promise<Smoke>;
  /** Visits one open site again and again, so many at once. */
  visits(visit: Visit, times: number, atOnce: number): Promise<readonly Smoke[]>;
  stop(): Promise<void>;
}

/** Who may read answers of the good site. */
export const FRIEND = 'https://app.obcms.example';

/** Without any, one slow answer of a busy machine is a site that never answered. */
const PATIENCE = '30s';

/** Opens `/ready/` where the site asks for it. */
export const READY_SECRET = 'kept-between-the-site-and-its-probe';

/** What every Django site of these tests has; a set of its own costs a gunicorn. */
const USUAL = { CORS_ALLOWED_ORIGINS: FRIEND };

/** Both kinds of sites for one test file, each started when it is first needed. */
export function openTown(): Town {
  let django: Promise<Sites> | undefined;
  let fastapi: Promise<FastapiSites> | undefined;

  const open = async (place: Place): Promise<{ site: OpenSite; caFile: string; env: Record<string, string> }> => {
    if ('django' in place) {
      django ??= openSites();
      const sites = await django;
      const { environment = {}, ...options } = place.django;
      const site = await sites.open({ ...options, environment: { ...USUAL, ...environment } });
      return { site, caFile: sites.caFile, env: secretsOf(sites) };
    }
    fastapi ??= openFastapiSites();
    const sites = await fastapi;
    return { site: await sites.open(place.fastapi), caFile: sites.caFile, env: secretsOf(sites) };
  };

  const opened = async <Result>(
    { place, suite, inputs = {} }: Visit,
    story: (once: () => Promise<Smoke>) => Promise<Result>,
  ): Promise<Result> => {
    const { site, caFile, env } = await open(place);
    try {
      const { origin, httpOrigin } = site;
      return await story(() =>
        visit(
          { origin, httpOrigin, caFile },
          suite,
          { 'wait-ready': PATIENCE, ...inputs },
          { env, secrets: Object.values(env) },
        ),
      );
    } finally {
      await site.stop();
    }
  };

  return {
    visit: each => opened(each, once => once()),
    visits: (each, times, atOnce) =>
      opened(each, async once => {
        const seen: Smoke[] = [];
        let left = times;
        const visitor = async (): Promise<void> => {
          while (left > 0) {
            left -= 1;
            seen.push(await once());
          }
        };
        await Promise.all(Array.from({ length: atOnce }, visitor));
        return seen;
      }),
    stop: async () => {
      await (await django)?.stop();
      await (await fastapi)?.stop();
    },
  };
}

function secretsOf({ credentials, metricsToken }: Pick<Sites, 'credentials' | 'metricsToken'>): Record<string, string> {
  return {
    SMOKE_USER: credentials.user,
    SMOKE_PASSWORD: credentials.password,
    METRICS_TOKEN: metricsToken,
    HEALTH_CHECK_SECRET: READY_SECRET,
  };
}

export type States = Readonly<Record<string, string>>;

/** The checks that ended in another way than on the good site, with how. */
export function changes(seen: States, good: States): States {
  const ids = new Set([...Object.keys(seen), ...Object.keys(good)]);
  return Object.fromEntries([...ids].filter(id => seen[id] !== good[id]).map(id => [id, seen[id] ?? 'not there']));
}
