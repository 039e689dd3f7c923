"""Watches statements as they run: which locks they take, what they write anew, read to the end and build, and who waits meanwhile."""

from __future__ import annotations

import re
import threading
import time
from typing import Any, Callable, Dict, FrozenSet, List, Optional, Set, Tuple

from . import measured_catalogue as catalogue
from .measured_catalogue import Lock, Relation
from .measured_reader import Holder, Reader
from .measured_refusal import words
from .measured_sessions import Session

_TABLE_SAID = re.compile(r'^(?:rewriting|verifying) table "(.+)"$')
_BUILDING = re.compile(r'^building index "(.+)" on table "(.+?)"')
_WORD = re.compile(r'"((?:[^"]|"")+)"|([A-Za-z_][\w$]*)')

#: SQL that never runs inside of a transaction, or ends the one it is in: it is watched from outside.
OUTSIDE = re.compile(
    r"^\s*(?:BEGIN|START|COMMIT|END|ROLLBACK|ABORT|VACUUM|ALTER\s+SYSTEM|DISCARD|CLUSTER\s*;?\s*$|"
    r"(?:CREATE|DROP)\s+(?:DATABASE|TABLESPACE))\b|\bCONCURRENTLY\b",
    re.IGNORECASE,
)


#: SQLSTATE of what cannot run inside of a transaction, or ends one.
NOT_INSIDE = ("25001", "2D000")
_MAINTENANCE = re.compile(r"\s*(?:VACUUM|CLUSTER)\b", re.IGNORECASE)


class Tracer:
    """All statements of one run, in their order."""

    def __init__(self, url: str, watcher: Session, with_reader: bool) -> None:
        self.statements: List[Dict[str, Any]] = []
        self.migration = ""
        self._watcher = watcher
        self._holder = Holder(url)
        self._reader = Reader(url) if with_reader else None

    def close(self) -> None:
        self._holder.close()
        if self._reader is not None:
            self._reader.stop()

    def inside(self, own: Session, operation: Optional[int], sql: str, run: Callable[[], Any]) -> Any:
        """A statement within a transaction: what it did is asked in the same one, before it ends."""
        before = catalogue.relations(own)
        backend = catalogue.backend_of(own)
        held = catalogue.locks(own, backend)
        counted = catalogue.rows(own)
        self._watch(sql, before)
        del own.notices[:]
        begin = time.perf_counter()
        try:
            result = run()
        except BaseException as error:
            taken = catalogue.locks(self._watcher, backend)
            self._note(operation, sql, begin, taken - held, held, before, before, own.notices, {}, words(error))
            raise
        end = time.perf_counter()
        said = list(own.notices)
        taken = catalogue.locks(own, backend)
        after = catalogue.relations(own)
        grown = _grown(counted, catalogue.rows(own))
        self._note(operation, sql, begin, taken - held, held, before, after, said, grown, None, end)
        return result

    def outside(self, own: Session, operation: Optional[int], sql: str, run: Callable[[], Any]) -> Any:
        """A statement that is its own transaction, or none: its locks are seen while it waits for another transaction."""
        before = catalogue.relations(self._watcher)
        backend = catalogue.backend_of(own)
        touched = self._watch(sql, before)
        seen: Set[Lock] = set()
        self._holder.hold(touched, _MAINTENANCE.match(sql) is not None)
        watching = threading.Thread(target=self._look, args=(backend, seen), daemon=True)
        done = self._done = threading.Event()
        watching.start()
        del own.notices[:]
        begin = time.perf_counter()
        failure: Optional[str] = None
        try:
            return run()
        except BaseException as error:
            failure = words(error)
            raise
        finally:
            end = time.perf_counter()
            done.set()
            watching.join()
            said = list(own.notices)
            after = before if failure else catalogue.relations(self._watcher)
            self._note(operation, sql, begin, frozenset(seen), frozenset(), before, after, said, {}, failure, end)

    def failed(self, operation: Optional[int], error: BaseException) -> None:
        """The migration ended with this; kept unless its last statement has said so."""
        mine = [one for one in self.statements if one["migration"] == self.migration]
        if not mine or mine[-1]["error"] is None:
            self._note(operation, "", time.perf_counter(), frozenset(), frozenset(), {}, {}, [], {}, words(error))

    def _look(self, backend: int, seen: Set[Lock]) -> None:
        begin = time.perf_counter()
        held = True
        while True:
            ended = self._done.is_set()
            found, waits = catalogue.waiting(self._watcher, backend)
            seen.update(found)
            if held and (waits or ended or time.perf_counter() - begin > Holder.LIMIT):
                self._holder.let_go()
                held = False
            if ended:
                return
            time.sleep(Holder.LOOK)

    def _watch(self, sql: str, known: Dict[int, Relation]) -> Dict[str, str]:
        touched = mentioned(sql, known)
        if self._reader is not None and touched:
            self._reader.watch(touched)
        return touched

    def _note(
        self,
        operation: Optional[int],
        sql: str,
        begin: float,
        taken: FrozenSet[Lock],
        held: FrozenSet[Lock],
        before: Dict[int, Relation],
        after: Dict[int, Relation],
        said: List[str],
        grown: Dict[int, Tuple[int, int]],
        error: Optional[str],
        end: Optional[float] = None,
    ) -> None:
        until = time.perf_counter() if end is None else end
        tables = {one.name for one in before.values() if one.kind in catalogue.TABLES}
        rewritten, built = _written_anew(before, after)
        scanned, said_built = _said(said, tables)
        self.statements.append(
            {
                "migration": self.migration,
                "operation": operation,
                "sql": sql,
                "milliseconds": round(max(0.0, until - begin) * 1000, 3),
                "locks": _sorted(catalogue.names(taken, before)),
                "held": _sorted(catalogue.names(held, before)),
                "rewritten": sorted(rewritten),
                "scanned": sorted(scanned | {before[oid].name for oid, (read, _) in grown.items() if oid in before and read}),
                "built": sorted(built | said_built),
                "written": sorted([before[oid].name, rows] for oid, (_, rows) in grown.items() if oid in before and rows),
                "readerWaited": round(self._reader.longest(begin, until), 3) if self._reader is not None else 0,
                "error": error,
            }
        )


