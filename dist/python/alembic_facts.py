"""A release of a project with Alembic as facts: ``MigrationsAnswer``, as for Django. No database is asked."""

from __future__ import annotations

import os
from typing import Any, Callable, Dict, List, Optional

from . import alembic_models, migrations_nodes, migrations_upserts
from .alembic_offline import Offline, Recorded, release
from .alembic_revisions import Revision
from .migrations_handover import Handover
from .places import Places

APP = "alembic"
#: As for Django: the other release has its own limit. Seconds.
PATIENCE = 3600.0


def describe(
    asked: Dict[str, Any], handover: Optional[Handover], places: Places, tell: Callable[[Dict[str, Any]], None]
) -> Dict[str, Any]:
    """``asked`` is the ``migrations`` of the question; the process stands in the folder of alembic.ini."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(os.path.abspath("alembic.ini"))
    script = ScriptDirectory.from_config(config)
    every = list(reversed(list(script.walk_revisions())))
    if asked["side"] == "base":
        files = {one.revision: [one.path, migrations_nodes.raw_digest(one.path), APP, _slug(one)] for one in every}
        tell(files)
        return _Alembic(script, every, {}, places).base(Offline(config, script))
    told = None if handover is None else handover.read(PATIENCE)
    one = _Alembic(script, every, told or {}, places)
    return one.head(Offline(config, script), _applied(asked["applied"], told, script))


def _applied(asked: Optional[List[str]], told: Optional[Dict[str, Any]], script: Any) -> Optional[List[str]]:
    """Revisions that are applied: current ones and all before them. None when nobody knows."""
    if asked is None:
        return None if told is None else list(told)
    found: List[str] = []
    for current in asked:
        if script.revision_map._revision_map.get(current) is not None:
            found += [one.revision for one in script.revision_map.iterate_revisions(current, "base", inclusive=True, select_for_downgrade=False)]
        else:
            found.append(current)
    return found


class _Alembic:
    def __init__(self, script: Any, every: List[Any], base: Dict[str, Any], places: Places) -> None:
        self.script = script
        self.every = every
        self.earlier = base
        self.places = places
        self.unknown: List[Dict[str, Any]] = []

    def base(self, offline: Offline) -> Dict[str, Any]:
        _, metadata, broken = release(offline, [], [])
        return self._told(metadata, broken, None, [])

    def head(self, offline: Offline, applied: Optional[List[str]]) -> Dict[str, Any]:
        known = set(applied or ())
        waiting = [one for one in self.every if one.revision not in known] if applied is not None else self.every
        names = {one.revision for one in waiting}
        history = [one for one in self.every if one.revision not in names]
        recorded, metadata, broken = release(offline, history + waiting, list(reversed(waiting)))
        schema = [sql for one in history if one.revision in recorded for sql in recorded[one.revision].made()]
        self._unread(history, recorded)
        pending = None
        if applied is not None:
            pending = [
                self._pending(one, recorded.get(one.revision), names, index > 0 and offline.per_migration)
                for index, one in enumerate(waiting)
            ]
            self._unread(waiting, recorded)
        return self._told(metadata, broken, pending, schema)

    def _told(self, metadata: Any, broken: Optional[BaseException], pending: Any, schema: List[str]) -> Dict[str, Any]:
        if broken is not None:
            raise broken
        if metadata is None:
            self.unknown.append(_no_models())
        return {
            "timeZone": None,
            "nodes": [self._node(one) for one in self.every],
            "conflicts": self._conflicts(),
            "dangling": [],
            "models": alembic_models.used(metadata),
            "upserts": migrations_upserts.lines(self.places),
            "pending": pending,
            "schema": schema,
            "history": [],
            "drift": [],
            "unknown": self.unknown,
        }

    def _conflicts(self) -> List[Dict[str, Any]]:
        heads = sorted(self.script.get_heads())
        # Branches that are named are meant: each is upgraded by its name.
        labelled = all(self.script.get_revision(head).branch_labels for head in heads)
        return [] if len(heads) < 2 or labelled else [{"app": APP, "leaves": heads}]

    def _node(self, revision: Any) -> Dict[str, Any]:
        raw = migrations_nodes.raw_digest(revision.path)
        return {
            "id": revision.revision,
            "app": APP,
            "name": _slug(revision),
            "file": self.places.name(revision.path),
            "digest": migrations_nodes.digest(revision.path, raw, self.earlier.get(revision.revision)),
            "replaces": [],
            "dependencies": sorted(revision._all_down_revisions),
            "distribution": None,
        }

    def _steps(self, recorded: Optional[Recorded]) -> List[Dict[str, Any]]:
        return [] if recorded is None else recorded.steps

    def _pending(self, revision: Any, recorded: Optional[Recorded], names: Any, own: bool) -> Dict[str, Any]:
        source = Revision(revision.path) if recorded is None else recorded.source
        code = {} if recorded is None else recorded.code
        operations = [source.operation(index, self._code(revision, source, index, code)) for index in range(len(source.calls))]
        node = self._node(revision)
        between = [{"step": "commit", "operation": None}] * 2 if own else []
        return {
            "id": node["id"],
            "app": APP,
            "name": node["name"],
            "file": node["file"],
            "line": source.line,
            "atomic": True,
            "dependencies": sorted(one for one in revision._all_down_revisions if one in names),
            "replaces": [],
            "distribution": None,
            "mark": None,
            "operations": operations,
            "steps": between + self._steps(recorded),
            "backwards": None if recorded is None or source.reverse() == "none" else recorded.backwards,
        }

    def _code(self, revision: Any, source: Revision, index: int, code: Dict[int, List[str]]) -> Optional[Dict[str, Any]]:
        if source.calls[index].kind != "code" and index not in code:
            return None
        return {
            "name": "upgrade",
            "place": self.places.of(revision.path, source.calls[index].first),
            "tables": [],
            "writes": "unknown",
            "batched": False,
            "live": None,
            "sql": code.get(index, []),
        }

    def _unread(self, revisions: List[Any], recorded: Dict[str, Recorded]) -> None:
        for revision in revisions:
            one = recorded.get(revision.revision)
            if one is not None and one.broken is not None:
                error = one.broken
                self.unknown.append(
                    {
                        "code": "operation-not-read",
                        "about": f"{revision.revision} {_slug(revision)}",
                        "why": f"What the revision does cannot be known without a database: {type(error).__name__}: {error}",
                        "remedy": "Give trace-database-url, so that it is run on a scratch database, or move what needs a connection into a revision of its own.",
                        "place": self.places.of(revision.path, one.source.line),
                    }
                )


def _slug(revision: Any) -> str:
    name = os.path.splitext(os.path.basename(revision.path))[0]
    return name[len(revision.revision) + 1 :] if name.startswith(f"{revision.revision}_") else name


def _no_models() -> Dict[str, Any]:
    return {
        "code": "models-not-read",
        "about": "env.py",
        "why": "env.py gives Alembic no target_metadata, so what the application reads and writes is not known.",
        "remedy": "Give it, in env.py:\ncontext.configure(url=url, target_metadata=Base.metadata, literal_binds=True)",
        "place": None,
    }
