"""What django-safemigrate is told about a migration: ``safe = Safe.before_deploy()``, read in the source, else from the object."""

from __future__ import annotations

import ast
from typing import Any, Dict, Optional

from .places import Places

WORDS = {"before": "before", "after": "after", "always": "always"}


def mark(migration: Any, file: Optional[str], places: Places) -> Optional[Dict[str, Any]]:
    """``{"when", "place"}``; None for a migration without a mark, or one that nobody can read."""
    line, said = _written(file)
    if said is None:
        value = getattr(migration, "safe", None)
        when = getattr(value, "when", value)
        said = str(getattr(when, "name", None) or getattr(when, "value", None) or "")
    word = next((WORDS[start] for start in WORDS if said.lower().startswith(start)), None)
    if word is None:
        return None
    return {"when": word, "place": None if line is None or file is None else places.of(file, line)}


def _written(file: Optional[str]) -> Any:
    """Line and word of the assignment in ``class Migration``."""
    if file is None:
        return None, None
    try:
        with open(file, "rb") as source:
            tree = ast.parse(source.read())
    except (OSError, SyntaxError, ValueError):
        return None, None
    for node in tree.body:
        if not isinstance(node, ast.ClassDef) or node.name != "Migration":
            continue
        for statement in node.body:
            targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
            if any(isinstance(target, ast.Name) and target.id == "safe" for target in targets):
                value = getattr(statement, "value", None)
                called = value.func if isinstance(value, ast.Call) else value
                return statement.lineno, getattr(called, "attr", None)
    return None, None