def mentioned(sql: str, known: Dict[int, Relation]) -> Dict[str, str]:
    """Tables whose names, or whose indexes' names, stand in a text; each as SQL writes it."""
    spoken = {(quoted or bare.lower()).replace('""', '"') for quoted, bare in _WORD.findall(sql)}
    found = set()
    for one in known.values():
        if one.name.rpartition(".")[2] in spoken:
            table = known.get(one.table) if one.table is not None else one
            if table is not None and table.kind in ("r", "p"):
                found.add(table.name)
    return {name: ".".join('"%s"' % part.replace('"', '""') for part in name.split(".", 1)) for name in found}


def _written_anew(before: Dict[int, Relation], after: Dict[int, Relation]) -> Tuple[Set[str], Set[str]]:
    """Tables with another file than before; and, on tables that were there, indexes that are new or have another file."""
    rewritten = {
        one.name
        for oid, one in before.items()
        if one.kind in ("r", "m") and oid in after and one.node is not None and after[oid].node != one.node
    }
    nodes = {one.node for one in before.values() if one.node is not None}
    built = {
        one.name
        for one in after.values()
        if one.kind == "i" and one.table in before and one.node is not None and one.node not in nodes
    }
    return rewritten, built


def _said(said: List[str], tables: Set[str]) -> Tuple[Set[str], Set[str]]:
    """Tables that were read to the end and indexes that were built, as the server said it while it did."""
    scanned: Set[str] = set()
    built: Set[str] = set()
    for text in said:
        table, building = _TABLE_SAID.match(text), _BUILDING.match(text)
        if table is not None:
            scanned |= {name for name in tables if name.rpartition(".")[2] == table.group(1)}
        elif building is not None:
            if any(name.rpartition(".")[2] == building.group(2) for name in tables):
                # REINDEX CONCURRENTLY builds beside, and takes the old one's name at the end.
                built.add(re.sub(r"_ccnew\d*$", "", building.group(1)))
    return scanned, built


def _grown(before: Dict[int, Any], after: Dict[int, Any]) -> Dict[int, Tuple[int, int]]:
    """Rows read in sequence and written since; counters start anew when they were handed over in between."""
    grown = {}
    for oid, now in after.items():
        then = before.get(oid, catalogue.Rows(0, 0))
        read = now.read - then.read if now.read >= then.read else now.read
        written = now.written - then.written if now.written >= then.written else now.written
        if read or written:
            grown[oid] = (read, written)
    return grown


def _sorted(found: Set[Tuple[str, str]]) -> List[Dict[str, str]]:
    return [{"relation": relation, "mode": mode} for relation, mode in sorted(found)]
