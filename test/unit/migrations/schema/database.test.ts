import { expect, test } from '@jest/globals';
import { withDatabase } from '../../../../src/migrations/schema/database.ts';
import { readSchema } from '../../../../src/migrations/schema/read.ts';
import { loadParser } from '../../../../src/migrations/sql/parser.ts';

const parse = await loadParser();
const { schema } = readSchema(
  [
    'CREATE TABLE shelf (id bigint PRIMARY KEY)',
    'CREATE TABLE book (id bigint PRIMARY KEY, shelf_id bigint CONSTRAINT guessed REFERENCES shelf, pages int CONSTRAINT few CHECK (pages < 9))',
  ],
  parse,
);

function book(name: string, definition: string, validated = true) {
  const constraints = [{ table: 'book', name, definition, validated }];
  return withDatabase(schema, { constraints }, parse).tables.get('book');
}

test('A key that was worked out gets the name it has in the database', () => {
  const table = book(
    'book_shelf_id_1a2b_fk',
    'FOREIGN KEY (shelf_id) REFERENCES shelf(id) DEFERRABLE INITIALLY DEFERRED',
  );
  expect([...(table?.constraints.keys() ?? [])].sort()).toEqual(['book_pkey', 'book_shelf_id_1a2b_fk', 'few']);
});

test('What nobody told is added, with whether it is valid', () => {
  const constraint = book('given', 'CHECK ((shelf_id IS NOT NULL)) NOT VALID', false)?.constraints.get('given');
  expect(constraint).toMatchObject({ kind: 'check', notNullOf: 'shelf_id', valid: false, isNew: false });
});

test('The database knows what is valid', () => {
  expect(book('few', 'CHECK ((pages < 9)) NOT VALID', false)?.constraints.get('few')).toMatchObject({ valid: false });
});

test('What ALTER TABLE does not take, and tables that no migration touches, are left out', () => {
  expect(book('touch', 'TRIGGER')).toEqual(schema.tables.get('book'));
  const elsewhere = [{ table: 'other', name: 'n', definition: 'CHECK ((a > 0))', validated: true }];
  expect(withDatabase(schema, { constraints: elsewhere }, parse)).toEqual(schema);
});
