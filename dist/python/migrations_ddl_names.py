"""Names of constraints and sequences as Django and PostgreSQL would have made them, where no database can be asked.

Django names what it creates by itself after a hash (``_create_index_name``); PostgreSQL names what stands inside of a column's definition
after table and column (``ChooseConstraintName`` in its sources): ``<table>_<column>_key``, ``_check``, ``_fkey``, ``_seq``, and ``<table>_pkey``.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

#: Bytes of an identifier.
LONGEST = 63


class Constraint(NamedTuple):
    """What introspection would tell of a constraint or an index."""

    name: str
    columns: Tuple[str, ...]
    unique: bool = False
    primary_key: bool = False
    foreign_key: Optional[Tuple[str, str]] = None
    check: bool = False
    index: bool = False
    type: Optional[str] = None


def postgres_name(table: str, column: str, label: str) -> str:
    """As PostgreSQL makes it: the longer part is cut until all of it fits."""
    first, second = table.encode(), column.encode()
    room = LONGEST - len(label) - 1 - (1 if second else 0)
    while len(first) + len(second) > room:
        if len(first) > len(second):
            first = first[:-1]
        else:
            second = second[:-1]
    parts = [first.decode(errors="ignore"), second.decode(errors="ignore"), label]
    return "_".join(part for part in parts if part)


def constraints_of(editor: Any, model: Any) -> Iterator[Constraint]:
    """All that Django made for a model's table without being given a name; in the order PostgreSQL would list it."""
    options = model._meta
    table = plain(options.db_table)
    for field in options.local_fields:
        if field.column is None:
            continue
        column = field.column
        reference = _reference(field)
        if reference is not None:
            yield Constraint(_fk_name(editor, model, field), (column,), foreign_key=reference)
        if field.unique and not field.primary_key:
            yield Constraint(postgres_name(table, column, "key"), (column,), unique=True)
        if field.db_parameters(connection=editor.connection).get("check"):
            yield Constraint(postgres_name(table, column, "check"), (column,), check=True)
    key = [field.column for field in getattr(options, "pk_fields", None) or [options.pk]]
    yield Constraint(postgres_name(table, "", "pkey"), tuple(key), unique=True, primary_key=True)
    for names in options.unique_together:
        columns = _columns(model, names)
        yield Constraint(_hashed(editor, table, columns, "_uniq"), columns, unique=True)
    yield from _indexes(editor, model, table)


def together(editor: Any, model: Any, columns: Sequence[str], unique: bool) -> Constraint:
    """What ``unique_together`` or ``index_together`` made over these columns."""
    name = _hashed(editor, plain(model._meta.db_table), columns, "_uniq" if unique else "_idx")
    return Constraint(name, tuple(columns), unique=unique, index=not unique, type=None if unique else "idx")


def plain(table: str) -> str:
    """A table's name without the quotes that projects smuggle in."""
    return table.strip('"')


def _indexes(editor: Any, model: Any, table: str) -> Iterator[Constraint]:
    for field in model._meta.local_fields:
        if field.column is None:
            continue
        if field.db_index and not field.unique:
            yield Constraint(_hashed(editor, table, [field.column], ""), (field.column,), index=True, type="idx")
        kind = field.db_type(connection=editor.connection) or ""
        if (field.db_index or field.unique) and kind.startswith(("varchar", "text")) and "[" not in kind:
            name = _hashed(editor, table, [field.column], "_like")
            yield Constraint(name, (field.column,), index=True, type="idx")
    for names in getattr(model._meta, "index_together", ()) or ():
        columns = _columns(model, names)
        yield Constraint(_hashed(editor, table, columns, "_idx"), columns, index=True, type="idx")


def _hashed(editor: Any, table: str, columns: Sequence[str], suffix: str) -> str:
    return str(editor._create_index_name(table, list(columns), suffix=suffix))


def _columns(model: Any, names: Sequence[str]) -> Tuple[str, ...]:
    return tuple(model._meta.get_field(name).column for name in names)


def _reference(field: Any) -> Optional[Tuple[str, str]]:
    if not getattr(field, "remote_field", None) or not getattr(field, "db_constraint", False):
        return None
    target = field.target_field
    return plain(target.model._meta.db_table), target.column


def _fk_name(editor: Any, model: Any, field: Any) -> str:
    return str(editor._fk_constraint_name(model, field, "_fk_%(to_table)s_%(to_column)s")).strip('"')


def agrees(one: Constraint, columns: Optional[List[str]], wanted: Dict[str, Any]) -> bool:
    """Whether it has the wanted facts, as ``_constraint_names`` selects."""
    if columns is not None and list(one.columns) != columns:
        return False
    return all(_agrees(one, fact, value) for fact, value in wanted.items() if value is not None)


def _agrees(one: Constraint, fact: str, value: Any) -> bool:
    if fact == "foreign_key":
        return not value or one.foreign_key is not None
    if fact == "type":
        return one.type == value
    return bool(getattr(one, fact)) == bool(value)
