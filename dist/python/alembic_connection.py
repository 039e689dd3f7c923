"""A connection that is not there: what it is asked is noted, and it knows no rows."""

from __future__ import annotations

from typing import Any, Callable, Generator, List, Optional

#: What is told of each statement: its SQL, or None where it cannot be written down.
Acted = Callable[[Optional[str]], None]


class Connection:
    """What ``op.get_bind()`` gives: it notes what it is asked, and knows no rows."""

    def __init__(self, acted: Acted) -> None:
        self._acted = acted

    def execute(self, statement: Any, *rest: Any, **named: Any) -> "Rows":
        self._acted(_sql(statement))
        return Rows()

    exec_driver_sql = execute
    scalars = execute

    def scalar(self, statement: Any, *rest: Any, **named: Any) -> None:
        self._acted(_sql(statement))

    def begin(self, *rest: Any, **named: Any) -> "Connection":
        return self

    connect = begin_nested = execution_options = begin
    engine = property(begin)

    def commit(self) -> None:
        """There is nothing to keep."""

    rollback = close = commit

    def in_transaction(self) -> bool:
        return False

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *error: Any) -> None:
        """Errors go on."""

    @property
    def dialect(self) -> Any:
        from sqlalchemy.dialects import postgresql

        return postgresql.dialect()


class Rows(list):  # type: ignore[type-arg]
    """No rows."""

    rowcount = 0

    def fetchall(self) -> List[Any]:
        return []

    all = fetchall
    mappings = scalars = lambda self: self

    def fetchone(self) -> None:
        return None

    first = scalar = scalar_one_or_none = one_or_none = fetchone


def _sql(statement: Any) -> Optional[str]:
    from sqlalchemy.dialects import postgresql

    if isinstance(statement, str):
        return statement
    for options in ({"literal_binds": True}, {}):
        try:
            return str(statement.compile(dialect=postgresql.dialect(), compile_kwargs=options))
        except Exception:
            continue
    return None


class AsyncConnection:
    """The same for ``async with engine.connect()``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def run_sync(self, function: Callable[..., Any], *rest: Any, **named: Any) -> Any:
        return function(self._connection, *rest, **named)

    async def execute(self, statement: Any, *rest: Any, **named: Any) -> Rows:
        return self._connection.execute(statement)

    async def commit(self) -> None:
        """There is nothing to keep."""

    rollback = close = commit

    async def _itself(self) -> "AsyncConnection":
        return self

    def __await__(self) -> Generator[Any, None, "AsyncConnection"]:
        return self._itself().__await__()

    __aenter__ = _itself

    async def __aexit__(self, *error: Any) -> None:
        """Errors go on."""


def stand_in(acted: Acted) -> Connection:
    """From now on engines give this connection, for an env.py that connects also when it is asked for SQL alone."""
    from sqlalchemy.engine import Engine

    connection = Connection(acted)
    Engine.connect = Engine.begin = lambda this, *rest, **named: connection
    try:
        from sqlalchemy.ext.asyncio import AsyncEngine
    except ImportError:
        return connection
    AsyncEngine.connect = AsyncEngine.begin = lambda this, *rest, **named: AsyncConnection(connection)
    AsyncEngine.dispose = lambda this, *rest, **named: AsyncConnection(connection).close()
    return connection
