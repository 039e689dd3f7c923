"""Why nothing could be measured."""

from __future__ import annotations


class Refusal(Exception):
    """``reason``: ``driver`` (no psycopg), ``connection``, ``project`` (it does not load), ``base`` (the old schema cannot be built)."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


def words(error: BaseException) -> str:
    """An exception as one line: PostgreSQL's own words where it has spoken, with its detail."""
    cause = error.__cause__
    diagnosis = getattr(error, "diag", None) or getattr(cause, "diag", None)
    primary = getattr(diagnosis, "message_primary", None)
    if primary:
        detail = getattr(diagnosis, "message_detail", None)
        return f"{primary} ({detail})" if detail else str(primary)
    said = " ".join(str(error).split())
    return said if is_database_error(error) and said else f"{type(error).__name__}: {said}"


def state(error: BaseException) -> str:
    """SQLSTATE, or empty."""
    for one in (error, error.__cause__):
        code = getattr(one, "sqlstate", None) or getattr(one, "pgcode", None)
        if code:
            return str(code)
    return ""


def is_database_error(error: BaseException) -> bool:
    """Whether PostgreSQL or its driver said it."""
    return type(error).__module__.partition(".")[0] in ("psycopg", "psycopg2")
