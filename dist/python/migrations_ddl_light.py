"""Operations that change one table and nothing that another table's SQL depends on: only their own model is made anew.

Django makes every related model anew as well, so that code of migrations sees one consistent set of classes. No code runs here, and the SQL of
such an operation asks nothing of the others. Before the next operation that may ask more, what was left is made up for.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterator, Optional, Set, Tuple

Key = Tuple[str, str]

#: Of the model alone, whatever it says.
OF_ONE_TABLE = frozenset(
    ("AddIndex", "RemoveIndex", "RenameIndex", "AddConstraint", "RemoveConstraint", "AlterConstraint", "AlterModelOptions")
)
CONCURRENT = frozenset(("AddIndexConcurrently", "RemoveIndexConcurrently", "AddConstraintNotValid", "ValidateConstraint"))
#: Options that say whether, where and for whom there is a table.
FAR_OPTIONS = frozenset(("managed", "proxy", "swappable", "db_table", "default_related_name"))
DJANGO = "django.db.migrations.operations."
POSTGRES = "django.contrib.postgres.operations"


class Light:
    """Of one walk: which models others still know as they were."""

    def __init__(self) -> None:
        self._stale: Set[Key] = set()

    @contextmanager
    def around(self, operation: Any, app: str, state: Any) -> Iterator[None]:
        """While ``state_forwards`` of this operation runs on ``state``, which is rendered."""
        key = _key_of(operation, app, state)
        if key is None:
            yield
            return
        self._stale.add(key)
        state.reload_model = lambda *_, **__: state._reload({key})
        with nothing_refers():
            try:
                yield
            finally:
                del state.reload_model

    def settle(self, operation: Any, app: str, state: Any) -> None:
        """Before an operation: makes the others anew, unless it is a light one itself."""
        if not self._stale or _key_of(operation, app, state) is not None:
            return
        stale, self._stale = self._stale, set()
        state.reload_models({key for key in stale if key in state.models}, delay=True)


@contextmanager
def nothing_refers() -> Iterator[None]:
    """Altering a field looks through all models for relations to it, to know what to make anew: needless where nothing is."""
    from django.db.migrations import state as module

    known = getattr(module, "field_is_referenced", None)
    if known is None:
        yield
        return
    module.field_is_referenced = lambda *_: False
    try:
        yield
    finally:
        module.field_is_referenced = known


def _key_of(operation: Any, app: str, state: Any) -> Optional[Key]:
    """The model, when the operation is light."""
    kind = type(operation)
    if not (kind.__module__.startswith(DJANGO) or kind.__module__ == POSTGRES) or not hasattr(state, "alter_field"):
        return None
    name = getattr(operation, "model_name", None) or getattr(operation, "name", None)
    key = (app, name.lower()) if isinstance(name, str) else None
    if key is None or key not in state.models or _has_children(key, state):
        return None
    return key if _is_light(operation, kind.__name__, state.models[key]) else None


def _is_light(operation: Any, kind: str, model: Any) -> bool:
    if kind == "AlterModelOptions":
        return FAR_OPTIONS.isdisjoint(operation.options) and FAR_OPTIONS.isdisjoint(
            name for name in model.options if name in getattr(operation, "ALTER_OPTION_KEYS", ())
        )
    if kind in OF_ONE_TABLE or kind in CONCURRENT:
        return True
    if kind not in ("AddField", "AlterField", "RemoveField"):
        return False
    fields = [operation.field] if kind != "RemoveField" else []
    if kind != "AddField":
        fields.append(model.fields.get(operation.name))
    return all(_is_plain(field) for field in fields)


def _is_plain(field: Any) -> bool:
    """A column that no foreign key can refer to."""
    return field is not None and not (field.is_relation or field.unique or field.primary_key)


def _has_children(key: Key, state: Any) -> bool:
    dotted = f"{key[0]}.{key[1]}"
    return any(
        isinstance(base, str) and base.lower() == dotted for model in state.models.values() for base in model.bases
    )
