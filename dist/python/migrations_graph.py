"""A release's migrations and models as facts: ``MigrationsAnswer``. The base tells what it has and uses; the head also what is pending."""

from __future__ import annotations

import importlib.util
from typing import Any, Callable, Dict, List, Optional, Tuple

from . import (
    migrations_drift,
    migrations_history,
    migrations_marks,
    migrations_models,
    migrations_nodes,
    migrations_sql,
    migrations_upserts,
    migrations_walk,
)
from .migrations_aside import Aside
from .migrations_handover import Handover
from .migrations_loader import Key, Loader, applied_by, importing
from .places import Place, Places

#: The newest PostgreSQL each Django was released with.
NEWEST = (((6, 0), 18), ((5, 1), 17), ((4, 2), 16), ((4, 1), 15))
OLDEST = 14
#: The other release has its own limit; this one gives it a little longer than that. Seconds.
PATIENCE = 3600.0


def describe(
    asked: Dict[str, Any], handover: Optional[Handover], places: Places, tell: Callable[[Dict[str, Any]], None]
) -> Dict[str, Any]:
    """``asked`` is the ``migrations`` of the question; ``tell`` gives the parent what the other release waits for."""
    if asked["side"] == "base":
        loader = Loader(lambda: [])
        files = {key: migrations_nodes.file_of(one) for key, one in loader.disk_migrations.items()}
        known = {key: [files.get(key), migrations_nodes.raw_digest(files.get(key))] for key in applied_by(loader)}
        tell({migrations_nodes.identity(key): value + list(key) for key, value in known.items()})
        release = _Release(loader, places, None)
        release.walk(release.plan)
        release.use()
        return release.told()
    return _head(asked, handover, places)


def place_of_import(places: Places) -> Optional[Place]:
    """The migration whose import broke the loading off, where no line of it is in the traceback."""
    if not importing:
        return None
    try:
        spec = importlib.util.find_spec(importing[0])
    except BaseException:
        return None
    return None if spec is None or spec.origin is None else places.of(spec.origin, 1)


def _head(asked: Dict[str, Any], handover: Optional[Handover], places: Places) -> Dict[str, Any]:
    base: List[Dict[str, Any]] = []

    def applied() -> Optional[List[Key]]:
        told = None if handover is None else handover.read(PATIENCE)
        base.extend([] if told is None else [told])
        if asked["applied"] is not None:
            return [_key(one) for one in asked["applied"]]
        return None if told is None else [(one[2], one[3]) for one in told.values()]

    loader = Loader(applied)
    release = _Release(loader, places, base[0] if base else None)
    release.pend(asked)
    return release.told()


def _key(identity: str) -> Key:
    app, _, name = identity.partition(".")
    return app, name


