/** What all cases of a sweep share: the real application, and an edge of our own with a proxy between the two. */

import { type Alteration, type Edge, startEdge } from '../../../../lab/edge/index.ts';
import { type Faults, startFaults } from '../../../../lab/faults/index.ts';
import { openSites, type Sites } from '../../../../lab/site/index.ts';
import { type Communities, communitiesOf } from './communities.ts';
import { type Line, startLine } from './line.ts';

/** One way from a visitor to the application: line (TLS bytes), edge, proxy (requests), application. */
export interface Way {
  /** The edge itself. */
  readonly origin: string;
  readonly httpOrigin: string;
  /** Between the edge and the application: sees and disturbs requests. */
  readonly faults: Faults;
  /** Between the visitor and the edge: sees and disturbs connections. */
  readonly line: Line;
  /** The edge at the other end of the line. */
  readonly lineOrigin: string;
  stop(): Promise<void>;
}

export interface Hall {
  readonly sites: Sites;
  /** Whom a visitor of a way has to trust. */
  readonly caFile: string;
  /** Of the application, plain: it believes what is said to be forwarded. */
  readonly application: URL;
  /** What is really in the database. */
  readonly communities: Communities;
  way(): Promise<Way>;
  stop(): Promise<void>;
}

export async function openHall(): Promise<Hall> {
  const leaving = new AsyncDisposableStack();
  try {
    const sites = await openSites();
    leaving.defer(() => sites.stop());
    // Behind our edge: it is told what the visitor used, as an application behind two proxies is.
    const behind = await sites.open({
      httpRedirect: 'none',
      trustForwarded: true,
      worker: false,
      alterations: [tasksSucceedWhenAskedAgain()],
    });
    const edge: Edge = await startEdge();
    leaving.defer(() => edge.stop());
    return {
      sites,
      caFile: edge.caFile,
      application: new URL(behind.httpOrigin),
      communities: communitiesOf(behind.httpOrigin, sites.credentials),
      way: () => openWay(edge, new URL(behind.httpOrigin)),
      stop: () => leaving.disposeAsync(),
    };
  } catch (thrown) {
    await leaving.disposeAsync();
    throw thrown;
  }
}

/** Dozens of runs at once are more than a worker of the lab has to bear; what is asked here is how a run waits. */
function tasksSucceedWhenAskedAgain(): Alteration {
  const asked = new Set<string>();
  return {
    on: { method: 'GET', path: /^\/ops\/ping-task\/[0-9a-f-]+\/$/ },
    body(text) {
      const known = asked.has(text);
      asked.add(text);
      return known ? text.replace('PENDING', 'SUCCESS') : text;
    },
  };
}

async function openWay(edge: Edge, application: URL): Promise<Way> {
  const faults = await startFaults(application);
  const site = await edge.site({ name: 'sweep' });
  site.target(Number(new URL(faults.url).port));
  const line = await startLine(Number(new URL(site.origin).port));
  return {
    origin: site.origin,
    lineOrigin: `https://localhost:${line.port}`,
    httpOrigin: site.httpOrigin,
    faults,
    line,
    async stop() {
      await line.stop();
      await site.stop();
      await faults.stop();
    },
  };
}
