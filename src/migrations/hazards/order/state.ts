import { inSequence } from '../../../core/text.ts';
import { familyOfType, sqlTypeOf, typeInWords } from '../../compare/type-family.ts';
import { typeFit } from '../../compare/type-fit.ts';
import type { Drift, UsedColumn, UsedModel } from '../../facts.ts';
import type { Played } from '../../played.ts';
import type { Column, Table } from '../../schema/schema.ts';
import { advise } from '../remedies/code.ts';
import { defineHazard, type HazardHit } from '../rule.ts';

export const stateDisagrees = defineHazard({
  id: 'order/state-disagrees',
  title: 'After the migrations the database is what the models say',
  severity: 'high',
  verdict: 'blocked',
  why: 'The two halves of SeparateDatabaseAndState, or SQL by hand, are believed and not compared: a column that Django believes in and that nobody made fails at the first query.',
  remedy: 'Let database_operations and state_operations say the same.',
  source: ['https://docs.djangoproject.com/en/stable/ref/migration-operations/#separatedatabaseandstate'],
  judge: played => {
    const touched = touchedTables(played);
    return played.facts.head.models.flatMap(model => {
      const table = played.last.tables.get(model.table);
      if (!model.managed || table === undefined || !table.complete || !touched.has(model.table)) return [];
      if (drifts(played.facts.drift, model, undefined)) return [];
      // What Alembic's metadata has and the database has not is told as drift.
      const looks =
        played.facts.framework === 'alembic' ? [unknownColumns] : [missing, refusing, unfitting, unknownColumns];
      return looks.flatMap(look => look(played, model, table));
    });
  },
});

/** Tables whose making or changing is all in the pending migrations' statements, and none of them unread. */
function touchedTables({ migrations }: Played): ReadonlySet<string> {
  const touched = new Set<string>();
  for (const { statements } of migrations)
    for (const { acts } of statements)
      for (const act of acts) {
        if ('table' in act && typeof act.table === 'string') touched.add(act.table);
        if (act.act === 'rename-table') touched.add(act.to);
        if (act.act === 'other' || act.act === 'do') return new Set();
      }
  return touched;
}

function missing(played: Played, model: UsedModel, table: Table): readonly HazardHit[] {
  const gone = model.columns.filter(
    column => !table.columns.has(column.column) && !drifts(played.facts.drift, model, column),
  );
  const [first] = gone;
  if (first === undefined) return [];
  const names = inSequence(gone.map(({ column }) => column));
  return [
    {
      ...lastTouching(played, model.table),
      subject: `${model.table}.${gone.map(({ column }) => column).join(', ')}`,
      table: model.table,
      column: first.column,
      message: `${model.label} has ${names}, and after all pending migrations ${model.table} does not: every query of the new release that names ${gone.length === 1 ? 'it' : 'them'} fails.`,
      remedy: advise(
        'Make the column where the state says that it exists.',
        'migrations.SeparateDatabaseAndState(',
        `    database_operations=[migrations.RunSQL('ALTER TABLE "${model.table}" ADD COLUMN "${first.column}" ${first.type}${first.nullable ? '' : ' NOT NULL'}')],`,
        `    state_operations=[...],  # ${model.label}.${first.field}`,
        ')',
      ),
      severity: 'critical',
    },
  ];
}

/** The model leaves NULL, and the column refuses it. The other way round a model is only stricter than its table. */
function refusing(played: Played, model: UsedModel, table: Table): readonly HazardHit[] {
  return model.columns.flatMap(used => {
    const column = table.columns.get(used.column);
    if (column === undefined || !column.notNull || !used.nullable || used.insert === 'database') return [];
    if (
      column.filledBy !== undefined ||
      !changedHere(played, model.table, used.column) ||
      drifts(played.facts.drift, model, used)
    )
      return [];
    return [
      {
        ...lastTouching(played, model.table),
        subject: `${model.table}.${used.column}: null`,
        table: model.table,
        column: used.column,
        message: `${model.label}.${used.field} may be None, and after all pending migrations ${model.table}.${used.column} is NOT NULL: saving one without a value fails.`,
        remedy: advise(
          'Let both say the same.',
          `migrations.RunSQL('ALTER TABLE "${model.table}" ALTER COLUMN "${used.column}" DROP NOT NULL', migrations.RunSQL.noop),`,
        ),
        verdict: used.omitted === 'null' ? 'blocked' : 'review',
        severity: used.omitted === 'null' ? 'high' : 'medium',
      },
    ];
  });
}

