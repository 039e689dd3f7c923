"""Django's schema editor for PostgreSQL without a PostgreSQL: what it would send is written down instead.

The backend's own class does all the work; only the places that ask the database are answered from the models' state, and every name that was
worked out that way is remembered.
"""

from __future__ import annotations

import datetime
import sys
import uuid
from typing import Any, Callable, Iterable, List, Optional, Set

from . import migrations_ddl_names as names
from .migrations_ddl_driver import literal
from .migrations_ddl_recorder import Recorder

#: What stands for values that are new at each run, so that the same migrations always give the same SQL.
SETTLED_TIME = datetime.datetime(2000, 1, 1)
SETTLED_UUID = uuid.UUID(int=0)


class NeedsDatabase(Exception):
    """Something asked for rows. What it would do with them cannot be known here."""


class NoCursor:
    """Takes statements and has no rows."""

    def __init__(self, write: Callable[[Any, Any], None]) -> None:
        self._write = write
        self.rowcount = 0
        self.description = None
        self.query: Optional[bytes] = None

    def __enter__(self) -> "NoCursor":
        return self

    def __exit__(self, *error: Any) -> None:
        return None

    def execute(self, sql: Any, params: Any = None) -> None:
        text = str(sql).lstrip().lower()
        if text.startswith(("select", "show", "with")):
            raise NeedsDatabase("it reads from the database")
        self._write(sql, params)

    def executemany(self, sql: Any, many: Any) -> None:
        for params in many:
            self.execute(sql, params)

    def close(self) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise NeedsDatabase(f"it asks the database ({name})")


class NoConnection:
    """What the backend holds for the driver's connection: open, and nothing behind it."""

    closed = False
    autocommit = True
    #: What psycopg looks for when it writes values.
    connection = None

    def __init__(self, adapters: Any) -> None:
        self.adapters = adapters

    def commit(self) -> None:
        return None

    rollback = close = commit

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise NeedsDatabase(f"it asks the database ({name})")


def prepare(connection: Any, postgres: int, recorder: Recorder) -> None:
    """Makes the backend's wrapper believe in a server of that major version."""

    def write(sql: Any, params: Any = None) -> None:
        recorder.add(str(sql) if params is None else compose(quoting, str(sql), params))

    quoting = quoter()
    connection.__dict__["pg_version"] = postgres * 10_000
    connection.connection = NoConnection(_adapters())
    connection.ensure_connection = connection.connect = connection.close = lambda *_, **__: None
    connection.cursor = connection.chunked_cursor = lambda *_, **__: NoCursor(write)
    connection.ops.compose_sql = lambda sql, params: compose(quoting, str(sql), params)
    if "django.contrib.postgres.operations" in sys.modules:
        _without_handlers()


def _without_handlers() -> None:
    """CREATE EXTENSION would ask the database for the numbers of the new types."""
    from django.contrib.postgres import operations

    operations.register_type_handlers = lambda connection, **_: None


def quoter() -> Callable[[Any], str]:
    """How the installed driver writes a value into SQL; where it would ask its connection how, in its stead."""
    write = _driver()

    def quote(value: Any) -> str:
        # As the drivers write bytes to a server; without one they use its old format.
        bare = value.obj if type(value).__name__ == "Binary" and hasattr(value, "obj") else value
        if isinstance(bare, (bytes, bytearray, memoryview)):
            return literal(bare)
        # JSON is wrapped; what is left is hstore, of which the driver learns from the database.
        return f"{literal(_hstore(value))}::hstore" if isinstance(value, dict) else write(value)

    return quote


def _hstore(value: Any) -> str:
    def text(one: Any) -> str:
        return "NULL" if one is None else '"' + str(one).replace("\\", "\\\\").replace('"', '\\"') + '"'

    return ", ".join(f"{text(key)}=>{text(one)}" for key, one in value.items())


