import { expect, test } from '@jest/globals';
import { alembicDrift } from '../../../../src/migrations/alembic/drift.ts';
import type { UsedColumn, UsedModel } from '../../../../src/migrations/facts.ts';
import { readSchema } from '../../../../src/migrations/schema/read.ts';
import { loadParser } from '../../../../src/migrations/sql/parser.ts';

const parse = await loadParser();

function drift(ddl: readonly string[], ...models: readonly UsedModel[]): readonly (readonly [string, string])[] {
  return alembicDrift(models, readSchema(ddl, parse).schema).map(({ text, operation }) => [text, operation]);
}

function column(name: string, type: string, more: Partial<UsedColumn> = {}): UsedColumn {
  const nullable = more.nullable ?? false;
  const omitted = nullable ? 'null' : 'required';
  return { field: name, column: name, type, nullable, insert: 'names', omitted, references: undefined, ...more };
}

const model = (table: string, ...columns: readonly UsedColumn[]): UsedModel => ({
  label: 'Order',
  table,
  managed: true,
  columns,
});

const ORDERS = 'CREATE TABLE orders (id SERIAL NOT NULL, name VARCHAR(40) NOT NULL, PRIMARY KEY (id))';
const ID = column('id', 'integer', { insert: 'database', omitted: 'value' });
const NAME = column('name', 'varchar(40)');

test('what the metadata says and the revisions make is no drift', () => {
  expect(drift([ORDERS], model('orders', ID, NAME))).toEqual([]);
});

test('a table that no revision makes, in the words of Alembic', () => {
  const order = column('order_id', 'integer', { nullable: true, references: { table: 'orders', column: 'id' } });
  expect(drift([ORDERS], model('shop.notes', order))).toEqual([
    [
      'Table shop.notes of Order',
      'op.create_table("notes",\n    sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id")),\n    schema="shop",\n)',
    ],
  ]);
});

test('a column that no revision makes', () => {
  expect(drift([ORDERS], model('orders', ID, NAME, column('note', 'numeric(10, 2)')))).toEqual([
    ['Column orders.note of Order', 'op.add_column("orders", sa.Column("note", sa.Numeric(10, 2), nullable=False))'],
  ]);
});

test('a column that is too narrow, and one that refuses the NULL its class allows', () => {
  expect(drift([ORDERS], model('orders', ID, column('name', 'varchar(80)', { nullable: true })))).toEqual([
    ['Type of orders.name, which is varchar(80) in Order', 'op.alter_column("orders", "name", type_=sa.String(80))'],
    ['NULL in orders.name, which Order allows', 'op.alter_column("orders", "name", nullable=True)'],
  ]);
});

test('a column that nobody maps is drift only when it must be given', () => {
  expect(drift([ORDERS], model('orders', ID))).toEqual([
    ['Removal of orders.name, which must be given and Order does not map', 'op.drop_column("orders", "name")'],
  ]);
  expect(drift([ORDERS, 'ALTER TABLE orders ALTER COLUMN name DROP NOT NULL'], model('orders', ID))).toEqual([]);
});

test('two classes of one table are one, and a view is no table', () => {
  const view = 'CREATE VIEW named AS SELECT name FROM orders';
  expect(drift([ORDERS, view], model('orders', ID), model('orders', NAME), model('named', NAME))).toEqual([]);
});
