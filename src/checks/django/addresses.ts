import type { Visit } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import type { Project } from '../project.ts';
import { isInternal, USUAL_PATHS } from '../visits.ts';
import { type Probe, probesOf } from './probes.ts';

/** One health address with everything that was seen of it. */
export interface Address {
  readonly path: string;
  /** By its name it says whether the services behind are there, not only whether the process lives. */
  readonly readiness: boolean;
  readonly probes: readonly Probe[];
  /** Somebody named it: a health check, Coolify, the configuration. Else it is one that projects often have. */
  readonly named: boolean;
  /** The project answers it, or sends to where it does. */
  readonly exists: boolean;
  /** As a probe from inside asks: its own Host, no forwarded header. */
  readonly inside: readonly Visit[];
  /** The visit in which the view itself answered, from inside if there is one. */
  readonly reached: Visit | undefined;
}

export function addressesOf(project: Project, { answer: { visits } }: DjangoEvaluation): readonly Address[] {
  const probes = probesOf(project);
  return [...new Set(visits.map(({ path }) => path))].map(path => {
    const own = visits.filter(visit => visit.path === path);
    const asking = probes.filter(probe => probe.path === path);
    const inside = own.filter(({ forwardedProto }) => forwardedProto === null);
    const outside = own.filter(({ forwardedProto }) => forwardedProto !== null);
    return {
      path,
      readiness: /ready|readiness/i.test(path),
      probes: asking,
      named: asking.length > 0 || (!USUAL_PATHS.includes(path) && inside.some(({ host }) => isInternal(host))),
      exists: own.some(({ view, status }) => view !== null || (status !== null && status < 300)),
      inside,
      reached: [...inside, ...outside].find(wasReached),
    };
  });
}

/** Neither the host was refused nor the visitor sent away before the view could say anything. */
function wasReached({ view, status, error, refused }: Visit): boolean {
  if (view === null && (status === null || status >= 300)) return false;
  if (status === null) return error !== null;
  return status !== 400 && (status < 300 || status >= 400 || refused.length > 0);
}

/** The visits of an address in the words of this probe. */
export function askedBy(address: Address, { host }: Probe): Visit | undefined {
  return address.inside.find(visit => visit.host === host);
}
