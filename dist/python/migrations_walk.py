"""Walks the models' state through migrations, and says where a migration does not fit what came before it."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List

from .migrations_ddl_light import nothing_refers
from .migrations_nodes import file_of, identity, place_of
from .places import Places


def through(state: Any, plan: Iterable[Any], places: Places) -> List[Dict[str, Any]]:
    """Changes ``state`` by every operation that can; gives ``Unread`` for each that cannot."""
    unread: List[Dict[str, Any]] = []
    # Nothing is rendered here, so nothing has to be rendered anew.
    with nothing_refers():
        for migration in plan:
            for index, operation in enumerate(migration.operations):
                try:
                    operation.state_forwards(migration.app_label, state)
                except Exception as error:
                    unread.append(_unread(migration, index, operation, error, places))
    return unread


def _unread(migration: Any, index: int, operation: Any, error: BaseException, places: Places) -> Dict[str, Any]:
    name = identity((migration.app_label, migration.name))
    kind = type(operation).__name__
    reason = str(error).strip().splitlines()
    return {
        "code": "operation-not-read",
        "about": name,
        "why": f"Operation {index + 1} ({kind}) does not fit the models that the migrations before it leave: "
        f"{type(error).__name__}: {reason[0] if reason else 'no reason given'}.",
        "remedy": "Let the migrations run on an empty database (python manage.py migrate), and mend the first one that fails there.",
        "place": place_of(places, file_of(migration)),
    }
