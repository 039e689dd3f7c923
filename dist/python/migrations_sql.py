"""The SQL that PostgreSQL would get from migrations, in order and by operation, without a PostgreSQL.

One walk over the state does all of it: each operation's own ``database_forwards`` runs against an editor that writes down what it would send
(see ``migrations_ddl_editor``), and ``database_backwards`` right after it, while both states are at hand.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Tuple

from . import migrations_ddl_driver, migrations_ddl_states, migrations_schema
from .migrations_ddl_backwards import WayBack, whole_way
from .migrations_ddl_editor import Collations, editor_class, prepare
from .migrations_ddl_ledger import renaming
from .migrations_ddl_light import Light
from .migrations_ddl_recorder import Recorder
from .migrations_elsewhere import elsewhere
from .migrations_operations import Lines, Part, describe, is_framework, is_separate, parts_of

Json = Dict[str, Any]


def pending(loader: Any, plan: Sequence[Any], state: Any, postgres: int, places: Any, history: Sequence[str] = ()) -> Json:
    """``{"pending": [...], "schema": [...], "unknown": [...]}`` of the migrations of ``plan``, which run in that order.

    ``state`` is the ProjectState before the first of them, and is changed; ``postgres`` the server's major version. Each entry of ``pending``
    has the keys ``id``, ``line``, ``atomic``, ``operations``, ``steps`` and ``backwards`` of ``PendingMigration``; ``unknown`` has ``Unread``.
    ``history`` is what people wrote in SQL before: it tells of types that tables have.
    """
    migrations_ddl_driver.install()
    from django.db import connections

    walk = _Walk(connections["default"], postgres, loader.disk_migrations.values, places)
    if plan:
        # Rendered once, and kept current by the operations themselves.
        state.apps  # noqa: B018
    first = state.clone() if plan else state
    with migrations_ddl_states.seldom_collecting():
        told = [walk.migration(one, state) for one in plan]
    return {
        "pending": told,
        "schema": migrations_schema.before(walk, first, told, history),
        "unknown": walk.unknown,
    }


class _Walk:
    """The editor, and what is found on the way."""

    def __init__(self, connection: Any, postgres: int, migrations: Any, places: Any) -> None:
        self.connection = connection
        self.recorder = Recorder()
        self.places = places
        self.unknown: List[Json] = []
        self.light = Light()
        prepare(connection, postgres, self.recorder)
        self.editor_class = editor_class(connection, self.recorder, Collations(migrations))

    def cannot(self, about: str, name: str, error: BaseException, place: Any = None) -> None:
        """Says what could not be read, and why."""
        said = " ".join(str(error).split()) or type(error).__name__
        self.unknown.append(
            {
                "code": "operation-not-read",
                "about": f"{about} {name}",
                "why": f"its SQL cannot be known without a database: {said[:300]}",
                "remedy": "Give `trace-database-url`, or read by hand what it does.",
                "place": place,
            }
        )

    def migration(self, migration: Any, state: Any) -> Json:
        """Runs one migration on paper; ``state`` is afterwards what it is after it."""
        return _MigrationWalk(self, migration).run(state)


class _MigrationWalk:
    """One migration: its steps, its operations, and the way back."""

    def __init__(self, walk: _Walk, migration: Any) -> None:
        self.walk = walk
        self.migration = migration
        self.lines = Lines(migration)
        self.editor = walk.editor_class()
        self.steps: List[Json] = []
        self.operations: List[Json] = []
        self.ways_back: List[Optional[WayBack]] = []
        #: Who deferred what: the statement itself, because operations may change or remove it.
        self.deferred: List[Tuple[Any, int, str]] = []

    def run(self, state: Any) -> Json:
        parts: Dict[int, List[Part]] = {}
        for part in parts_of(self.migration, self.lines):
            parts.setdefault(part.index, []).append(part)
        for index, operation in enumerate(self.migration.operations):
            self._operation(index, operation, parts.get(index, []), state)
        self._flush()
        self.walk.unknown.extend(elsewhere(self.migration, self.walk.places.of(self.lines.file or "", self.lines.line)))
        return {
            "id": f"{self.migration.app_label}.{self.migration.name}",
            "line": self.lines.line,
            "atomic": bool(self.migration.atomic),
            "operations": self.operations,
            "steps": self.steps,
            "backwards": whole_way(self.ways_back),
        }

    def _operation(self, index: int, operation: Any, parts: List[Part], state: Any) -> None:
        app = self.migration.app_label
        self.walk.light.settle(operation, app, state)
        before = migrations_ddl_states.before(state, operation, app)
        try:
            with self.walk.light.around(operation, app, state):
                operation.state_forwards(app, state)
        except Exception as error:
            # A model that is not there: `migrate` would stop here as well.
            self._not_read(Part(index, operation, None, self.lines.of(index)), error)
            self.ways_back.append(None)
            return
        if not is_separate(operation):
            for part in parts:
                if part.half == "state":
                    self.operations.append(self._described(part, before, state))
                else:
                    self._part(part, before, state)
            return
        # Each half of it has a state of its own: that of the database half is thrown away.
        current = before
        for part in parts:
            if part.half == "state":
                self.operations.append(self._described(part, before, state))
                continue
            following = current.clone()
            part.operation.state_forwards(self.migration.app_label, following)
            self._part(part, current, following)
            current = following

    def _part(self, part: Part, before: Any, after: Any) -> None:
        from django.db.migrations.operations import RunPython

        told = self._described(part, before, after)
        self.operations.append(told)
        if isinstance(part.operation, RunPython):
            if self._allowed(part.operation):
                self.steps.append({"step": "code", "operation": part.index})
            self.ways_back.append(None if told["reverse"] == "none" else WayBack([], []))
            return
        by = "framework" if is_framework(part.operation) else "person"
        said = self._forwards(part, before, after, by)
        if said is not None:
            told["stateOnly"] = not said and not _is_sql(part.operation)
        self.ways_back.append(self._backwards(part, before, after, told))

    def _described(self, part: Part, before: Any, after: Any) -> Json:
        return describe(part, self.migration, before, after, self.editor, self.walk.places)

    def _allowed(self, operation: Any) -> bool:
        """Whether the project's routers let it run at all."""
        from django.db import router

        return bool(router.allow_migrate("default", self.migration.app_label, **operation.hints))

    def _forwards(self, part: Part, before: Any, after: Any, by: str) -> Optional[bool]:
        """Whether it sends anything, now or later; None when that cannot be known."""
        recorder, editor = self.walk.recorder, self.editor
        recorder.begin()
        recorder.ledger.keep(editor, renaming(part.operation, self.migration.app_label, before))
        waiting = [id(one) for one in editor.deferred_sql]
        failure: Optional[BaseException] = None
        try:
            with _Extensions(part.operation, False):
                part.operation.database_forwards(self.migration.app_label, editor, before, after)
        except Exception as error:
            failure = error
            self._not_read(part, error)
        self._take(part.index, by)
        fresh = [one for one in editor.deferred_sql if id(one) not in waiting]
        self.deferred.extend((one, part.index, by) for one in fresh)
        return None if failure is not None else bool(recorder.said or fresh)

    def _backwards(self, part: Part, before: Any, after: Any, told: Json) -> Optional[WayBack]:
        if told["reverse"] == "none":
            return None
        recorder = self.walk.recorder
        kept, ledger, recorder.said, recorder.ledger = recorder.said, recorder.ledger, [], recorder.ledger.copy()
        editor = self.walk.editor_class()
        try:
            with _Extensions(part.operation, True):
                part.operation.database_backwards(self.migration.app_label, editor, after, before)
            return WayBack([text for text, _ in recorder.said], list(editor.deferred_sql))
        except NotImplementedError:
            told["reverse"] = "none"
            return None
        except Exception:
            return None
        finally:
            recorder.said, recorder.ledger = kept, ledger

    def _take(self, index: Optional[int], by: str) -> None:
        for text, guessed in self.walk.recorder.said:
            self.steps.append({"step": "sql", "operation": index, "sql": text, "by": by, "guessed": guessed})

    def _flush(self) -> None:
        """What was put off until the end of the migration, each with the operation that did so."""
        owners = {id(one): (index, by) for one, index, by in self.deferred}
        for one in self.editor.deferred_sql:
            index, by = owners.get(id(one), (None, "framework"))
            self.walk.recorder.begin()
            self.editor.execute(one, None)
            self._take(index, by)

    def _not_read(self, part: Part, error: BaseException) -> None:
        place = self.walk.places.of(self.lines.file or "", part.line)
        name = f"{self.migration.app_label}.{self.migration.name}"
        self.walk.cannot(type(part.operation).__name__, f"in {name}", error, place)


class _Extensions:
    """CREATE EXTENSION looks whether it is there: before the migration it is not, on the way back it is."""

    def __init__(self, operation: Any, there: bool) -> None:
        self.operation = operation
        self.there = there

    def __enter__(self) -> None:
        if hasattr(self.operation, "extension_exists"):
            self.operation.extension_exists = lambda *_: self.there

    def __exit__(self, *error: Any) -> None:
        self.operation.__dict__.pop("extension_exists", None)


def _is_sql(operation: Any) -> bool:
    from django.db.migrations.operations import RunSQL

    return isinstance(operation, RunSQL)
