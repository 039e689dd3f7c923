"""The way back of a whole migration, put together from those of its operations: the last first, and what each put off at the end."""

from __future__ import annotations

import re
from typing import Any, List, NamedTuple, Optional, Sequence

_GONE = re.compile(r'DROP TABLE (?:IF EXISTS )?"([^"]+)"')
_WITHOUT = re.compile(r'ALTER TABLE "([^"]+)" DROP COLUMN "([^"]+)"')
_RENAMED = re.compile(r'ALTER TABLE "([^"]+)" RENAME TO "([^"]+)"')
_MOVED = re.compile(r'ALTER TABLE "([^"]+)" RENAME COLUMN "([^"]+)" TO "([^"]+)"')


class WayBack(NamedTuple):
    """Of one operation: what it sends at once, and the statements that it puts off until the migration's end."""

    sent: List[str]
    deferred: List[Any]


def whole_way(ways: Sequence[Optional[WayBack]]) -> Optional[List[str]]:
    """None when an operation has no way back."""
    sent: List[str] = []
    waiting: List[Any] = []
    for way in reversed(ways):
        if way is None:
            return None
        for sql in way.sent:
            waiting = _after(sql, waiting)
            sent.append(sql)
        waiting.extend(way.deferred)
    return sent + [str(one) for one in waiting]


def _after(sql: str, waiting: List[Any]) -> List[Any]:
    """Django changes what waits as it changes tables: see ``delete_model``, ``remove_field`` and ``alter_db_table`` of its schema editor."""
    for table in _GONE.findall(sql):
        waiting = [one for one in waiting if not (hasattr(one, "references_table") and one.references_table(table))]
    for table, column in _WITHOUT.findall(sql):
        waiting = [one for one in waiting if not (hasattr(one, "references_column") and one.references_column(table, column))]
    for old, new in _RENAMED.findall(sql):
        for one in waiting:
            if hasattr(one, "rename_table_references"):
                one.rename_table_references(old, new)
    for table, old, new in _MOVED.findall(sql):
        for one in waiting:
            if hasattr(one, "rename_column_references"):
                one.rename_column_references(table, old, new)
    return waiting