/** What the model lets pass and the column does not take. Types that nobody here knows are left to PostgreSQL. */
function unfitting(played: Played, model: UsedModel, table: Table): readonly HazardHit[] {
  return model.columns.flatMap(used => {
    const column = table.columns.get(used.column);
    if (column === undefined || !changedHere(played, model.table, used.column)) return [];
    const believed = sqlTypeOf(used.type);
    if ([believed, column.type].some(type => familyOfType(type) === 'other')) return [];
    const fit = typeFit(believed, column.type);
    if (fit.fit === 'all' || drifts(played.facts.drift, model, used)) return [];
    return [
      {
        ...lastTouching(played, model.table),
        subject: `${model.table}.${used.column}: type`,
        table: model.table,
        column: used.column,
        message: `${model.label}.${used.field} is believed to be ${typeInWords(believed)}, and ${model.table}.${used.column} is ${typeInWords(column.type)}: ${fit.why}.`,
        remedy: advise(
          'Let both say the same.',
          `migrations.RunSQL('ALTER TABLE "${model.table}" ALTER COLUMN "${used.column}" TYPE ${used.type}'),`,
        ),
        verdict: fit.fit === 'none' ? 'blocked' : 'review',
        severity: fit.fit === 'none' ? 'high' : 'medium',
      },
    ];
  });
}

/** A column that must be filled and that no model knows: the new release's INSERTs do not name it. */
function unknownColumns(played: Played, model: UsedModel, table: Table): readonly HazardHit[] {
  const known = new Set(
    played.facts.head.models
      .filter(other => other.table === model.table)
      .flatMap(({ columns }) => columns.map(({ column }) => column)),
  );
  const required = [...table.columns.values()].filter(column => mustBeGiven(column) && !known.has(column.name));
  return required
    .filter(column => changedHere(played, model.table, column.name))
    .map(column => ({
      ...lastTouching(played, model.table),
      subject: `${model.table}.${column.name}: unknown to ${model.label}`,
      table: model.table,
      column: column.name,
      message: `${model.table}.${column.name} must be given, and ${model.label} does not know it: every INSERT of the new release fails.`,
      remedy: advise(
        `Let the database fill it, or let ${played.facts.framework === 'alembic' ? 'the class' : 'the state'} know it.`,
        played.facts.framework === 'alembic'
          ? `op.alter_column("${model.table}", "${column.name}", nullable=True)`
          : `migrations.RunSQL('ALTER TABLE "${model.table}" ALTER COLUMN "${column.name}" DROP NOT NULL', migrations.RunSQL.noop),`,
      ),
      severity: 'critical' as const,
    }));
}

function mustBeGiven({ notNull, default: value, filledBy }: Column): boolean {
  return notNull && value === undefined && filledBy === undefined;
}

/** A pending statement names the column: what was so before is not these migrations' doing. */
function changedHere({ migrations }: Played, table: string, column: string): boolean {
  return migrations.some(({ statements }) =>
    statements.some(({ acts }) =>
      acts.some(act => {
        if (!('table' in act) || act.table !== table) return false;
        if (act.act === 'create-table') return act.columns.some(({ name }) => name === column);
        if (act.act === 'rename-column') return act.to === column;
        return 'column' in act && (typeof act.column === 'string' ? act.column : act.column.name) === column;
      }),
    ),
  );
}

function lastTouching({ migrations }: Played, table: string): Pick<HazardHit, 'migration'> {
  const last = migrations.findLast(({ statements }) =>
    statements.some(({ acts }) =>
      acts.some(act => ('table' in act && act.table === table) || (act.act === 'rename-table' && act.to === table)),
    ),
  );
  return last === undefined ? {} : { migration: last.migration };
}

/** A change without a migration is drift's to tell, and not told twice. */
function drifts(drift: readonly Drift[], { label }: UsedModel, column: UsedColumn | undefined): boolean {
  const [app = '', model = ''] = label.split('.');
  return drift.some(({ app: own, operation }) => {
    if (own !== app) return false;
    const text = operation.toLowerCase();
    const named = text.includes(`"${model.toLowerCase()}"`) || text.includes(`'${model.toLowerCase()}'`);
    if (column === undefined) return named && /create_?model|rename_?model|alter_?model_?table/i.test(operation);
    return named && (text.includes(`"${column.field}"`) || text.includes(`'${column.field}'`));
  });
}
