"""Sessions of the scratch database through the driver that the project has: psycopg 3, else psycopg 2."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence, Tuple

from .measured_refusal import Refusal, words

Rows = List[Tuple[Any, ...]]


class Session:
    """One connection in autocommit; ``rows`` works in both drivers, and on connections that a framework made."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        #: What the server said since it was last cleared, without the severity.
        self.notices: List[str] = []
        _listen(raw, self.notices)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Rows:
        """Result of a query; ``%s`` for values."""
        with self.raw.cursor() as cursor:
            cursor.execute(sql, tuple(values) or None)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description is not None else []

    def run(self, sql: str) -> None:
        """A text of one or more statements without values, as it is."""
        with self.raw.cursor() as cursor:
            cursor.execute(sql)

    def talkative(self) -> None:
        """From now on the server says when it rewrites, verifies or builds (its DEBUG1 messages), in English where the role may decide."""
        self.run("SET client_min_messages = debug1")
        try:
            self.run("SET lc_messages = 'C'")
        except Exception:
            # Before PostgreSQL 15 only a superuser may; messages in another language are not understood then, file nodes are.
            pass

    def close(self) -> None:
        self.raw.close()


def connect(url: str) -> Session:
    """Opens a session in autocommit. Raises ``Refusal``."""
    driver = _driver()
    try:
        raw = driver.connect(url, connect_timeout=15)
        raw.autocommit = True
        return Session(raw)
    except driver.Error as error:
        raise Refusal("connection", words(error)) from None


def _driver() -> Any:
    try:
        import psycopg

        return psycopg
    except ImportError:
        pass
    try:
        import psycopg2

        return psycopg2
    except ImportError:
        raise Refusal("driver", "neither psycopg nor psycopg2 is installed in the project's Python") from None


class _Kept(List[str]):
    """psycopg 2 puts its texts (``DEBUG:  rewriting table``) into whatever has ``append``."""

    def __init__(self, kept: List[str]) -> None:
        super().__init__()
        self._kept = kept

    def append(self, text: str) -> None:
        self._kept.append(text.partition(":")[2].strip())


def _listen(raw: Any, kept: List[str]) -> None:
    add = getattr(raw, "add_notice_handler", None)
    if add is not None:
        add(lambda diagnosis: kept.append(_primary(diagnosis)))
    else:
        raw.notices = _Kept(kept)


def _primary(diagnosis: Any) -> str:
    said: Optional[str] = diagnosis.message_primary
    return said or ""
