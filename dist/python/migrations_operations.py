"""Operations of a migration as facts: ``Operation`` of ``src/migrations/facts.ts``, without their SQL."""

from __future__ import annotations

import ast
import sys
from typing import Any, Dict, Iterator, List, NamedTuple, Optional

from . import migrations_code
from .migrations_fields import facts_of


class Part(NamedTuple):
    """An operation that does something by itself: one of ``operations``, or of the halves of SeparateDatabaseAndState."""

    index: int
    operation: Any
    #: None: both. ``database`` and ``state`` are halves.
    half: Optional[str]
    line: int


class Lines:
    """Where the operations of a migration stand in its file."""

    def __init__(self, migration: Any) -> None:
        self.file: Optional[str] = getattr(sys.modules.get(type(migration).__module__), "__file__", None)
        self.line = 1
        self._elements: Optional[List[ast.expr]] = None
        # What was compiled elsewhere has no source to read.
        file = self.file or ""
        tree = migrations_code.tree_of(file) if file.endswith(".py") else None
        for node in tree.body if tree is not None else ():
            if isinstance(node, ast.ClassDef) and node.name == type(migration).__name__:
                self.line = node.lineno
                self._elements = _operations(node, len(migration.operations))

    def of(self, index: int) -> int:
        """1-based; the class's where the list is computed."""
        return self.line if self._elements is None else self._elements[index].lineno

    def of_half(self, index: int, half: str, position: int, size: int) -> int:
        """Of an operation in one half of SeparateDatabaseAndState."""
        call = None if self._elements is None else self._elements[index]
        if isinstance(call, ast.Call):
            given = {one.arg: one.value for one in call.keywords}
            given.update(zip(("database_operations", "state_operations"), call.args))
            elements = _elements(given.get(f"{half}_operations"), size)
            if elements is not None:
                return elements[position].lineno
        return self.of(index)


def parts_of(migration: Any, lines: Lines) -> Iterator[Part]:
    """What a migration consists of, in the order in which it runs; what RunSQL tells the state comes right after it."""
    for index, operation in enumerate(migration.operations):
        if not is_separate(operation):
            yield Part(index, operation, None, lines.of(index))
            for one in getattr(operation, "state_operations", None) or ():
                yield Part(index, one, "state", lines.of(index))
            continue
        for half in ("database", "state"):
            inner = list(getattr(operation, f"{half}_operations") or ())
            for position, one in enumerate(inner):
                yield Part(index, one, half, lines.of_half(index, half, position, len(inner)))


def is_separate(operation: Any) -> bool:
    """Django's own SeparateDatabaseAndState, or a subclass that leaves its work alone."""
    from django.db.migrations.operations import SeparateDatabaseAndState as Separate

    return isinstance(operation, Separate) and type(operation).database_forwards is Separate.database_forwards


def is_framework(operation: Any) -> bool:
    """Django writes its SQL: not RunSQL, and no operation that a project or a package wrote from the ground."""
    from django.db.migrations.operations import RunSQL

    if isinstance(operation, RunSQL):
        return False
    method = getattr(type(operation), "database_forwards", None)
    return str(getattr(method, "__module__", "")).partition(".")[0] == "django"


def describe(part: Part, migration: Any, before: Any, after: Any, editor: Any, places: Any) -> Dict[str, Any]:
    """The facts; ``before`` and ``after`` are the states around it. ``stateOnly`` and ``reverse`` may change when its SQL is known."""
    operation = part.operation
    app = migration.app_label
    name = _model_name(operation)
    key = (app, name.lower()) if name else None
    field = _field_name(operation)
    was = getattr(operation, "old_name", field) if field else None
    return {
        "index": part.index,
        "kind": type(operation).__name__,
        "text": _text(operation),
        "line": part.line,
        "model": _label(key, name, before, after),
        "field": field,
        "stateOnly": part.half == "state",
        "reverse": reverse_of(operation),
        "before": _field(editor, before, key, was),
        "after": _field(editor, after, key, getattr(operation, "new_name", field) if field else None),
        "code": migrations_code.of_operation(operation, after, places),
    }


def reverse_of(operation: Any) -> str:
    """Whether going back does something: ``real``, ``noop`` or ``none``."""
    from django.db.migrations.operations import RunPython, RunSQL

    if not getattr(operation, "reversible", False):
        return "none"
    if isinstance(operation, RunPython):
        return "noop" if migrations_code.does_nothing(operation.reverse_code) else "real"
    if isinstance(operation, RunSQL):
        return "noop" if says_nothing(operation.reverse_sql) else "real"
    return "real"


def says_nothing(sqls: Any) -> bool:
    """SQL that consists of blanks and comments."""
    if isinstance(sqls, (list, tuple)):
        return all(says_nothing(one[0] if isinstance(one, (list, tuple)) and one else one) for one in sqls)
    text = str(sqls)
    while "/*" in text and "*/" in text.partition("/*")[2]:
        start, _, rest = text.partition("/*")
        text = start + rest.partition("*/")[2]
    return not "".join(line.partition("--")[0] for line in text.splitlines()).strip(" ;\t")


def _text(operation: Any) -> str:
    try:
        return str(operation.describe())
    except Exception:
        return type(operation).__name__


def _model_name(operation: Any) -> Optional[str]:
    for attribute in ("model_name", "new_name", "name"):
        value = getattr(operation, attribute, None)
        if attribute != "model_name" and not _is_of_model(operation):
            return None
        if isinstance(value, str) and value:
            return value
    return None


def _is_of_model(operation: Any) -> bool:
    from django.db.migrations.operations.models import ModelOperation

    return isinstance(operation, ModelOperation)


def _field_name(operation: Any) -> Optional[str]:
    from django.db.migrations.operations.fields import FieldOperation

    if not isinstance(operation, FieldOperation):
        return None
    return str(getattr(operation, "new_name", None) or operation.name)


def _label(key: Any, name: Optional[str], before: Any, after: Any) -> Optional[str]:
    if key is None:
        return None
    for state in (after, before):
        if key in state.models:
            return f"{key[0]}.{state.models[key].name}"
    return f"{key[0]}.{name}"


def _field(editor: Any, state: Any, key: Any, name: Optional[str]) -> Optional[Dict[str, Any]]:
    if key is None or not name or key not in state.models:
        return None
    try:
        model = state.apps.get_model(*key)
        field = model._meta.get_field(name)
    except Exception:
        return None
    fields = state.models[key].fields
    definition = dict(fields).get(name)
    return facts_of(editor, model, field, definition)


def _operations(node: ast.ClassDef, size: int) -> Optional[List[ast.expr]]:
    found = None
    for statement in node.body:
        targets: List[ast.expr] = []
        value = None
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign):
            targets, value = [statement.target], statement.value
        if any(isinstance(one, ast.Name) and one.id == "operations" for one in targets):
            found = _elements(value, size)
    return found


def _elements(value: Optional[ast.expr], size: int) -> Optional[List[ast.expr]]:
    """Of a list that is written out, when it has as many elements as there are operations."""
    if not isinstance(value, (ast.List, ast.Tuple)) or len(value.elts) != size:
        return None
    return None if any(isinstance(one, ast.Starred) for one in value.elts) else value.elts
