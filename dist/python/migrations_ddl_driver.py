"""A stand-in for psycopg2, so that Django's PostgreSQL backend can be imported where no driver is installed.

It never connects. All it can do is write Python values as SQL literals, which is what Django asks of a driver while it makes DDL.
"""

from __future__ import annotations

import datetime
import decimal
import importlib
import json
import sys
import uuid
from types import ModuleType
from typing import Any, Dict, Optional

from .stand_in import is_stub

#: New enough for every Django version.
VERSION = "2.9.10 (stand-in)"
MODULES = ("extensions", "extras", "errors", "errorcodes", "sql", "tz", "pool")
ERRORS = (
    "DataError",
    "OperationalError",
    "IntegrityError",
    "InternalError",
    "ProgrammingError",
    "NotSupportedError",
)


def install() -> bool:
    """Puts the stand-in in place when neither psycopg nor psycopg2 can be used; before ``django.setup()``, because fields of
    ``django.contrib.postgres`` import the driver. Whether it was needed."""
    import django

    wanted = ("psycopg", "psycopg2") if django.VERSION >= (4, 2) else ("psycopg2",)
    if any(_works(name) for name in wanted):
        return False
    for name in [one for one in sys.modules if one.partition(".")[0] in wanted]:
        del sys.modules[name]
    # Looked up and not there: Django tries psycopg first.
    if "psycopg" in wanted:
        sys.modules["psycopg"] = None  # type: ignore[assignment]
    package = Driver("psycopg2")
    package.__path__ = []
    package.__dict__["__version__"] = VERSION
    package.__dict__["connect"] = _refuse
    _errors(package)
    sys.modules["psycopg2"] = package
    for name in MODULES:
        module = Driver(f"psycopg2.{name}")
        package.__dict__[name] = sys.modules[f"psycopg2.{name}"] = module
    _fill_extensions(package.__dict__["extensions"])
    _fill_extras(package.__dict__["extras"])
    return True


def is_installed() -> bool:
    """Whether the stand-in is what the project sees."""
    return isinstance(sys.modules.get("psycopg2"), Driver)


class Driver(ModuleType):
    """A module of the stand-in: what it does not have is a class that takes anything."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (_Anything,), {"__module__": self.__name__})
        setattr(self, name, made)
        return made


class _Anything:
    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.adapted = arguments[0] if arguments else None

    def getquoted(self) -> bytes:
        return literal(self.adapted).encode()


class Json(_Anything):
    """A value to be written as JSON; ``dumps`` as the project gave it."""

    def __init__(self, adapted: Any = None, dumps: Optional[Any] = None) -> None:
        super().__init__(adapted)
        self._dumps = dumps or json.dumps

    def dumps(self, value: Any) -> str:
        return str(self._dumps(value))

    def getquoted(self) -> bytes:
        return literal(self.dumps(self.adapted)).encode()


class Inet(_Anything):
    """An address."""

    def getquoted(self) -> bytes:
        return f"{literal(str(self.adapted))}::inet".encode()


class Range:
    """Bounds of a range, written as PostgreSQL reads them."""

    def __init__(self, lower: Any = None, upper: Any = None, bounds: str = "[)", empty: bool = False) -> None:
        self._lower, self._upper, self._bounds, self.isempty = lower, upper, bounds, empty

    @property
    def lower(self) -> Any:
        return self._lower

    @property
    def upper(self) -> Any:
        return self._upper

    def text(self) -> str:
        if self.isempty:
            return "empty"
        ends = ["" if one is None else str(one) for one in (self._lower, self._upper)]
        return f"{self._bounds[0]}{ends[0]},{ends[1]}{self._bounds[1]}"


def literal(value: Any) -> str:
    """A Python value as an SQL literal."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, decimal.Decimal)):
        # A sign is kept apart from an operator before it.
        return f" {value}" if value < 0 else str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"'\\x{bytes(value).hex()}'::bytea"
    if isinstance(value, datetime.datetime):
        return f"'{value.isoformat()}'::{'timestamp' if value.tzinfo is None else 'timestamptz'}"
    for kind, name in ((datetime.date, "date"), (datetime.time, "time")):
        if isinstance(value, kind):
            return f"'{value.isoformat()}'::{name}"
    if isinstance(value, datetime.timedelta):
        return f"'{value.days} days {value.seconds}.{value.microseconds:06d} seconds'::interval"
    if isinstance(value, uuid.UUID):
        return f"'{value}'::uuid"
    if isinstance(value, (list, tuple)):
        return f"ARRAY[{', '.join(literal(one) for one in value)}]" if value else "'{}'"
    if isinstance(value, dict):
        return literal(json.dumps(value, default=str))
    if isinstance(value, Range):
        return literal(value.text())
    if hasattr(value, "getquoted"):
        quoted = value.getquoted()
        return quoted.decode() if isinstance(quoted, bytes) else str(quoted)
    text = str(value).replace("'", "''")
    return f" E'{text}'".replace("\\", "\\\\") if "\\" in text else f"'{text}'"


def adapt(value: Any) -> Any:
    """As ``psycopg2.extensions.adapt``."""
    return value if hasattr(value, "getquoted") else _Anything(value)


def _works(name: str) -> bool:
    try:
        module = importlib.import_module(name)
    except Exception:
        # Also a driver whose library is not there: Django falls back likewise.
        return False
    return not is_stub(module) and not isinstance(module, Driver) and hasattr(module, "__version__")


def _refuse(*arguments: Any, **named: Any) -> Any:
    raise RuntimeError("there is no database here")


def _errors(package: ModuleType) -> None:
    names: Dict[str, Any] = package.__dict__
    for name, base in (("Warning", Exception), ("Error", Exception)):
        names[name] = type(name, (base,), {"__module__": "psycopg2"})
    names["InterfaceError"] = type("InterfaceError", (names["Error"],), {"__module__": "psycopg2"})
    names["DatabaseError"] = type("DatabaseError", (names["Error"],), {"__module__": "psycopg2"})
    for name in ERRORS:
        names[name] = type(name, (names["DatabaseError"],), {"__module__": "psycopg2"})


def _nothing(*arguments: Any, **named: Any) -> None:
    return None


def _fill_extensions(module: ModuleType) -> None:
    module.__dict__.update(
        ISOLATION_LEVEL_AUTOCOMMIT=0,
        ISOLATION_LEVEL_READ_COMMITTED=1,
        ISOLATION_LEVEL_REPEATABLE_READ=2,
        ISOLATION_LEVEL_SERIALIZABLE=3,
        ISOLATION_LEVEL_READ_UNCOMMITTED=4,
        TRANSACTION_STATUS_IDLE=0,
        UNICODE=None,
        encodings={},
        adapt=adapt,
        register_adapter=_nothing,
        register_type=_nothing,
        new_type=_nothing,
        new_array_type=_nothing,
    )


def _fill_extras(module: ModuleType) -> None:
    ranges = ("DateRange", "DateTimeRange", "DateTimeTZRange", "NumericRange")
    module.__dict__.update({name: type(name, (Range,), {"__module__": module.__name__}) for name in ranges})
    registers = ("uuid", "hstore", "default_json", "default_jsonb", "range", "composite", "inet", "ipaddress")
    module.__dict__.update({f"register_{name}": _nothing for name in registers})
    module.__dict__.update(Range=Range, Json=Json, Inet=Inet)
