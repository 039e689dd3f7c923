import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import { advise } from '../remedies/code.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { placedHit } from './statements.ts';

/** Bytes of a name that PostgreSQL keeps (NAMEDATALEN 64, with the end). */
const LONGEST_NAME = 63;

export const identifier = defineHazard({
  id: 'server/identifier',
  title: 'Names fit into 63 bytes',
  severity: 'low',
  verdict: 'safe',
  why: 'PostgreSQL cuts a longer name without an error; who looks for the whole name later does not find it, and two that begin alike become one.',
  remedy: 'A shorter name.',
  source: ['https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS'],
  judge: played => {
    const seen = new Map<string, string>();
    return played.migrations.flatMap(migration =>
      migration.statements
        .filter(({ by, problem }) => by !== 'code' && problem === undefined)
        .flatMap(statement => longNames(statement.text).flatMap(name => judged(migration, statement, name, seen))),
    );
  },
});

function judged(
  migration: PlayedMigration,
  statement: PlayedStatement,
  name: string,
  seen: Map<string, string>,
): readonly HazardHit[] {
  const kept = cutName(name);
  const other = seen.get(kept);
  if (other === name) return [];
  if (other === undefined) seen.set(kept, name);
  const collides = other !== undefined;
  return [
    {
      ...placedHit(migration, statement, name),
      message: collides
        ? `${name} and ${other} are the same name for PostgreSQL, which keeps 63 bytes of each (${kept}): the second one fails or meets the first.`
        : `PostgreSQL keeps 63 bytes of ${name}: it becomes ${kept}.`,
      remedy: advise('Give it a name that fits.', kept.slice(0, 60)),
      ...(collides ? { verdict: 'review', severity: 'medium' } : {}),
    },
  ];
}

/** Quoted and plain identifiers that are too long; text in quotes and dollars is none. */
function longNames(sql: Played['migrations'][number]['statements'][number]['text']): readonly string[] {
  const names = new Set<string>();
  for (const [token] of sql.matchAll(TOKENS)) {
    const name = token.startsWith('"')
      ? token.slice(1, -1).replaceAll('""', '"')
      : /^[A-Za-z_\u0080-\uFFFF]/.test(token)
        ? token.toLowerCase()
        : '';
    if (new TextEncoder().encode(name).length > LONGEST_NAME) names.add(name);
  }
  return [...names];
}

const TOKENS =
  /'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")+"|[A-Za-z_\u0080-\uFFFF][\w$\u0080-\uFFFF]*/g;

/** Cut at a character's boundary, as PostgreSQL does. */
function cutName(name: string): string {
  const encoder = new TextEncoder();
  let kept = '';
  let bytes = 0;
  for (const letter of name) {
    bytes += encoder.encode(letter).length;
    if (bytes > LONGEST_NAME) break;
    kept += letter;
  }
  return kept;
}
