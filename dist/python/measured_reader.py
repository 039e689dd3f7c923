"""An innocent reader: a session of its own that asks the touched tables for a row every few milliseconds and notes how long it waits."""

from __future__ import annotations

import threading
import time
from typing import Dict, List, Tuple

from .measured_sessions import Session, connect

#: Between two rounds. Seconds.
PAUSE = 0.003
#: Readings that are kept: enough for any statement, and bounded for one that takes hours.
MOST = 20_000


class Reader:
    """Reads from when tables are named until it is stopped. Without tables it does nothing."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._tables: Tuple[str, ...] = ()
        self._readings: List[Tuple[float, float]] = []
        self._since: float = 0.0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._read, name="reader", daemon=True)
        self._thread.start()

    def watch(self, tables: Dict[str, str]) -> None:
        """Tables as SQL writes them."""
        self._tables = tuple(sorted(tables.values()))

    def longest(self, begin: float, end: float) -> float:
        """Milliseconds that one reading spent within this time, at most."""
        readings = [*self._readings, (self._since, end)] if self._since else list(self._readings)
        overlaps = [min(end, until) - max(begin, since) for since, until in readings if until > begin and since < end]
        return max(overlaps, default=0.0) * 1000

    def stop(self) -> None:
        self._stopped.set()

    def _read(self) -> None:
        try:
            session = connect(self._url)
        except Exception:
            return
        while not self._stopped.is_set():
            for table in self._tables:
                self._one(session, table)
            time.sleep(PAUSE)
        session.close()

    def _one(self, session: Session, table: str) -> None:
        self._since = time.perf_counter()
        try:
            session.rows(f"SELECT 1 FROM {table} LIMIT 1")
        except Exception:
            # It is gone, or has another name by now.
            pass
        self._readings.append((self._since, time.perf_counter()))
        self._since = 0.0
        if len(self._readings) > MOST:
            del self._readings[: MOST // 2]


class Holder:
    """
    Makes a statement that runs outside of a transaction stop where its locks can be seen.

    ``CONCURRENTLY`` waits for every transaction that has written to the table, holding its own lock all the while. So one such transaction
    is opened first, and ended as soon as the statement waits for it.
    """

    #: How long the statement may take to come to its wait, and how often it is looked at. Seconds.
    LIMIT, LOOK = 2.0, 0.005

    def __init__(self, url: str) -> None:
        self._session = connect(url)

    def hold(self, tables: Dict[str, str], maintenance: bool) -> None:
        """Maintenance waits for nobody who writes, only for other maintenance."""
        mode = "SHARE UPDATE EXCLUSIVE" if maintenance else "ROW EXCLUSIVE"
        self._session.run("BEGIN")
        for table in sorted(tables.values()):
            self._session.run(f"LOCK TABLE {table} IN {mode} MODE")

    def let_go(self) -> None:
        self._session.run("ROLLBACK")

    def close(self) -> None:
        self._session.close()
