"""Texts that leave the process: one line, without values of secret variables."""

from __future__ import annotations

import re
from types import TracebackType
from typing import Dict, Iterable, Iterator, List, Optional, Set
from urllib.parse import unquote

from .secrets import Secrets

#: A part of a secret this long is taken out as well: messages quote shortened values.
SHORTEST_PART = 8
#: Longest text that is looked through.
MOST_TEXT = 20_000

_LOGIN = re.compile(r"(://)[^/\s@'\"]+@")


class Redactor:
    """Knows the values of an environment that nobody may read."""

    def __init__(self, secrets: Secrets, environment: Dict[str, str]) -> None:
        self._values: List[str] = []
        self.add(value for name, value in environment.items() if secrets.is_name(name))
        self.add(_passwords(environment.values()))

    def add(self, values: Iterable[str]) -> None:
        """More values to take out: those of ``.env`` files that the settings read themselves."""
        known = set(self._values)
        known.update(value for value in values if _is_telling(value))
        self._values = sorted(known, key=len, reverse=True)

    def line(self, text: str, longest: int = 500) -> str:
        """``text`` as one line, shortened, safe to show."""
        return self.text(" ".join(text[:MOST_TEXT].split()))[:longest]

    def text(self, text: str) -> str:
        """The same text with ``***`` where a secret stood."""
        text = _LOGIN.sub(r"\1***@", text)
        for value in self._values:
            if value in text:
                text = text.replace(value, "***")
        for value in self._values:
            text = _without_parts(text, value)
        return text

    def tree(self, value: object) -> object:
        """JSON with every text in it made safe; whole values only, because parts are other people's words too."""
        if isinstance(value, str):
            for secret in self._values:
                if secret in value:
                    value = value.replace(secret, "***")
            return value
        if isinstance(value, dict):
            return {self.tree(key): self.tree(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.tree(inner) for inner in value]
        return value


def secrets_behind(error: Optional[BaseException], secrets: Secrets) -> Iterator[str]:
    """Values of variables that are called like secrets, wherever an exception passed: its text may quote what no environment holds."""
    seen: Set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        trace: Optional[TracebackType] = error.__traceback__
        while trace is not None:
            for scope in (trace.tb_frame.f_globals, trace.tb_frame.f_locals):
                if id(scope) not in seen:
                    seen.add(id(scope))
                    yield from _named(scope, secrets, False, 0)
            trace = trace.tb_next
        error = error.__cause__ or error.__context__


#: `SECRET_KEY`: what `os.environ` calls a key is the name of a variable, which every message about it has to say.
_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")
#: How deep, and how many members of a dictionary or list, are looked through.
DEEP, MANY = 5, 2_000


def _named(value: object, secrets: Secrets, secret: bool, depth: int) -> Iterator[str]:
    # Only Python's own types: whatever else it is, it may run code of the project when it is looked at.
    if type(value) is str:
        if secret and not _NAME.match(value):
            yield value
        yield from _passwords([value])
    elif type(value) is dict and depth < DEEP:
        for name, inner in list(value.items())[:MANY]:
            is_secret = secret or (type(name) is str and secrets.is_name(name))
            if not (depth == 0 and type(name) is str and name.startswith("__")):
                yield from _named(inner, secrets, is_secret, depth + 1)
    elif type(value) in (list, tuple) and depth < DEEP:
        for inner in value[:MANY]:  # type: ignore[index]
            yield from _named(inner, secrets, secret, depth + 1)


def _is_telling(value: str) -> bool:
    """Words such as `postgres` stand everywhere: taking them out would hide more than it protects."""
    return len(value) >= SHORTEST_PART and not value.isalpha()


def _without_parts(text: str, value: str) -> str:
    """Without runs of eight characters or more that stand in the value as well."""
    if len(value) < 2 * SHORTEST_PART or len(text) < SHORTEST_PART:
        return text
    hidden = [False] * len(text)
    for at in range(len(text) - SHORTEST_PART + 1):
        part = text[at : at + SHORTEST_PART]
        if part in value and not part.isalpha():
            hidden[at : at + SHORTEST_PART] = [True] * SHORTEST_PART
    if True not in hidden:
        return text
    return "".join(
        "***" if hides and not before else "" if hides else character
        for character, hides, before in zip(text, hidden, [False] + hidden)
    )


def _passwords(values: Iterable[str]) -> Iterable[str]:
    for value in values:
        match = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*?:([^/?#]*)@", value)
        if match:
            yield match.group(1)
            yield unquote(match.group(1))
