import type { Files } from './scene.ts';

/** A shop with SQLAlchemy 2 and Alembic, and what its next releases change. */

export const ENV = `import os

from alembic import context
from sqlalchemy import create_engine

from models import Base

url = os.environ["DATABASE_URL"]


def run():
    if context.is_offline_mode():
        context.configure(url=url, target_metadata=Base.metadata, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    with create_engine(url).connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()


run()
`;

const BASE = `from typing import Optional

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


`;

/** models.py with more columns of the one class, and more classes. */
export function models(columns: readonly string[] = [], more = ''): string {
  return `${BASE}class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
${columns.map(column => `    ${column}\n`).join('')}${more}`;
}

export interface RevisionOptions {
  /** What it comes after; null for the first, a tuple for a merge. */
  readonly after: string | null | readonly string[];
  /** Lines of `upgrade` and of `downgrade`; `downgrade` null leaves the function out. */
  readonly up: readonly string[];
  readonly down?: readonly string[] | null;
  /** Lines before the functions. */
  readonly head?: readonly string[];
}

/** A revision's file, named as Alembic names it. */
export function revision(id: string, slug: string, { after, up, down = [], head = [] }: RevisionOptions): Files {
  const body = (lines: readonly string[]): string =>
    (lines.length === 0 ? ['pass'] : lines).map(line => `    ${line}\n`).join('');
  const text = [
    'import sqlalchemy as sa',
    'from alembic import op',
    '',
    `revision = "${id}"`,
    `down_revision = ${python(after)}`,
    ...head,
    '',
    '',
    'def upgrade():',
    body(up),
    ...(down === null ? [] : ['', 'def downgrade():', body(down)]),
  ].join('\n');
  return { [`migrations/versions/${id}_${slug}.py`]: text };
}

function python(after: RevisionOptions['after']): string {
  if (after === null) return 'None';
  return typeof after === 'string' ? JSON.stringify(after) : `(${after.map(id => JSON.stringify(id)).join(', ')},)`;
}

export const SHOP: Files = {
  'alembic.ini': '[alembic]\nscript_location = migrations\nprepend_sys_path = .\n',
  'migrations/env.py': ENV,
  'models.py': models(),
  ...revision('a1', 'first', {
    after: null,
    up: [
      'op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(40), nullable=False))',
    ],
    down: ['op.drop_table("orders")'],
  }),
};

const NOTE = 'note: Mapped[Optional[str]] = mapped_column(String(20))';

export const SAFE: Files = {
  'models.py': models([NOTE]),
  ...revision('b2', 'note', {
    after: 'a1',
    up: ['op.add_column("orders", sa.Column("note", sa.String(20), nullable=True))'],
    down: ['op.drop_column("orders", "note")'],
  }),
};
