import { abbreviate } from '../core/commit.ts';
import type { Decision } from './decide.ts';
import type { ResourceSurvey } from './facts.ts';
import type { ReleaseRequest } from './request.ts';

/** A decision as a sentence, for `dry-run`. */
export function planOf(decision: Decision, facts: ResourceSurvey, request: ReleaseRequest): string {
  switch (decision.kind) {
    case 'refuse':
      return `would be refused: ${decision.headline}`;
    case 'confirm':
      return 'is live already, seen on the live site; nothing would be deployed';
    case 'adopt':
      return `deployment ${decision.row.uuid} is under way; would be followed`;
    case 'deploy': {
      const what =
        decision.image?.tag ??
        (facts.application.buildPack === 'dockerimage' ? facts.application.imageTag : abbreviate(request.sha ?? ''));
      const how = [
        ...(decision.pin === undefined ? [] : [`pinned for the deployment (now ${decision.pin.previous})`]),
        ...(decision.image === undefined ? [] : [`image tag set (now ${decision.image.previous || 'empty'})`]),
        // An image is not built; there `force` only keeps Coolify from dropping the request.
        ...(decision.force && facts.application.buildPack !== 'dockerimage' ? ['without the build cache'] : []),
        ...(decision.guaranteed ? [] : ['commit only compared afterwards']),
      ];
      return `would deploy ${what}${how.length === 0 ? '' : `, ${how.join(', ')}`}`;
    }
  }
}
