import { type ApplicationAnswer, type DeploymentRow, hasEnded } from '../coolify/answers.ts';
import { parseSha, type Sha } from '../core/commit.ts';
import type { Known } from '../github/repository.ts';
import { liveCommit, type ResourceSurvey } from './facts.ts';
import type { History } from './history.ts';
import type { ReleaseRequest } from './request.ts';

type Order = Pick<ResourceSurvey, 'head' | 'relation' | 'comparedWith'>;

const NOT_ASKED = { known: false, why: '' } as const;
const NO_ORDER: Order = { head: NOT_ASKED, relation: NOT_ASKED, comparedWith: undefined };

/** Where the branch points, and how the wanted commit stands to what is live and to what is being deployed. */
export async function orderOf(
  application: ApplicationAnswer,
  rows: readonly DeploymentRow[],
  request: ReleaseRequest,
  history: History,
): Promise<Order> {
  const { sha } = request;
  if (sha === undefined || application.buildPack === 'dockerimage') return NO_ORDER;
  const head: Known<Sha> = await history.head(application);
  let order: Order = { ...NO_ORDER, head };
  for (const other of othersThan(sha, rows)) {
    const relation = await history.relation(application, other, sha);
    order = { head, relation, comparedWith: other };
    if (relation.known && relation.value === 'older') break;
  }
  return order;
}

/** Commits that run or are about to, the live one last, so that it is the one that is told when all is well. */
function othersThan(sha: Sha, rows: readonly DeploymentRow[]): readonly Sha[] {
  const running = rows.filter(row => !hasEnded(row)).map(row => parseSha(row.commit));
  const all = [...running, liveCommit(rows)].filter(commit => commit !== undefined && commit !== sha);
  return [...new Set(all.filter(commit => commit !== undefined))];
}
