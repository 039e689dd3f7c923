"""Words of Django and SQL for data steps: what reads, what writes, and how much."""

from __future__ import annotations

import ast
import re
from typing import Any, Dict, List, NamedTuple, Optional, Set, Tuple

ORDER = ("none", "some", "unknown", "all")

#: Queryset methods that give a queryset of the same rows, and of fewer.
SAME = frozenset(
    "all using order_by select_related prefetch_related only defer annotate alias values values_list iterator distinct reverse "
    "select_for_update get_queryset extra raw in_bulk".split()
)
FEWER = frozenset("filter exclude complex_filter difference intersection dates datetimes".split())
ONE = frozenset("get first last latest earliest".split())
ADDING = frozenset("create get_or_create update_or_create bulk_create abulk_create acreate".split())
CHANGING = frozenset("update delete aupdate adelete bulk_update abulk_update _raw_delete".split())
OF_ROW = frozenset("save delete save_base asave adelete add set remove clear".split())
#: They give what they get, one by one.
PASSING = frozenset("list tuple set sorted reversed enumerate iter tqdm filter zip".split())
IN_PIECES = re.compile(r"chunk|batch|paginat|page", re.IGNORECASE)
_SQL = re.compile(r"\s*(?:--[^\n]*\n\s*)*([a-z]+)", re.IGNORECASE)


class Value(NamedTuple):
    """What is known of an expression: a model, a queryset, a row, a cursor, texts."""

    kind: str
    #: Of rows: ``all`` or ``some`` of the table's.
    scope: str = "all"
    texts: Tuple[str, ...] = ()


class Seen:
    """What was found so far."""

    def __init__(self) -> None:
        self.tables: Set[str] = set()
        self.writes = "none"
        self.batched = False
        self.live: Optional[Dict[str, Any]] = None
        self.sql: List[str] = []

    def write(self, scope: str) -> None:
        """The widest one counts."""
        if ORDER.index(scope) > ORDER.index(self.writes):
            self.writes = scope


def written(sql: str) -> str:
    """What a statement writes: ``none``, ``some`` or ``all``."""
    scope = "none"
    for one in sql.split(";"):
        matched, lowered = _SQL.match(one), f" {one.lower()} "
        word = matched.group(1).lower() if matched is not None else ""
        if word in ("update", "delete", "truncate", "merge") or (word == "insert" and re.search(r"\bselect\b", lowered)):
            scope = "all" if not re.search(r"\bwhere\b", lowered) else max(scope, "some", key=ORDER.index)
        elif word in ("insert", "copy", "with", "do", "call"):
            scope = max(scope, "some" if word == "insert" else "unknown", key=ORDER.index)
    return scope


def is_backfill(node: ast.Call) -> bool:
    """It asks only for what is not filled yet: after a column was added, that is every row."""
    values = [(one.arg or "", one.value) for one in node.keywords]
    return bool(values) and not node.args and all(
        name.endswith("__isnull") or (isinstance(value, ast.Constant) and value.value in (None, "")) for name, value in values
    )


def texts(value: Any) -> Optional[Value]:
    if isinstance(value, str):
        return Value("texts", texts=(value,))
    if isinstance(value, (list, tuple)) and value and all(isinstance(one, str) for one in value):
        return Value("texts", texts=tuple(value))
    return None


def matters(value: Optional[Value]) -> bool:
    return value is not None and value.kind in ("apps", "editor", "model", "query", "row", "related", "connection", "cursor")


def collects(name: str) -> bool:
    return name in ("append", "add", "extend", "update", "write", "info", "debug", "warning", "join", "format", "get", "setdefault")


def is_builtin(name: str) -> bool:
    import builtins

    return hasattr(builtins, name)
