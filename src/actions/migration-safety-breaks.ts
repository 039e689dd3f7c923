import { inSequence } from '../core/text.ts';
import type { Break } from '../migrations/hazards/rule.ts';
import { sentence } from '../report/findings-table.ts';
import { code } from '../report/markdown.ts';

/** Statements of one model that fail for the same reason, told once. */
export interface BrokenStatements extends Pick<Break, 'release' | 'model' | 'certain'> {
  readonly statements: readonly string[];
  /** The sentence of the break, without the statement that it begins with when there are several. */
  readonly why: string;
}

/** In their order; what differs in nothing but the statement becomes one entry. Pure. */
export function brokenStatements(breaks: readonly Break[]): readonly BrokenStatements[] {
  const groups = new Map<string, { readonly first: Break; readonly statements: string[]; readonly rest: string }>();
  for (const each of breaks) {
    const { release, model, certain, statement, why } = each;
    const opening = `${statement} of ${model} `;
    const rest = why.startsWith(opening) ? why.slice(opening.length) : why;
    const key = JSON.stringify([release, model, certain, rest]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: each, statements: [statement], rest });
    else if (!group.statements.includes(statement)) group.statements.push(statement);
  }
  return [...groups.values()].map(({ first, statements, rest }) => ({
    release: first.release,
    model: first.model,
    certain: first.certain,
    statements,
    why: statements.length === 1 ? first.why : rest,
  }));
}

/** Cells: model, statements, how often, why. */
export function brokenCells({ model, statements, certain, why }: BrokenStatements): readonly string[] {
  return [code(model, 120), inSequence(statements), certain ? 'always' : 'for some values', sentence(why)];
}
