"""The tables that pending migrations touch, as DDL of what they are before: from the models' state, with the names Django would have made."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, Iterator, List, Sequence, Set

from .migrations_ddl_names import plain

_NAME = re.compile(r'"([^"]+)"|([A-Za-z_][A-Za-z0-9_$]*)')
_TYPE = re.compile(r'\bCREATE\s+TYPE\s+"?([A-Za-z_][A-Za-z0-9_$]*)', re.IGNORECASE)


def before(walk: Any, first: Any, told: List[Dict[str, Any]], history: Sequence[str] = ()) -> List[str]:
    """``MigrationFacts.schema``: CREATE TABLE of each, then indexes and foreign keys. ``first`` is the state, ``told`` what came of the plan."""
    if not told:
        return []
    tables = {plain(model._meta.db_table): model for model in _models(first)}
    words = _named(told)
    named = _tables_of(words, tables) | _tables_with_types(words, tables, history)
    if not named:
        return []
    wanted = named | set(_neighbours(tables, named))
    created: List[str] = []
    later: List[str] = []
    for table, model in tables.items():
        if table in wanted:
            made = _ddl(walk, model)
            created.extend(made[:1])
            later.extend(made[1:])
    return created + later


def _tables_of(words: Set[str], tables: Dict[str, Any]) -> Set[str]:
    """Tables that are named, also by an index or constraint of theirs: its name is in the model, or begins with the table's."""
    found = words & set(tables)
    own = {name: table for table, model in tables.items() for name in _parts(model)}
    for word in words - found:
        if word in own:
            found.add(own[word])
            continue
        while "_" in word:
            word = word.rpartition("_")[0]
            if word in tables:
                found.add(word)
                break
    return found


def _tables_with_types(words: Set[str], tables: Dict[str, Any], history: Sequence[str]) -> Set[str]:
    """Tables that somebody gave a column of a type that is named: only by its type does the SQL concern them."""
    types = {name.lower() for text in history for name in _TYPE.findall(text)} & words
    found: Set[str] = set()
    for text in history if types else ():
        spoken: Set[str] = set()
        _collect(text, spoken)
        if spoken & types:
            found |= spoken & set(tables)
    return found


def _parts(model: Any) -> Iterator[str]:
    for one in [*model._meta.indexes, *model._meta.constraints]:
        yield one.name


def _models(state: Any) -> Iterator[Any]:
    for model in state.apps.get_models(include_auto_created=True, include_swapped=False):
        if model._meta.managed and not model._meta.proxy:
            yield model


def _named(told: List[Dict[str, Any]]) -> Set[str]:
    """Every word of the SQL that could be a table."""
    found: Set[str] = set()
    for migration in told:
        for step in migration["steps"]:
            _collect(step.get("sql", ""), found)
        for operation in migration["operations"]:
            code = operation["code"]
            if code is not None:
                found.update(code["tables"])
                for sql in code["sql"]:
                    _collect(sql, found)
    return found


def _collect(sql: str, found: Set[str]) -> None:
    for quoted, bare in _NAME.findall(sql):
        found.add(quoted or bare.lower())


def _neighbours(tables: Dict[str, Any], named: Set[str]) -> Iterable[str]:
    for table, model in tables.items():
        for field in model._meta.local_fields:
            remote = getattr(field, "remote_field", None)
            other = getattr(getattr(remote, "model", None), "_meta", None)
            if other is None:
                continue
            parent = plain(other.db_table)
            if table in named:
                yield parent
            if parent in named:
                yield table


def _ddl(walk: Any, model: Any) -> List[str]:
    """The table, then what Django puts off until all tables are there."""
    editor = walk.editor_class()
    recorder = walk.recorder
    recorder.begin()
    try:
        sql, params = editor.table_sql(model)
        editor.execute(sql, params or None)
        for one in [*editor.deferred_sql, *editor._model_indexes_sql(model)]:
            if one is not None:
                editor.execute(one, None)
    except Exception as error:
        walk.cannot("table", model._meta.db_table, error)
        return []
    return [text for text, _ in recorder.said]
