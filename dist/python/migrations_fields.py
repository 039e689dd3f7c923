"""What a field of a migration comes to in the database: ``FieldFacts`` of ``src/migrations/facts.ts``."""

from __future__ import annotations

from typing import Any, Dict, Optional

#: Characters of a default or a field that are shown.
LONGEST = 400


def facts_of(editor: Any, model: Any, field: Any, definition: Any) -> Optional[Dict[str, Any]]:
    """Of a field bound to a model of the state; ``definition`` is the same field as the state holds it, without a model."""
    try:
        return _facts(editor, model, field, definition)
    except Exception:
        # A custom field that wants a database, or something else that is not here.
        return None


def _facts(editor: Any, model: Any, field: Any, definition: Any) -> Dict[str, Any]:
    parameters = field.db_parameters(connection=editor.connection)
    has_column = parameters.get("type") is not None and getattr(field, "column", None) is not None
    many = bool(getattr(field, "many_to_many", False))
    return {
        "kind": type(field).__name__,
        "type": parameters["type"] if has_column and not many else None,
        "column": field.column if has_column and not many else None,
        "nullable": bool(field.null),
        "unique": bool(getattr(field, "unique", False)),
        "indexed": bool(getattr(field, "db_index", False)),
        "default": _default(field),
        "dbDefault": _db_default(editor, field),
        "references": _reference(field),
        "source": source_of(definition if definition is not None else field),
    }


def source_of(field: Any) -> str:
    """One line of Python, as a migration would have it."""
    text = _written(field)
    if text is None:
        return f"models.{type(field).__name__}(...)"
    return text[:LONGEST]


def _written(value: Any) -> Optional[str]:
    from django.db.migrations.writer import MigrationWriter

    try:
        return " ".join(str(MigrationWriter.serialize(value)[0]).split())
    except Exception:
        # A lambda, a local function, an object without a written form.
        return None


def _default(field: Any) -> Optional[Dict[str, Any]]:
    if not field.has_default():
        return None
    called = callable(field.default)
    text = _written(field.default)
    if text is None:
        name = getattr(field.default, "__name__", None)
        text = str(name) if called and name else repr(field.default)
    return {"text": text[:LONGEST], "callable": called}


def _db_default(editor: Any, field: Any) -> Optional[str]:
    has = getattr(field, "has_db_default", None)
    if has is None:
        from django.db.models.fields import NOT_PROVIDED

        if getattr(field, "db_default", NOT_PROVIDED) is NOT_PROVIDED:
            return None
    elif not has():
        return None
    sql, params = editor.db_default_sql(field)
    return str(sql) % tuple(editor.quote_value(value) for value in params)


def _reference(field: Any) -> Optional[str]:
    remote = getattr(field, "remote_field", None)
    if remote is None or getattr(remote, "model", None) is None or isinstance(remote.model, str):
        return None
    return str(remote.model._meta.db_table).strip('"')
