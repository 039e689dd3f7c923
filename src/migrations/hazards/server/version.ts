import type { Played, PlayedStatement } from '../../played.ts';
import { refusals } from '../order/refused.ts';
import { advise, runSql } from '../remedies/code.ts';
import { typeThroughNewColumn } from '../remedies/new-column.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { clause, operationInWords } from '../wording.ts';
import { actHits, placedHit } from './statements.ts';

export const unsupported = defineHazard({
  id: 'server/unsupported',
  title: 'The server knows every statement',
  severity: 'critical',
  verdict: 'blocked',
  why: 'What a newer PostgreSQL brought is a syntax error for an older one: the migration fails there.',
  remedy: 'The form that this version has, or a newer server first.',
  source: ['https://www.postgresql.org/docs/release/'],
  judge: played => [
    ...refusals(played, 'unsupported', ({ who, refusal }) => ({
      message: `${who} cannot run on PostgreSQL ${played.facts.server.major}: ${clause(refusal.message)}.`,
      remedy: advise(
        'Use the form that this version has, or say which version the server really has.',
        'with:',
        "  postgres-version: '18'",
      ),
      ...(played.facts.server.from === 'assumed' ? { verdict: 'review' as const, severity: 'medium' as const } : {}),
    })),
    ...refusals(played, 'no-cast', ({ who, refusal, target }) => ({
      message: `${who} fails: ${clause(refusal.message)}`,
      remedy: typeThroughNewColumn(target),
    })),
  ],
});

export const dependent = defineHazard({
  id: 'server/dependent-view',
  title: 'No view, rule or trigger uses what is changed',
  severity: 'critical',
  verdict: 'blocked',
  why: 'PostgreSQL refuses to change the type of a column that a view uses, and to drop one; with CASCADE it drops the view as well, without a word.',
  remedy: 'Drop the view before and make it again after, in the same transaction.',
  source: [
    'https://www.postgresql.org/docs/current/ddl-depend.html',
    'SQL of RemoveField: DROP COLUMN ... CASCADE up to Django 5.2',
  ],
  judge: played => {
    const refused = refusals(played, 'dependent', ({ who, refusal, target }) => ({
      message: `${who} fails: ${clause(refusal.message)}.`,
      remedy: freed(target, refusal.message),
    }));
    const told = new Set(refused.map(({ statement }) => statement));
    const used = played.facts.database?.dependents ?? [];
    const known = actHits(played, (act, { who, statement }) => {
      if (
        (act.act !== 'alter-type' && act.act !== 'drop-column') ||
        told.has(statement) ||
        (statement.effect.alsoDropped ?? []).length > 0
      )
        return undefined;
      const dependents = used.filter(({ table, column }) => table === act.table && column === act.column);
      const [first] = dependents;
      if (first === undefined || isDroppedBefore(played, statement, first.name)) return undefined;
      const cascades = act.act === 'drop-column' && act.cascade;
      return {
        about: `${first.name} uses ${act.table}.${act.column}`,
        hit: {
          table: act.table,
          column: act.column,
          message: cascades
            ? `${who} drops ${act.table}.${act.column} with CASCADE, and ${first.name}, which uses it, goes with it.`
            : `${who} fails: ${first.name} uses ${act.table}.${act.column}, and PostgreSQL does not ${act.act === 'alter-type' ? 'change the type of' : 'drop'} a column that is in use.`,
          remedy: aroundView({ framework: played.facts.framework }, first.name),
          ...(cascades ? { verdict: 'review', severity: 'medium' } : {}),
        },
      };
    });
    return [...refused, ...known, ...cascaded(played)];
  },
});

/** Views that CASCADE takes along. Foreign keys of others belong to the table that is dropped. */
function cascaded(played: Played): readonly HazardHit[] {
  return played.migrations.flatMap(migration =>
    migration.statements.flatMap(statement =>
      (statement.effect.alsoDropped ?? [])
        .filter(({ kind }) => kind === 'view')
        .map(({ name, of }): HazardHit => {
          const who = operationInWords(migration.migration, statement.operation, statement);
          return {
            ...placedHit(migration, statement, `${name} goes with ${of}`),
            message: `${who} drops with CASCADE, and the view ${name}, which uses ${of}, goes with it.`,
            remedy: aroundView(played.facts, name),
            verdict: 'review',
            severity: 'medium',
          };
        }),
    ),
  );
}

function aroundView(target: { readonly framework: 'django' | 'alembic' }, view: string): string {
  return advise(
    'Drop the view before and make it again after, in the same migration.',
    runSql(target, `DROP VIEW ${view}`),
    '...',
    runSql(target, `CREATE VIEW ${view} AS SELECT ...`),
  );
}

/** A view can be made again; of what else needs it, only a person knows whether it can go. */
function freed(target: { readonly framework: 'django' | 'alembic' }, message: string): string {
  const view = /\bview "?([\w.]+)"?/i.exec(message)?.[1];
  if (view !== undefined) return aroundView(target, view);
  return advise(
    'Take away what needs it in a migration before this one.',
    runSql(target, 'ALTER TABLE <table> DROP CONSTRAINT <constraint>'),
  );
}

/** A pending migration takes the view away before the statement. */
function isDroppedBefore({ migrations }: Played, statement: PlayedStatement, view: string): boolean {
  for (const migration of migrations)
    for (const earlier of migration.statements) {
      if (earlier === statement) return false;
      if (earlier.acts.some(act => act.act === 'drop-view' && act.views.includes(view))) return true;
    }
  return false;
}

export const concurrentCorruption = defineHazard({
  id: 'server/concurrent-corruption',
  title: 'CONCURRENTLY is not used on a server that spoils indexes by it',
  severity: 'high',
  verdict: 'blocked',
  why: 'From 14.0 to 14.3 an index that was built or rebuilt with CONCURRENTLY may miss rows: queries then give wrong answers and unique indexes let duplicates in.',
  remedy: 'Update the server to 14.4 or newer first.',
  source: ['https://www.postgresql.org/docs/release/14.4/'],
  versions: 'PostgreSQL 14.0 to 14.3',
  judge: played => {
    const { major, minor, from } = played.facts.server;
    if (major !== 14 || (minor !== undefined && minor >= 4) || from === 'assumed') return [];
    return actHits(played, (act, { who }) => {
      if ((act.act !== 'create-index' && act.act !== 'reindex') || !act.concurrently) return undefined;
      const version = minor === undefined ? '14 (below 14.4, if it is that)' : `14.${minor}`;
      return {
        about: act.act === 'create-index' ? act.index.name : act.name,
        hit: {
          message: `${who} works with CONCURRENTLY on PostgreSQL ${version}, which may leave rows out of such an index: queries then give wrong answers.`,
          remedy: advise(
            'Update the server first, then look at indexes that were built so.',
            'SHOW server_version;  -- 14.4 or newer',
            'REINDEX INDEX CONCURRENTLY <index>;',
          ),
          ...(minor === undefined ? { verdict: 'safe', severity: 'low' } : {}),
        },
      };
    });
  },
});
