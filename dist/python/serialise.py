"""Values of settings as JSON that may leave the process: see ``SettingJson`` in ``answer.ts``."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any, Optional
from urllib.parse import unquote, urlsplit

from .redact import Redactor
from .secrets import Secrets
from .stand_in import STUB_TEXT, is_stub

DEPTH = 12
#: Members of one list or dictionary.
SIZE = 5_000
#: Characters of one text.
LENGTH = 20_000

_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_QUERY_SECRET = re.compile(r"(^|[?&])([^=&]*)=([^&]*)")


class Serialiser:
    """Turns values into JSON. Nothing of a secret passes but its facts."""

    def __init__(self, secrets: Secrets, redactor: Redactor) -> None:
        self.secrets = secrets
        self.redactor = redactor

    def text(self, message: object) -> str:
        """A message as one line without the values of secret variables."""
        return self.redactor.line(str(message))

    def value(self, value: object, name: str = "") -> Any:
        """``SettingJson`` of a value; ``name`` decides whether it is a secret."""
        return self._value(value, bool(name) and self.secrets.is_name(name), 0)

    def _value(self, value: object, secret: bool, depth: int) -> Any:
        try:
            return self._told(value, secret, depth)
        except Exception:
            # A hostile or half-made object: its text, its length or its members raise.
            return {"$": "object", "type": type(value).__name__}

    def _told(self, value: Any, secret: bool, depth: int) -> Any:
        if is_stub(value):
            return {"$": "unknown", "why": "stub"}
        if depth > DEPTH:
            return {"$": "unknown", "why": "depth"}
        if isinstance(value, Enum):
            return self._value(value.value, secret, depth + 1)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self._text(str.__str__(value), secret)
        if isinstance(value, (bytes, bytearray)):
            return self._text(bytes(value).decode("utf-8", "replace"), secret)
        if isinstance(value, int):
            return self.secrets.facts(str(int(value))) if secret and abs(value) > 9_999 else int(value)
        if isinstance(value, float):
            return value if math.isfinite(value) else str(value)
        if isinstance(value, Mapping):
            return self._mapping(value, secret, depth)
        if isinstance(value, (list, tuple, set, frozenset)):
            return self._sequence(value, secret, depth)
        return self._thing(value, secret, depth)

    def _mapping(self, value: "Mapping[Any, Any]", secret: bool, depth: int) -> Any:
        if len(value) > SIZE:
            return {"$": "unknown", "why": "size"}
        told = {}
        for key, inner in value.items():
            # Keys may be classes or stand-ins; every key of JSON is a text.
            name = key if isinstance(key, str) else str(getattr(key, "value", key))
            told[self.redactor.text(name)] = self._value(inner, secret or self.secrets.is_name(name), depth + 1)
        return told

    def _sequence(self, value: Any, secret: bool, depth: int) -> Any:
        if len(value) > SIZE:
            return {"$": "unknown", "why": "size"}
        told = [self._value(inner, secret, depth + 1) for inner in value]
        if any(is_stub(inner) for inner in value):
            # A list with one member that nobody knows is a list that nobody knows.
            return {"$": "unknown", "why": "stub"}
        return sorted(told, key=repr) if isinstance(value, (set, frozenset)) else told

    def _text(self, value: str, secret: bool) -> Any:
        if STUB_TEXT in value:
            return {"$": "unknown", "why": "stub"}
        if secret and not _ADDRESS.match(value):
            return self.secrets.facts(value)
        if _ADDRESS.match(value):
            return self._address(value, secret)
        if len(value) > LENGTH:
            return {"$": "unknown", "why": "size"}
        # Lone surrogates come from variables that are no UTF-8; JSON has no such character.
        return value.encode("utf-8", "replace").decode("utf-8")

    def _address(self, value: str, secret: bool) -> Any:
        """Addresses with a login are taken apart; others are texts."""
        try:
            parts = urlsplit(value)
            port = parts.port
        except ValueError:
            return self.secrets.facts(value)
        query = _QUERY_SECRET.sub(self._query, parts.query)
        if parts.username is None and parts.password is None and query == parts.query:
            return self.secrets.facts(value) if secret else value
        return {
            "$": "url",
            "scheme": parts.scheme,
            "host": parts.hostname or "",
            "port": port,
            "user": self._part(parts.username or None),
            "password": self._part(parts.password),
            "path": parts.path,
            "query": query,
        }

    def _part(self, value: Optional[str]) -> Any:
        return None if value is None else self.secrets.facts(unquote(value))

    def _query(self, match: "re.Match[str]") -> str:
        before, name, value = match.groups()
        return f"{before}{name}=***" if value and self.secrets.is_name(name) else match.group(0)

    def _thing(self, value: Any, secret: bool, depth: int) -> Any:
        kind = type(value)
        module = kind.__module__ or ""
        if isinstance(value, PurePath):
            return {"$": "path", "value": str(value)}
        if isinstance(value, timedelta):
            seconds = value.total_seconds()
            return {"$": "seconds", "value": int(seconds) if seconds == int(seconds) else seconds}
        if isinstance(value, (datetime, date, time)):
            return value.isoformat()
        if isinstance(value, Decimal):
            return str(value)
        if isinstance(value, re.Pattern):
            return {"$": "pattern", "value": _pattern_text(value.pattern)}
        if isinstance(value, type) or (hasattr(value, "__qualname__") and callable(value)):
            return {"$": "name", "value": f"{value.__module__}.{value.__qualname__}"}
        if module.startswith("celery.schedules"):
            return {"$": "schedule", "value": str(value)}
        if module.startswith("django.utils.functional"):
            return self._lazy(value, secret, depth)
        if module.startswith(("pydantic", "pydantic_core")) and hasattr(value, "get_secret_value"):
            return self.secrets.facts(str(value.get_secret_value()))
        if module.startswith("pydantic") and hasattr(value, "unicode_string"):
            return self._text(str(value), secret)
        return {"$": "object", "type": f"{module}.{kind.__qualname__}"}

    def _lazy(self, value: Any, secret: bool, depth: int) -> Any:
        """A lazy pattern is one; of a lazy translation the text that is to be translated, because translating needs apps."""
        if hasattr(type(value), "_setup") or "_wrapped" in getattr(value, "__dict__", {}):
            pattern = getattr(value, "pattern", None)
            if pattern is not None:
                return {"$": "pattern", "value": _pattern_text(pattern)}
            return {"$": "object", "type": "lazy"}
        arguments = value.__reduce__()[1][1]
        return self._value(arguments[0], secret, depth + 1) if arguments else {"$": "object", "type": "lazy"}


def _pattern_text(pattern: object) -> str:
    return pattern.decode("utf-8", "replace") if isinstance(pattern, bytes) else str(pattern)
