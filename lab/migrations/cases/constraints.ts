import type { Case } from './case.ts';
import { item, list, model, one, SHELF, several, sql } from './parts.ts';

const INSERT = 'release/insert-fails';
const AMOUNT = '("amount", models.IntegerField(default=0))';
const SHELF_ID = '("shelf_id", models.BigIntegerField(null=True))';
const NOT_VALID = 'from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint';

/** Keys and checks. */
export const CONSTRAINTS: readonly Case[] = [
  one(
    'new_table_refers',
    'A new table that refers to one in use: the release that does not know it cannot delete what it refers to.',
    ['release/delete-fails'],
    [item()],
    [model('Label', ['("item", models.ForeignKey("Item", on_delete=models.CASCADE))'])],
  ),
  one(
    'new_table_refers_loosely',
    'Without a constraint it takes no lock and stops nobody.',
    [],
    [item()],
    [model('Label', ['("item", models.ForeignKey("Item", on_delete=models.DO_NOTHING, db_constraint=False))'])],
  ),
  one(
    'add_check',
    'A check reads every row while nobody else can.',
    ['lock/scan', 'rows/violation', INSERT],
    [item([AMOUNT])],
    [
      sql(
        'ALTER TABLE add_check_item ADD CONSTRAINT add_check_amount CHECK (amount > -5)',
        'ALTER TABLE add_check_item DROP CONSTRAINT add_check_amount',
      ),
    ],
    { prepare: 'UPDATE add_check_item SET amount = 1' },
  ),
  one(
    'add_check_constraint',
    'The same in the words of Django.',
    ['lock/scan', 'rows/violation'],
    [item([AMOUNT])],
    [
      'migrations.AddConstraint("item", models.CheckConstraint(check=models.Q(amount__gt=-5), name="check_constraint_amount"))',
    ],
    { django: '<6.0', prepare: 'UPDATE add_check_constraint_item SET amount = 1' },
  ),
  one(
    'add_check_violated',
    'Where a row violates it, it stops.',
    ['rows/violation'],
    [item([AMOUNT])],
    [sql('ALTER TABLE add_check_violated_item ADD CONSTRAINT violated_amount CHECK (amount > 5)')],
    { prepare: 'UPDATE add_check_violated_item SET amount = 1', fails: { on: 'rows', why: 'rows violate the check' } },
  ),
  several(
    'check_in_steps',
    'Without a look first, with one later: nobody waits, though values that the running release lets pass are refused.',
    [INSERT],
    [item([AMOUNT])],
    [
      {
        name: '0002_not_valid',
        operations: list(
          'AddConstraintNotValid("item", models.CheckConstraint(check=models.Q(amount__gt=-5), name="in_steps_amount"))',
        ),
        imports: NOT_VALID,
      },
      { name: '0003_validate', operations: list('ValidateConstraint("item", "in_steps_amount")'), imports: NOT_VALID },
    ],
    { django: '>=4.0 <6.0', prepare: 'UPDATE check_in_steps_item SET amount = 1' },
  ),
  one(
    'check_and_validate',
    'Both in one migration keep the lock of the first over the look of the second.',
    ['order/not-valid-then-validate'],
    [item([AMOUNT])],
    [
      'AddConstraintNotValid("item", models.CheckConstraint(check=models.Q(amount__gt=-5), name="validate_amount"))',
      'ValidateConstraint("item", "validate_amount")',
    ],
    {
      django: '>=4.0 <6.0',
      migration: { imports: NOT_VALID },
      prepare: 'UPDATE check_and_validate_item SET amount = 1',
    },
  ),
  one(
    'check_not_enforced',
    'A check that is not enforced stops nobody.',
    [],
    [item([AMOUNT])],
    [sql('ALTER TABLE check_not_enforced_item ADD CONSTRAINT not_enforced_amount CHECK (amount > 0) NOT ENFORCED')],
    { postgres: '>=18' },
  ),
  one(
    'add_foreign_key_sql',
    'A key on a column that is there is verified row by row.',
    ['lock/scan', 'rows/orphans'],
    [SHELF, item([SHELF_ID])],
    [
      sql(
        'ALTER TABLE add_foreign_key_sql_item ADD CONSTRAINT foreign_key_sql_shelf FOREIGN KEY (shelf_id) REFERENCES add_foreign_key_sql_shelf (id)',
      ),
    ],
    { prepare: 'UPDATE add_foreign_key_sql_item SET shelf_id = NULL' },
  ),
  one(
    'add_foreign_key_unnamed',
    'Also without a name, as Alembic writes it.',
    ['lock/scan'],
    [SHELF, item([SHELF_ID])],
    [
      sql(
        'ALTER TABLE add_foreign_key_unnamed_item ADD FOREIGN KEY (shelf_id) REFERENCES add_foreign_key_unnamed_shelf (id)',
      ),
    ],
    { prepare: 'UPDATE add_foreign_key_unnamed_item SET shelf_id = NULL' },
  ),
  several(
    'foreign_key_in_steps',
    'Without a look first, with one later.',
    [INSERT],
    [SHELF, item([SHELF_ID])],
    [
      {
        name: '0002_not_valid',
        operations: list(
          sql(
            'ALTER TABLE foreign_key_in_steps_item ADD CONSTRAINT in_steps_shelf FOREIGN KEY (shelf_id) REFERENCES foreign_key_in_steps_shelf (id) NOT VALID',
          ),
        ),
      },
      {
        name: '0003_validate',
        operations: list(sql('ALTER TABLE foreign_key_in_steps_item VALIDATE CONSTRAINT in_steps_shelf')),
      },
    ],
    { prepare: 'UPDATE foreign_key_in_steps_item SET shelf_id = NULL' },
  ),
  one(
    'foreign_key_orphans',
    'Where a row points nowhere, it stops.',
    ['rows/orphans'],
    [SHELF, item([SHELF_ID])],
    [
      sql(
        'ALTER TABLE foreign_key_orphans_item ADD CONSTRAINT orphans_shelf FOREIGN KEY (shelf_id) REFERENCES foreign_key_orphans_shelf (id)',
      ),
    ],
    {
      prepare: 'UPDATE foreign_key_orphans_item SET shelf_id = -1',
      fails: { on: 'rows', why: 'rows refer to what is not there' },
    },
  ),
];
