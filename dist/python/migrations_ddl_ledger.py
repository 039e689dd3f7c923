"""Which constraints, indexes and sequences bear another name than today's models would give them.

PostgreSQL keeps names when a table or a column is renamed, and Django names a constraint that is added later otherwise than one that stands in
the table's definition. So the SQL itself is watched: what it makes is known for certain, what it renames keeps the name it had.
"""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from . import migrations_ddl_names as names
from .migrations_ddl_names import Constraint

#: Table, columns, and what it is: ``unique``, ``check``, ``fk``, ``index``, ``like``, ``seq``.
Key = Tuple[str, Tuple[str, ...], str]

_ADDED = re.compile(r'ALTER TABLE "([^"]+)" ADD CONSTRAINT "([^"]+)" (UNIQUE|CHECK|FOREIGN KEY)\b[^(]*\(([^)]*)\)')
_INLINE = re.compile(r'ALTER TABLE "([^"]+)" ADD COLUMN "([^"]+)" .*?CONSTRAINT "([^"]+)" REFERENCES')
_DROPPED = re.compile(r'DROP (?:CONSTRAINT|INDEX(?: IF EXISTS)?) "([^"]+)"')
_TABLE = re.compile(r'ALTER TABLE "([^"]+)" RENAME TO "([^"]+)"')
_COLUMN = re.compile(r'ALTER TABLE "([^"]+)" RENAME COLUMN "([^"]+)" TO "([^"]+)"')
_KINDS = {"UNIQUE": "unique", "CHECK": "check", "FOREIGN KEY": "fk"}


class Known(NamedTuple):
    """A name, and whether SQL was seen to make it."""

    name: str
    certain: bool


class Ledger:
    """Names that differ from what the models would give; kept current by the statements that are sent."""

    def __init__(self) -> None:
        self._known: Dict[Key, Known] = {}

    def copy(self) -> "Ledger":
        other = Ledger()
        other._known = dict(self._known)
        return other

    def observe(self, sql: str) -> None:
        """A statement of Django's."""
        if "CONSTRAINT" not in sql and "RENAME" not in sql and "INDEX" not in sql:
            return
        for table, name, kind, columns in _ADDED.findall(sql):
            found = re.findall(r'"([^"]+)"', columns)
            self._known[(table, tuple(found[:1] if kind == "CHECK" else found), _KINDS[kind])] = Known(name, True)
        for table, column, name in _INLINE.findall(sql):
            self._known[(table, (column,), "fk")] = Known(name, True)
        for name in _DROPPED.findall(sql):
            self._known = {key: one for key, one in self._known.items() if one.name != name}
        for old, new in _TABLE.findall(sql):
            self._rekey(lambda key: (new, key[1], key[2]) if key[0] == old else key)
        for table, old, new in _COLUMN.findall(sql):
            self._rekey(lambda key: (key[0], tuple(new if one == old else one for one in key[1]), key[2]) if key[0] == table else key)

    def keep(self, editor: Any, models: Iterable[Any]) -> None:
        """Before something is renamed: the names that these models' tables have."""
        for model in models:
            table = names.plain(model._meta.db_table)
            for one in names.constraints_of(editor, model):
                self._known.setdefault((table, one.columns, kind_of(one)), Known(one.name, False))
            for field in model._meta.local_fields:
                if field.get_internal_type() in ("AutoField", "BigAutoField", "SmallAutoField"):
                    name = names.postgres_name(table, field.column, "seq")
                    self._known.setdefault((table, (field.column,), "seq"), Known(name, False))

    def named(self, table: str, found: Iterator[Constraint]) -> Iterator[Tuple[Constraint, bool]]:
        """What the models say, under the names it really has; and whether those are certain."""
        for one in found:
            known = self._known.get((table, one.columns, kind_of(one)))
            yield (one, False) if known is None else (one._replace(name=known.name), known.certain)

    def of(self, table: str, columns: Sequence[str], kind: str) -> Optional[Known]:
        """What is known by itself, where a model has forgotten the columns already."""
        return self._known.get((table, tuple(columns), kind))

    def _rekey(self, change: Any) -> None:
        self._known = {change(key): one for key, one in self._known.items()}


def kind_of(one: Constraint) -> str:
    """The last part of a key."""
    if one.foreign_key is not None:
        return "fk"
    if one.check:
        return "check"
    if one.index:
        return "like" if one.name.endswith("_like") else "index"
    return "pk" if one.primary_key else "unique"


def renaming(operation: Any, app: str, before: Any) -> List[Any]:
    """Models whose tables keep names when this operation renames something: its own, and those that refer to it."""
    from django.db.migrations.operations import AlterField, AlterModelTable, RenameField, RenameModel

    if not isinstance(operation, (AlterField, AlterModelTable, RenameField, RenameModel)):
        return []
    name = operation.old_name if isinstance(operation, RenameModel) else getattr(operation, "model_name", operation.name)
    if isinstance(operation, AlterModelTable):
        name = operation.name
    if isinstance(operation, AlterField) and not _moves(operation, app, name, before):
        return []
    try:
        own = before.apps.get_model(app, name)
    except LookupError:
        return []
    return [one for one in before.apps.get_models(include_auto_created=True) if one is own or _refers(one, own)]


def _moves(operation: Any, app: str, name: str, before: Any) -> bool:
    """The column gets another name."""
    model = before.models.get((app, name.lower()))
    old = None if model is None else dict(model.fields).get(operation.name)
    return old is not None and (old.db_column != operation.field.db_column or old.is_relation != operation.field.is_relation)


def _refers(model: Any, own: Any) -> bool:
    return any(getattr(field.remote_field, "model", None) is own for field in model._meta.local_fields if field.remote_field)
