import type { IndexDefinition } from '../../sql/act.ts';
import {
  advise,
  alembicRevision,
  autocommit,
  djangoMigration,
  indexName,
  pythonList,
  runSql,
  sqlMigration,
  sqlName,
  sqlNames,
  steps,
} from './code.ts';
import { fieldNameOf, modelNameOf, type Target } from './target.ts';

const SENTENCE =
  'Build the index with CONCURRENTLY, in a migration of its own outside of a transaction: readers and writers go on.';

/** An index that is built without keeping anybody waiting. */
export function concurrentIndex(target: Target, index: IndexDefinition | undefined): string {
  if (index?.unique === true) return uniqueIndex(target, index);
  const columns = index === undefined || index.hasExpressions ? target.columns : index.columns;
  if (target.framework === 'alembic') return advise(SENTENCE, alembic(target, index?.name, columns));
  if (index !== undefined && (index.hasExpressions || index.predicate !== undefined || index.method !== 'btree'))
    return advise(SENTENCE, likeBefore(target, index));
  const fields = columns.length > 1 ? columns : [fieldNameOf(target)];
  const name = index !== undefined && index.name.length <= 30 ? index.name : indexName(target.table, ...columns, 'idx');
  const onField = target.after?.indexed === true;
  const note = onField
    ? [`# The model: db_index=False on "${fieldNameOf(target)}", and the index in Meta.indexes.`]
    : [];
  return advise(
    SENTENCE,
    ...note,
    djangoMigration(
      'a migration of its own',
      [
        'AddIndexConcurrently(',
        `    model_name="${modelNameOf(target)}",`,
        `    index=models.Index(fields=${pythonList(fields)}, name="${name}"),`,
        '),',
      ],
      {
        atomic: false,
        imports: [
          'from django.contrib.postgres.operations import AddIndexConcurrently',
          'from django.db import migrations, models',
        ],
      },
    ),
  );
}

/** With its conditions and expressions as the model has them: only the operation's name changes. */
function likeBefore(target: Target, index: IndexDefinition): string {
  return djangoMigration(
    'a migration of its own; the index stays as it is written in Meta.indexes',
    ['AddIndexConcurrently(', `    model_name="${modelNameOf(target)}",`, `    index=...,  # ${index.name}`, '),'],
    { atomic: false, imports: ['from django.contrib.postgres.operations import AddIndexConcurrently'] },
  );
}

function alembic({ table }: Target, name: string | undefined, columns: readonly string[]): string {
  const index = name ?? indexName(table, ...columns, 'idx');
  return alembicRevision(
    'a revision of its own',
    autocommit([`op.create_index("${index}", "${table}", ${pythonList(columns)}, postgresql_concurrently=True)`]),
  );
}

/** A unique index with a condition, an expression or INCLUDE: it is no constraint for PostgreSQL. */
function uniqueIndex(target: Target, index: IndexDefinition): string {
  const where = index.predicate === undefined ? '' : ` WHERE ${index.predicate}`;
  const keys = index.hasExpressions ? '...' : sqlNames(index.columns);
  const create = `CREATE UNIQUE INDEX CONCURRENTLY ${sqlName(index.name)} ON ${sqlName(target.table)} (${keys})${where}`;
  const sentence = 'Build the unique index with CONCURRENTLY, and tell Django of it in the same operation.';
  if (target.framework === 'alembic')
    return advise(sentence, sqlMigration(target, 'a revision of its own', [create], { atomic: false }));
  return advise(
    sentence,
    djangoMigration(
      'a migration of its own',
      [
        'migrations.SeparateDatabaseAndState(',
        '    database_operations=[',
        '        migrations.RunSQL(',
        `            ${JSON.stringify(create)},`,
        `            "DROP INDEX CONCURRENTLY ${sqlName(index.name).replace(/"/g, '\\"')}",`,
        '        ),',
        '    ],',
        `    state_operations=[migrations.AddConstraint("${modelNameOf(target)}", ...)],  # ${index.name}, as it is now`,
        '),',
      ],
      { atomic: false },
    ),
  );
}

/** An index on a partitioned table: CONCURRENTLY is refused there. */
export function partitionedIndex(
  target: Target,
  index: IndexDefinition | undefined,
  partitions: readonly string[],
): string {
  const name = index?.name ?? indexName(target.table, ...target.columns, 'idx');
  const keys = sqlNames(index?.columns ?? target.columns);
  const parts = partitions.length > 0 ? partitions.slice(0, 3) : ['<partition>'];
  const built = parts.flatMap(part => [
    `CREATE INDEX CONCURRENTLY ${sqlName(`${part}_idx`)} ON ${sqlName(part)} (${keys})`,
    `ALTER INDEX ${sqlName(name)} ATTACH PARTITION ${sqlName(`${part}_idx`)}`,
  ]);
  const only = `CREATE INDEX ${sqlName(name)} ON ONLY ${sqlName(target.table)} (${keys})`;
  const comment = 'a migration of its own';
  return advise(
    'Make the index on the parent alone, build it with CONCURRENTLY on each partition, and attach those.',
    target.framework === 'alembic'
      ? sqlMigration(target, comment, [only, ...built], { atomic: false })
      : // The parent's index takes those that are attached to it along.
        djangoMigration(comment, [runSql(target, only), ...built.map(sql => runSql(target, sql, null))], {
          atomic: false,
        }),
  );
}

/** An index that is built anew because the type of what it is on changes: away before, back after. */
export function indexAroundType(
  target: Target,
  index: Pick<IndexDefinition, 'name' | 'columns' | 'hasExpressions'>,
): string {
  const name = sqlName(index.name);
  const keys = index.hasExpressions || index.columns.length === 0 ? '...' : sqlNames(index.columns);
  return advise(
    'The index is built anew with the type: take it away before and make it again after, both with CONCURRENTLY. Queries go without it meanwhile.',
    steps(
      sqlMigration(target, '1. outside of a transaction', [`DROP INDEX CONCURRENTLY ${name}`], { atomic: false }),
      '# 2. next: the change of the type, as it is now',
      sqlMigration(
        target,
        '3. outside of a transaction, with what the index says now',
        [`CREATE INDEX CONCURRENTLY ${name} ON ${sqlName(target.table)} (${keys})`],
        { atomic: false },
      ),
    ),
  );
}
