"""Synthetic rows for the tables that pending migrations touch: distinct values that satisfy every constraint that can be satisfied blindly."""

from __future__ import annotations

import re
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from . import measured_catalogue
from .measured_refusal import words
from .measured_sessions import Session
from .measured_tracer import mentioned
from .measured_values import value

_COLUMNS = """
SELECT a.attname::text, a.attnotnull, a.attidentity::text, a.attgenerated::text, a.atttypmod, format_type(a.atttypid, a.atttypmod),
       b.typname::text, b.typtype::text,
       CASE WHEN b.typtype = 'e' THEN (SELECT 'ARRAY[' || string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) || ']::'
                                              || format_type(b.oid, NULL) || '[]' FROM pg_enum e WHERE e.enumtypid = b.oid) END,
       pg_get_serial_sequence(%s, a.attname), a.attndims
  FROM pg_attribute a
  JOIN pg_type t ON t.oid = a.atttypid
  JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
 WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attnum
"""
_KEYS = """
SELECT c.confrelid::regclass::text,
       (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(num, n)
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num),
       (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY k(num, n)
          JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num)
  FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = %s::regclass ORDER BY c.conname
"""
_CHECKS = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass ORDER BY conname"
_LISTED = re.compile(r"= ANY \(|[^<>!]= '")
_LITERAL = re.compile(r"'((?:[^']|'')*)'::")


class _Column(NamedTuple):
    name: str
    required: bool
    identity: str
    generated: str
    modifier: int
    written: str
    base: str
    kind: str
    labels: Optional[str]
    sequence: Optional[str]
    dimensions: int


def prepare(session: Session, question: Dict[str, Any]) -> List[Dict[str, str]]:
    """Rows as the question wants them; tables that stay empty."""
    known = measured_catalogue.relations(session)
    texts = [text for one in question["pending"] for text in one["texts"]]
    if question.get("fillAll"):
        own = ("django_migrations", "django_content_type")
        texts = ['"%s"' % one.name.rpartition(".")[2] for one in known.values() if one.name not in own]
    unfilled = fill(session, mentioned("\n".join(texts), known), question["rows"])
    for sql in question.get("prepare", ()):
        session.run(sql)
    return unfilled


def fill(session: Session, tables: Dict[str, str], count: int) -> List[Dict[str, str]]:
    """Rows for the tables (as SQL writes them) and what they refer to; those that stay empty, with PostgreSQL's reason."""
    unfilled: List[Dict[str, str]] = []
    done: Dict[str, bool] = {}
    for table in sorted(tables.values()):
        _fill(session, session.rows("SELECT %s::regclass::text", (table,))[0][0], count, done, unfilled, ())
    return unfilled


def _fill(session: Session, table: str, count: int, done: Dict[str, bool], unfilled: List[Dict[str, str]], above: Tuple[str, ...]) -> None:
    if table in done:
        return
    done[table] = True
    keys = [(parent, list(own), list(theirs)) for parent, own, theirs in session.rows(_KEYS, (table,))]
    for parent, _, _ in keys:
        if parent not in above and parent != table:
            _fill(session, parent, count, done, unfilled, (*above, table))
    if session.rows(f"SELECT 1 FROM {table} LIMIT 1"):
        return
    columns = [_Column(*row[:2], str(row[2] or ""), str(row[3] or ""), *row[4:]) for row in session.rows(_COLUMNS, (table, table))]
    problem = _insert(session, table, columns, keys, count)
    if problem is None:
        session.run(f"ANALYZE {table}")
    else:
        unfilled.append({"table": table, "why": problem})


def _insert(session: Session, table: str, columns: List[_Column], keys: List[Any], count: int) -> Optional[str]:
    allowed = _allowed(session, table, columns)
    names: List[str] = []
    expressions: List[str] = []
    joins: List[str] = []
    referring = {own[0]: (parent, theirs[0]) for parent, own, theirs in keys if len(own) == 1}
    for place, column in enumerate(columns):
        if column.generated:
            continue
        expression = allowed.get(column.name)
        if expression is None and column.name in referring:
            parent, target = referring[column.name]
            expression = "g" if parent == table else _of_parent(parent, target, place, joins)
        if expression is None:
            expression = value(column.base, column.kind, column.modifier, column.written, column.labels)
        if expression is None:
            if column.required:
                return f"no values are known for {column.name} of type {column.written}"
            continue
        names.append(_quoted(column.name))
        expressions.append(expression)
    body = f"SELECT {', '.join(expressions)} FROM generate_series(1, {count}) g {' '.join(joins)}"
    try:
        session.run(f"INSERT INTO {table} ({', '.join(names)}) OVERRIDING SYSTEM VALUE {body}")
    except Exception as error:
        return words(error)
    for column in columns:
        if column.sequence is not None:
            session.rows("SELECT setval(%s, (SELECT count(*) + 1 FROM " + table + "))", (column.sequence,))
    return None


def _of_parent(parent: str, target: str, place: int, joins: List[str]) -> str:
    """The parent's row of the same number, so that a one-to-one relation holds as well."""
    alias = f"p{place}"
    joins.append(
        f"JOIN (SELECT {_quoted(target)} AS key, row_number() OVER (ORDER BY {_quoted(target)}) AS n FROM {parent}) {alias} ON {alias}.n = g"
    )
    return f"{alias}.key"


def _allowed(session: Session, table: str, columns: List[_Column]) -> Dict[str, str]:
    """Columns that a check holds to a list of values: those, in turn."""
    found: Dict[str, str] = {}
    for (definition,) in session.rows(_CHECKS, (table,)):
        literals = _LITERAL.findall(definition) if _LISTED.search(definition) and "NOT" not in definition else []
        for column in columns:
            if literals and column.base in ("varchar", "text", "bpchar") and re.search(r"\b%s\b" % re.escape(column.name), definition):
                listed = ", ".join(f"'{one}'" for one in literals)
                found[column.name] = f"(ARRAY[{listed}])[(g - 1) % {len(literals)} + 1]"
    return found


def _quoted(name: str) -> str:
    return '"%s"' % name.replace('"', '""')
