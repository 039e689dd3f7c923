import type { MigrationFacts, MigrationId, MigrationNode } from './facts.ts';

/** What is applied and what is not, as `showmigrations` tells it, and where that does not fit the releases. */
export interface AppliedState {
  /** Who says so: the database itself, or what is taken for applied. */
  readonly from: 'database' | 'assumed';
  readonly apps: readonly AppState[];
  /** The running release has them, and the database has not. Empty without a database, like the rest. */
  readonly behind: readonly MigrationId[];
  /** Applied, although what they depend on is not: Django refuses to migrate (InconsistentMigrationHistory). */
  readonly inconsistent: readonly { readonly id: MigrationId; readonly needs: MigrationId }[];
  /** Applied, later than what the running release has, and in neither release: from another branch. */
  readonly foreign: readonly MigrationId[];
}

export interface AppState {
  readonly app: string;
  readonly applied: number;
  readonly pending: number;
  /** The last applied one, in the order of the graph; undefined when none is. */
  readonly last: MigrationId | undefined;
}

type Given = Pick<MigrationFacts, 'framework' | 'database' | 'base' | 'head' | 'pending'>;

/** Pure. */
export function appliedState(facts: Given): AppliedState {
  const nodes = allNodes(facts);
  const isApplied = appliedTest(facts, nodes);
  return {
    from: facts.database === undefined ? 'assumed' : 'database',
    apps: appsOf(facts, isApplied),
    behind: facts.database === undefined ? [] : idsOf(facts.base.nodes.filter(({ id }) => !isApplied(id))),
    inconsistent: facts.database === undefined ? [] : inconsistentOf(facts, isApplied),
    foreign: foreignOf(facts, nodes),
  };
}

type IsApplied = (id: MigrationId) => boolean;
type Nodes = ReadonlyMap<MigrationId, MigrationNode>;

function allNodes({ base, head }: Given): Nodes {
  return new Map([...base.nodes, ...head.nodes].map(node => [node.id, node]));
}

/**
 * Django writes a row for each, and takes a squashed one for applied when all that it replaces is (and the other way round). Alembic writes
 * the last ones only: what they build on is applied as well.
 */
function appliedTest({ framework, database, base, pending }: Given, nodes: Nodes): IsApplied {
  if (database === undefined) {
    const open = new Set(idsOf(pending));
    const there = new Set(idsOf(base.nodes).filter(id => !open.has(id)));
    return id => there.has(id);
  }
  const rows = new Set(framework === 'alembic' ? withAncestors(database.applied, nodes) : database.applied);
  const covered = new Set([...nodes.values()].filter(({ id }) => rows.has(id)).flatMap(({ replaces }) => replaces));
  return id => {
    if (rows.has(id) || covered.has(id)) return true;
    const replaces = nodes.get(id)?.replaces ?? [];
    return replaces.length > 0 && replaces.every(each => rows.has(each));
  };
}

function withAncestors(ids: readonly MigrationId[], nodes: Nodes): ReadonlySet<MigrationId> {
  const seen = new Set<MigrationId>();
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(nodes.get(id)?.dependencies ?? []));
  }
  return seen;
}

function appsOf({ head, pending }: Given, isApplied: IsApplied): readonly AppState[] {
  const open = Map.groupBy(pending, ({ app }) => app);
  return [...Map.groupBy(head.nodes, ({ app }) => app)].map(([app, nodes]) => {
    const applied = nodes.filter(({ id }) => isApplied(id));
    const needed = new Set(applied.flatMap(({ dependencies }) => dependencies));
    const last = applied.findLast(({ id }) => !needed.has(id)) ?? applied.at(-1);
    return { app, applied: applied.length, pending: open.get(app)?.length ?? 0, last: last?.id };
  });
}

function inconsistentOf({ framework, head, pending }: Given, isApplied: IsApplied): AppliedState['inconsistent'] {
  if (framework === 'alembic') return [];
  const here = new Set(idsOf(head.nodes));
  // A pending one below an applied one is a hazard of its own, with the place to mend it.
  const open = new Set(idsOf(pending));
  return head.nodes
    .filter(({ id }) => isApplied(id))
    .flatMap(({ id, dependencies }) =>
      dependencies
        .filter(needs => here.has(needs) && !open.has(needs) && !isApplied(needs))
        .map(needs => ({ id, needs })),
    );
}

/**
 * Rows of long ago whose files were squashed away are nothing to talk about; what has a higher number than the last one of the running
 * release was applied by somebody else. Alembic does not begin at all with a revision that it does not know.
 */
function foreignOf({ framework, database, base }: Given, nodes: Nodes): readonly MigrationId[] {
  if (database === undefined) return [];
  const known = new Set([...nodes.values()].flatMap(({ id, replaces }) => [id, ...replaces]));
  const unknown = database.applied.filter(id => !known.has(id));
  if (framework === 'alembic') return unknown;
  const highest = new Map<string, number>();
  for (const { app, name } of base.nodes) highest.set(app, Math.max(highest.get(app) ?? 0, numberOf(name)));
  return unknown.filter(id => {
    const [app = '', name = ''] = id.split('.');
    const last = highest.get(app);
    return last !== undefined && numberOf(name) > last;
  });
}

function numberOf(name: string): number {
  return Number(/^(\d{4})_/.exec(name)?.[1] ?? 0);
}

function idsOf(nodes: readonly { readonly id: MigrationId }[]): readonly MigrationId[] {
  return nodes.map(({ id }) => id);
}
