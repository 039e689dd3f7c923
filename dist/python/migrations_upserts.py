"""Lines of the project's own code that write with ON CONFLICT: they need the index they name to be there."""

from __future__ import annotations

import ast
import os
import re
from typing import Any, Dict, List, Optional

from .places import FOREIGN, Places

WRITES = re.compile(rb"\bupdate_conflicts\s*=\s*True|\bon_conflict_do_(?:update|nothing)\b|\bON\s+CONFLICT\s*\(", re.IGNORECASE)
#: Code that does not serve.
LEFT_OUT = frozenset(("tests", "test", "migrations", "node_modules", "__pycache__", *FOREIGN))
MOST_FILES = 20_000


def lines(places: Places) -> List[Dict[str, Any]]:
    """Places, sorted by file and line."""
    found: List[Dict[str, Any]] = []
    seen = 0
    for folder, folders, files in os.walk(places.root):
        folders[:] = sorted(name for name in folders if _is_read(folder, name))
        for name in sorted(files):
            if not name.endswith(".py") or name.startswith(("test_", "tests.")) or name.endswith("_test.py") or name == "conftest.py":
                continue
            seen += 1
            if seen > MOST_FILES:
                return found
            found += _lines(os.path.join(folder, name), places)
    return found


def _is_read(folder: str, name: str) -> bool:
    return not (
        name in LEFT_OUT
        or name.startswith(".")
        or os.path.islink(os.path.join(folder, name))
        or os.path.exists(os.path.join(folder, name, "pyvenv.cfg"))
    )


def _lines(file: str, places: Places) -> List[Dict[str, Any]]:
    try:
        with open(file, "rb") as source:
            text = source.read()
    except OSError:
        return []
    lines = [text.count(b"\n", 0, match.start()) + 1 for match in WRITES.finditer(text)]
    shown = _shown(text) if lines else {}
    found = [(places.of(file, line), shown.get(line, {})) for line in lines]
    return [dict(place, **more) for place, more in found if place is not None]


def _shown(text: bytes) -> Dict[int, Dict[str, Any]]:
    """By line, what the calls of ``bulk_create`` name; two of them on one line tell nothing."""
    try:
        calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    shown: Dict[int, Dict[str, Any]] = {}
    for call in calls:
        for keyword in call.keywords:
            if keyword.arg == "update_conflicts":
                line = keyword.value.lineno
                shown[line] = {} if line in shown else _named(call)
    return shown


def _named(call: ast.Call) -> Dict[str, Any]:
    named: Dict[str, Any] = {}
    model = _model(call.func)
    if model is not None:
        named["model"] = model
    fields = next((keyword.value for keyword in call.keywords if keyword.arg == "unique_fields"), None)
    if isinstance(fields, (ast.List, ast.Tuple)):
        columns = [getattr(item, "value", None) for item in fields.elts]
        if columns and all(isinstance(column, str) for column in columns):
            named["columns"] = columns
    return named


def _model(node: ast.AST) -> Optional[str]:
    """``Book`` of ``Book.objects.bulk_create`` and of ``models.Book.objects.bulk_create``; a manager of something else may be any model's."""
    if not isinstance(node, ast.Attribute) or node.attr not in ("bulk_create", "abulk_create"):
        return None
    manager = node.value
    if not isinstance(manager, ast.Attribute) or manager.attr not in ("objects", "_default_manager", "_base_manager"):
        return None
    owner = manager.value
    name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else None
    return name if name is not None and name[:1].isupper() else None
