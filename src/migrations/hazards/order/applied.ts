import type { MigrationId, MigrationNode } from '../../facts.ts';
import type { Played } from '../../played.ts';

/**
 * Migrations that the database has: what it says itself, else all that the running release has and that are not pending. Alembic writes the
 * last ones only, so what they build on counts as well.
 */
export function appliedIds({ facts }: Played): ReadonlySet<MigrationId> {
  if (facts.database === undefined) {
    const pending = new Set(facts.pending.map(({ id }) => id));
    return new Set(facts.base.nodes.map(({ id }) => id).filter(id => !pending.has(id)));
  }
  const applied = new Set<MigrationId>(facts.database.applied);
  if (facts.framework !== 'alembic') return applied;
  const nodes = new Map([...facts.base.nodes, ...facts.head.nodes].map(node => [node.id, node]));
  // A set that grows while it is gone through: each new one is visited in its turn.
  for (const id of applied) for (const needed of nodes.get(id)?.dependencies ?? []) applied.add(needed);
  return applied;
}

/** Nodes of a release that the project wrote itself. */
export function ownNodes(nodes: readonly MigrationNode[]): readonly MigrationNode[] {
  return nodes.filter(({ distribution }) => distribution === undefined);
}
