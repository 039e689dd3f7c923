import { typeInWords } from '../../../../src/migrations/compare/type-family.ts';
import type {
  MigrationFacts,
  Operation,
  PendingMigration,
  Release,
  Step,
  UsedColumn,
  UsedModel,
} from '../../../../src/migrations/facts.ts';
import { play } from '../../../../src/migrations/play.ts';
import type { Played } from '../../../../src/migrations/played.ts';
import { applyAct } from '../../../../src/migrations/schema/apply.ts';
import { readSchema } from '../../../../src/migrations/schema/read.ts';
import type { Schema, Table } from '../../../../src/migrations/schema/schema.ts';
import type { ParseSql } from '../../../../src/migrations/sql/act.ts';
import { loadParser } from '../../../../src/migrations/sql/parser.ts';

/** What a test says of one pending migration: SQL of one operation, or of several. */
export interface Told {
  readonly name?: string;
  readonly sql?: string | readonly string[];
  readonly operation?: Partial<Operation>;
  readonly after?: readonly string[];
  readonly mark?: PendingMigration['mark'];
  readonly atomic?: boolean;
}

export interface Setting {
  readonly schema: string;
  readonly migrations: readonly Told[];
  /** Columns that differ from what the schema says of them, as `table.column`. */
  readonly base?: Readonly<Record<string, Partial<UsedColumn>>>;
  readonly head?: Readonly<Record<string, Partial<UsedColumn>>>;
  /** Columns that the models of a release do not have. */
  readonly headWithout?: readonly string[];
  readonly baseWithout?: readonly string[];
  readonly upserts?: boolean;
  readonly facts?: Partial<MigrationFacts>;
  readonly small?: readonly string[];
}

let loaded: ParseSql | undefined;

export async function parser(): Promise<ParseSql> {
  loaded ??= await loadParser();
  return loaded;
}

/** Two releases whose models are the tables before and after the pending migrations. */
export async function playedOf(setting: Setting): Promise<Played> {
  const parse = await parser();
  const facts = factsOf(setting, parse);
  return play(facts, parse, { smallTables: setting.small ?? [] });
}

export function factsOf(setting: Setting, parse: ParseSql): MigrationFacts {
  const { schema: first } = readSchema([setting.schema], parse);
  const pending = setting.migrations.map((told, index) => migrationOf(told, index));
  let last = first;
  for (const { steps } of pending)
    for (const step of steps) {
      const parsed = step.step === 'sql' ? parse(step.sql) : undefined;
      if (parsed?.ok !== true) continue;
      for (const { acts } of parsed.statements) for (const act of acts) last = applyAct(last, act, { isNew: true });
    }
  return {
    framework: 'django',
    version: '5.2.17',
    base: releaseOf('base', first, setting.base, setting.baseWithout, setting.upserts),
    head: releaseOf('head', last, setting.head, setting.headWithout, false),
    pending,
    schema: [setting.schema],
    database: undefined,
    drift: [],
    server: { major: 17, minor: undefined, from: 'assumed' },
    places: [],
    unknown: [],
    measured: [],
    ...setting.facts,
  };
}

function releaseOf(
  side: Release['side'],
  schema: Schema,
  differences: Setting['base'] = {},
  without: readonly string[] = [],
  upserts = false,
): Release {
  return {
    side,
    commit: undefined,
    nodes: [],
    conflicts: [],
    dangling: [],
    models: [...schema.tables.values()].map(table => modelOf(table, differences, without)),
    upserts: upserts ? [{ file: 'shop/tasks.py', line: 12 }] : [],
  };
}

/** `shop_order` is the model `shop.Order`. */
function modelOf(table: Table, differences: NonNullable<Setting['base']>, without: readonly string[]): UsedModel {
  const [app = '', ...name] = table.name.split('_');
  return {
    label: `${app}.${name.map(word => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('')}`,
    table: table.name,
    managed: true,
    columns: [...table.columns.values()]
      .filter(({ name: column }) => !without.includes(`${table.name}.${column}`))
      .map((column): UsedColumn => {
        const nullable = !column.notNull;
        const foreign = [...table.constraints.values()].find(
          constraint => constraint.kind === 'foreign-key' && constraint.columns.includes(column.name),
        );
        return {
          field: column.name,
          column: column.name,
          type: typeInWords(column.type),
          nullable,
          insert: column.filledBy === undefined ? 'names' : 'database',
          omitted: nullable ? 'null' : 'required',
          references:
            foreign?.kind === 'foreign-key'
              ? { table: foreign.table, column: foreign.references[0] ?? 'id' }
              : undefined,
          ...differences[`${table.name}.${column.name}`],
        };
      }),
  };
}

function migrationOf(told: Told, index: number): PendingMigration {
  const name = told.name ?? `${String(index + 2).padStart(4, '0')}_step`;
  const texts = told.sql === undefined ? [] : typeof told.sql === 'string' ? [told.sql] : told.sql;
  const operation: Operation = {
    index: 0,
    kind: 'RunSQL',
    text: 'Raw SQL operation',
    line: 9,
    model: undefined,
    field: undefined,
    stateOnly: false,
    reverse: 'real',
    before: undefined,
    after: undefined,
    code: undefined,
    ...told.operation,
  };
  const steps = texts.map((sql): Step => ({ step: 'sql', operation: 0, sql, by: 'framework', guessed: false }));
  return {
    id: `shop.${name}`,
    app: 'shop',
    name,
    file: `shop/migrations/${name}.py`,
    line: 4,
    atomic: told.atomic ?? true,
    dependencies: told.after ?? (index === 0 ? [] : [`shop.${String(index + 1).padStart(4, '0')}_step`]),
    replaces: [],
    distribution: undefined,
    mark: told.mark,
    operations: [operation],
    steps: operation.code === undefined ? steps : [...steps, { step: 'code', operation: 0 }],
    backwards: [],
  };
}
