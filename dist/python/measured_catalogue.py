"""What PostgreSQL's catalogues say before and after a statement: locks, file nodes, rows read and written."""

from __future__ import annotations

from typing import Dict, FrozenSet, NamedTuple, Optional, Set, Tuple

from .measured_sessions import Session

#: A lock on a relation: its oid and PostgreSQL's name of the mode.
Lock = Tuple[int, str]


class Relation(NamedTuple):
    """A table, index or view outside of the system's schemas."""

    #: Without ``public.``.
    name: str
    #: ``pg_class.relkind``
    kind: str
    #: Changes when all of it is written anew; None for what has no storage.
    node: Optional[int]
    #: Of an index, its table.
    table: Optional[int]


class Rows(NamedTuple):
    """Of one table, since the transaction began."""

    read: int
    written: int


_RELATIONS = """
SELECT c.oid::bigint, CASE WHEN n.nspname = 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END,
       c.relkind::text, pg_relation_filenode(c.oid)::bigint, i.indrelid::bigint
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_index i ON i.indexrelid = c.oid
 WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'i', 'I', 'm', 'v', 'f')
"""
_LOCKS = """
SELECT relation::bigint, mode, granted FROM pg_locks
 WHERE locktype = 'relation' AND pid = %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_ROWS = """
SELECT relid::bigint, seq_tup_read::bigint, (n_tup_ins + n_tup_upd + n_tup_del)::bigint FROM pg_stat_xact_user_tables
 WHERE seq_tup_read > 0 OR n_tup_ins + n_tup_upd + n_tup_del > 0
"""

TABLES = ("r", "p", "m", "f", "v")


def relations(session: Session) -> Dict[int, Relation]:
    """All of them by oid, as this session sees them."""
    return {int(oid): Relation(*rest) for oid, *rest in session.rows(_RELATIONS)}


def locks(session: Session, backend: int) -> FrozenSet[Lock]:
    """Granted to this backend."""
    return frozenset((int(oid), mode) for oid, mode, granted in session.rows(_LOCKS, (backend,)) if granted)


def waiting(session: Session, backend: int) -> Tuple[FrozenSet[Lock], bool]:
    """Granted to the backend or wanted by it, and whether it waits for anything locked."""
    # In this order: what waits has its own lock already.
    waits = session.rows("SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s", (backend,))
    found = session.rows(_LOCKS, (backend,))
    return frozenset((int(oid), mode) for oid, mode, _ in found), bool(waits and waits[0][0])


def rows(session: Session) -> Dict[int, Rows]:
    """Counters of this session that are not yet handed over."""
    return {int(oid): Rows(int(read), int(written)) for oid, read, written in session.rows(_ROWS)}


def backend_of(session: Session) -> int:
    return int(session.rows("SELECT pg_backend_pid()")[0][0])


def names(found: FrozenSet[Lock], known: Dict[int, Relation]) -> Set[Tuple[str, str]]:
    """Locks on tables and views by name; of others there is nothing to tell."""
    return {(known[oid].name, mode) for oid, mode in found if oid in known and known[oid].kind in TABLES}