class _Release:
    def __init__(self, loader: Loader, places: Places, base: Optional[Dict[str, Any]]) -> None:
        from django.db.migrations.state import ProjectState

        self.loader = loader
        self.places = places
        self.base = base
        self.distributions = migrations_nodes.Distributions()
        self.unknown: List[Dict[str, Any]] = []
        self.pending: Optional[List[Dict[str, Any]]] = None
        self.schema: List[str] = []
        self.history: List[str] = []
        self.drift: List[Dict[str, Any]] = []
        self.models: List[Dict[str, Any]] = []
        self.upserts: List[Any] = []
        self.plan = loader.plan()
        self.state = ProjectState(real_apps=loader.unmigrated_apps)

    def pend(self, asked: Dict[str, Any]) -> None:
        """What the new release has to say beside its nodes and models."""
        # When nobody knows what is applied, that is all there is.
        waiting = self._waiting()
        names = {id(one) for one in waiting}
        applied = [one for one in self.plan if id(one) not in names]
        self.walk(applied)
        self.pending = []
        aside = None
        if waiting:
            # Only the walk is needed for these, and the SQL needs none of them.
            aside = Aside(lambda: self._after(waiting))
            self.history = migrations_history.written(applied)
            told = migrations_sql.pending(self.loader, waiting, self.state.clone(), asked["postgres"] or _newest(), self.places, self.history)
            self.pending = [self._pending(one, said, asked) for one, said in zip(waiting, told["pending"])]
            self.schema, self.unknown = told["schema"], self.unknown + told["unknown"]
        after = self._after(waiting) if aside is None else aside.result()
        self.models, self.upserts, self.drift = after["models"], after["upserts"], after["drift"]
        self.unknown += after["unknown"]

    def _after(self, waiting: List[Any]) -> Dict[str, Any]:
        """What the models say once everything ran."""
        # What the SQL could not be written for, it says itself.
        migrations_walk.through(self.state, waiting, self.places)
        said: Dict[str, Any] = {"drift": [], "unknown": []}
        try:
            said["drift"] = migrations_drift.changes(self.state.clone(), self.loader.graph, self.places)
        except Exception as error:
            said["unknown"].append(_no_drift(error))
        self.use()
        return dict(said, models=self.models, upserts=self.upserts)

    def use(self) -> None:
        """What the models use, as the walk left them."""
        self.models, self.upserts = migrations_models.used(self.state), migrations_upserts.lines(self.places)

    def told(self) -> Dict[str, Any]:
        """``MigrationsAnswer``."""
        loader = self.loader
        migrations = [(key, loader.graph.nodes[key]) for key in sorted(loader.graph.nodes)]
        return {
            "timeZone": _time_zone(),
            "nodes": [self._node(key, migration) for key, migration in migrations],
            "conflicts": [
                {"app": app, "leaves": [migrations_nodes.identity((app, name)) for name in sorted(names)]}
                for app, names in sorted(loader.detect_conflicts().items())
            ],
            "dangling": [self._dangling(who, needs) for who, needs in loader.dangling],
            "models": self.models,
            "upserts": self.upserts,
            "pending": self.pending,
            "schema": self.schema,
            "history": self.history,
            "drift": self.drift,
            "unknown": self.unknown,
        }

    def _waiting(self) -> List[Any]:
        applied = self.loader.applied_migrations
        return [one for one in self.plan if (one.app_label, one.name) not in applied]

    def walk(self, plan: List[Any]) -> None:
        self.unknown += migrations_walk.through(self.state, plan, self.places)

    def _node(self, key: Key, migration: Any) -> Dict[str, Any]:
        file = migrations_nodes.file_of(migration)
        raw = migrations_nodes.raw_digest(file)
        earlier = (self.base or {}).get(migrations_nodes.identity(key))
        return {
            "id": migrations_nodes.identity(key),
            "app": key[0],
            "name": key[1],
            "file": None if file is None else self.places.name(file),
            "digest": migrations_nodes.digest(file, raw, earlier),
            "replaces": [migrations_nodes.identity(one) for one in migration.replaces],
            "dependencies": self._parents(key),
            "distribution": None if file is not None and self.places.owns(file) else self.distributions.of(file),
        }

    def _parents(self, key: Key) -> List[str]:
        return sorted(migrations_nodes.identity(parent.key) for parent in self.loader.graph.node_map[key].parents)

    def _pending(self, migration: Any, said: Dict[str, Any], asked: Dict[str, Any]) -> Dict[str, Any]:
        key = (migration.app_label, migration.name)
        file = migrations_nodes.file_of(migration)
        node = self._node(key, migration)
        told = dict(said, **{name: node[name] for name in ("id", "app", "name", "file", "replaces", "distribution")})
        told["dependencies"] = self._needs(key)
        told["mark"] = migrations_marks.mark(migration, file, self.places) if asked["safemigrate"] else None
        return told

    def _needs(self, key: Key) -> List[str]:
        """Pending ones that it reaches, without those that another of them reaches for it."""
        applied = self.loader.applied_migrations
        found, seen, waiting = set(), set(), [self.loader.graph.node_map[key]]
        while waiting:
            for parent in waiting.pop().parents:
                if parent.key in seen:
                    continue
                seen.add(parent.key)
                if parent.key not in applied:
                    found.add(migrations_nodes.identity(parent.key))
                else:
                    waiting.append(parent)
        return sorted(found)

    def _dangling(self, who: Tuple[str, str], needs: Tuple[str, str]) -> Dict[str, Any]:
        file = migrations_nodes.file_of(self.loader.disk_migrations[who])
        return {
            "id": migrations_nodes.identity(who),
            "needs": migrations_nodes.identity(needs),
            "place": migrations_nodes.place_of(self.places, file),
        }


def _time_zone() -> Optional[str]:
    """What Django sets for its sessions: UTC with ``USE_TZ``, unless the database has a zone of its own."""
    from django.db import connection

    try:
        return str(connection.timezone_name)
    except Exception:
        return None


def _newest() -> int:
    import django

    return next((postgres for version, postgres in NEWEST if django.VERSION[:2] >= version), OLDEST)


def _no_drift(error: BaseException) -> Dict[str, Any]:
    return {
        "code": "drift-not-read",
        "about": "the models",
        "why": f"Whether every model has its migration is not known: comparing them ended with {type(error).__name__}.",
        "remedy": "Run it by hand, where it says more:\npython manage.py makemigrations --check --dry-run",
        "place": None,
    }
