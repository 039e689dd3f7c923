"""The graph of migrations as Django's own loader makes it, for a database that has what it is told, and for graphs that are not whole."""

from __future__ import annotations

import importlib
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple

from django.db.migrations import loader as loading
from django.db.migrations.exceptions import NodeNotFoundError

Key = Tuple[str, str]

#: The module of the migration that is being imported; what is left there when loading breaks off is the one that broke it.
importing: List[str] = []


class Loader(loading.MigrationLoader):
    """``told`` is asked for the applied migrations once all files are read: until then another process may still look for them."""

    def __init__(self, told: Callable[[], Optional[Iterable[Key]]]) -> None:
        self._told = told
        self._read = False
        self._has: Dict[Key, Any] = {}
        #: Dependencies on what is not there: who, on what.
        self.dangling: List[Tuple[Key, Key]] = []
        loading.MigrationRecorder = self._recorder
        loading.import_module = _import
        from django.db import connections

        super().__init__(connections["default"], ignore_no_migrations=True)

    def load_disk(self) -> None:
        if self._read:
            return
        super().load_disk()
        importing.clear()
        self._read = True
        self._has = dict.fromkeys(self._told() or ())

    def build_graph(self) -> None:
        try:
            super().build_graph()
        except NodeNotFoundError:
            self._without_missing()

    def check_key(self, key: Key, current_app: str) -> Any:
        try:
            return super().check_key(key, current_app)
        except ValueError:
            self._needs(key)
            return None

    def plan(self) -> List[Any]:
        """All migrations in the order in which an empty database gets them: as ``MigrationExecutor.migration_plan``."""
        found: Dict[Key, Any] = {}
        for leaf in self.graph.leaf_nodes():
            for key in self.graph.forwards_plan(leaf):
                found.setdefault(key, self.graph.nodes[key])
        return list(found.values())

    def _without_missing(self) -> None:
        """Takes what is only named out of the graph, so that the rest of it can be described."""
        graph = self.graph
        for key, node in list(graph.node_map.items()):
            if key in graph.nodes and graph.nodes[key] is not None:
                continue
            self._needs(key)
            for child in list(node.children):
                child.parents.discard(node)
            for parent in list(node.parents):
                parent.children.discard(node)
            graph.node_map.pop(key, None)
            graph.nodes.pop(key, None)

    def _needs(self, key: Key) -> None:
        for who, migration in self.disk_migrations.items():
            if tuple(key) in [tuple(one) for one in migration.dependencies]:
                self.dangling.append((who, (str(key[0]), str(key[1]))))

    def _recorder(self, connection: Any) -> Any:
        return _Recorder(self._has)


class _Recorder:
    def __init__(self, applied: Dict[Key, Any]) -> None:
        self._applied = applied

    def applied_migrations(self) -> Dict[Key, Any]:
        return dict(self._applied)


def _import(name: str, package: Optional[str] = None) -> Any:
    importing[:] = [name]
    return importlib.import_module(name, package)


def applied_by(loader: Loader) -> List[Key]:
    """What a database has after all migrations of this graph ran: a squash is recorded with everything it replaces."""
    found: Dict[Key, None] = {}
    waiting = [key for key in loader.graph.nodes]
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found[key] = None
        migration = loader.disk_migrations.get(key)
        waiting += [(str(app), str(name)) for app, name in (migration.replaces if migration is not None else [])]
    return sorted(found)