def _driver() -> Callable[[Any], str]:
    try:
        from django.db.backends.postgresql import psycopg_any
    except ImportError:
        # Before Django 4.2.
        return _by_psycopg2
    adapters = _adapters()
    return psycopg_any.sql.quote if adapters is None else lambda value: str(psycopg_any.sql.quote(value, NoConnection(adapters)))


def _adapters() -> Any:
    """How Django has psycopg write values; None of psycopg2."""
    try:
        from django.db.backends.postgresql.psycopg_any import get_adapters_template
    except ImportError:
        return None
    from django.conf import settings
    from django.utils import timezone

    return get_adapters_template(settings.USE_TZ, timezone.get_default_timezone())


def _by_psycopg2(value: Any) -> str:
    import psycopg2.extensions

    adapted = psycopg2.extensions.adapt(value)
    if hasattr(adapted, "encoding"):
        adapted.encoding = "utf8"
    return str(adapted.getquoted().decode())


def compose(quote: Callable[[Any], str], sql: str, params: Any) -> str:
    """Merges parameters as the drivers do: ``%s``, ``%(name)s``, and ``%%`` for a percent sign."""
    if isinstance(params, dict):
        return sql % {name: quote(value) for name, value in params.items()}
    return sql % tuple(quote(value) for value in params or ())


def editor_class(connection: Any, recorder: Recorder, collations: "Collations") -> Any:
    """The project's schema editor, with its questions to the database answered."""
    base = connection.SchemaEditorClass
    quoting = quoter()

    class Editor(base):  # type: ignore[misc, valid-type]
        def __init__(self) -> None:
            super().__init__(connection, collect_sql=False, atomic=False)
            self.deferred_sql: List[Any] = []
            self.collected_sql: List[str] = []

        def execute(self, sql: Any, params: Any = ()) -> None:
            text = str(sql)
            recorder.add(text if params is None else compose(quoting, text, params))

        def quote_value(self, value: Any) -> str:
            return str(super().quote_value(value)) if isinstance(value, str) else quoting(value)

        def _constraint_names(
            self, model: Any, column_names: Any = None, *rest: Any, exclude: Any = None, **asked: Any
        ) -> List[str]:
            keys = ("unique", "primary_key", "index", "foreign_key", "check", "type_", "exclude")
            asked.update(zip(keys, rest))
            exclude = asked.pop("exclude", exclude) or ()
            asked["type"] = asked.pop("type_", None)
            columns = None if column_names is None else list(column_names)
            return [name for name in recorder.names(self, model, columns, asked) if name not in exclude]

        def _get_sequence_name(self, table: str, column: str) -> str:
            return recorder.sequence(names.plain(table), column)

        def _is_collation_deterministic(self, collation_name: str) -> bool:
            return collations.is_deterministic(collation_name)

        @staticmethod
        def _effective_default(field: Any) -> Any:
            value = base._effective_default(field)
            return settled(field, value)

    return Editor


class Collations:
    """What the history of migrations says about collations. Looked up only when one is asked for."""

    def __init__(self, migrations: Callable[[], Iterable[Any]]) -> None:
        self._migrations = migrations
        self._loose: Optional[Set[str]] = None

    def is_deterministic(self, collation: str) -> bool:
        """They are, unless a migration made one that is not."""
        if self._loose is None:
            self._loose = set()
            for migration in self._migrations():
                for operation in migration.operations:
                    if getattr(operation, "deterministic", True) is False:
                        self._loose.add(getattr(operation, "name", ""))
        return collation not in self._loose


def settled(field: Any, value: Any) -> Any:
    """A default that differs from run to run, replaced by one that does not."""
    if not callable(getattr(field, "default", None)) and not getattr(field, "auto_now", False):
        if not getattr(field, "auto_now_add", False):
            return value
    if isinstance(value, uuid.UUID):
        return SETTLED_UUID
    if isinstance(value, datetime.datetime):
        return SETTLED_TIME.replace(tzinfo=value.tzinfo)
    if isinstance(value, datetime.date):
        return SETTLED_TIME.date()
    return SETTLED_TIME.time() if isinstance(value, datetime.time) else value
