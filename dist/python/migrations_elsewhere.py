"""Migrations that the project's routers send to another database than ``default``: that one is not looked at, and nobody may take it for safe."""

from __future__ import annotations

from typing import Any, Dict, List, Optional


def elsewhere(migration: Any, place: Optional[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """One ``Unread`` for a migration of which ``default`` gets nothing and another database something; a replica gets nothing of its own."""
    from django.db import connections, router

    others = [alias for alias in connections if alias != "default"]
    hints = [_hints(operation) for operation in migration.operations]
    app = migration.app_label
    try:
        if not others or not hints or any(router.allow_migrate("default", app, **hint) for hint in hints):
            return []
        there = [alias for alias in others if any(router.allow_migrate(alias, app, **hint) for hint in hints)]
    except Exception:
        # A router that fails here fails where it is asked for the SQL as well, and is told of there.
        return []
    if not there:
        return []
    return [
        {
            "code": "other-database",
            "about": f"{app}.{migration.name}",
            "why": f"the project's routers send it to the database {', '.join(there)}, and only `default` is judged",
            "remedy": "Read by hand what it does there to the release that is running.",
            "place": place,
        }
    ]


def _hints(operation: Any) -> Dict[str, Any]:
    """As ``migrate`` asks the routers: with the name of the model that an operation is about, and with what people gave."""
    hints = dict(getattr(operation, "hints", None) or {})
    name = getattr(operation, "model_name_lower", None) or getattr(operation, "name_lower", None)
    if isinstance(name, str) and "model_name" not in hints:
        hints["model_name"] = name
    return hints
