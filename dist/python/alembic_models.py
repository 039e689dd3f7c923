"""What a release's SQLAlchemy metadata says of its tables: ``UsedModel``."""

from __future__ import annotations

from typing import Any, Dict, List, Optional


def used(metadata: Any) -> List[Dict[str, Any]]:
    """``metadata``: what env.py gives as ``target_metadata``, one or several; nothing for None."""
    from sqlalchemy.dialects import postgresql

    every = list(metadata) if isinstance(metadata, (list, tuple)) else [] if metadata is None else [metadata]
    classes = _classes()
    dialect = postgresql.dialect()
    return [
        _model(table, classes.get(table), dialect)
        for one in every
        for table in sorted(one.tables.values(), key=lambda table: str(table.key))
    ]


def _classes() -> Dict[Any, str]:
    """Mapped classes by their table."""
    try:
        from sqlalchemy.orm.mapper import _all_registries  # type: ignore[attr-defined]
    except ImportError:
        return {}
    found: Dict[Any, str] = {}
    for one in _all_registries():
        for mapper in one.mappers:
            # With inheritance in one table the parent names it.
            if mapper.inherits is None or mapper.local_table is not mapper.inherits.local_table:
                found[mapper.local_table] = mapper.class_.__name__
    return found


def _model(table: Any, label: Optional[str], dialect: Any) -> Dict[str, Any]:
    name = _name(table)
    return {
        "label": label or name,
        "table": name,
        "managed": True,
        "columns": [_column(table, column, dialect) for column in table.columns],
    }


def _name(table: Any) -> str:
    return str(table.name) if table.schema in (None, "public") else f"{table.schema}.{table.name}"


def _column(table: Any, column: Any, dialect: Any) -> Dict[str, Any]:
    given = column.default is not None
    automatic = table._autoincrement_column is column or column.identity is not None or column.computed is not None
    by_database = automatic or (column.server_default is not None and not given)
    return {
        "field": str(column.key),
        "column": str(column.name),
        "type": _type(column, dialect),
        "nullable": bool(column.nullable),
        "insert": "database" if by_database and not given else "names",
        "omitted": "value" if given or by_database else "null" if column.nullable else "required",
        "references": _references(column),
    }


def _type(column: Any, dialect: Any) -> str:
    try:
        return str(column.type.compile(dialect=dialect)).lower()
    except Exception:
        # A type that only its own dialect can name.
        return type(column.type).__name__.lower()


def _references(column: Any) -> Optional[Dict[str, str]]:
    for key in column.foreign_keys:
        table, _, target = str(key.target_fullname).rpartition(".")
        return {"table": table[len("public.") :] if table.startswith("public.") else table, "column": target}
    return None
