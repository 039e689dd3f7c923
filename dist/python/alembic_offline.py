"""Runs a project's env.py as ``alembic upgrade --sql`` does, with PostgreSQL as its dialect, and keeps what would be sent, by revision."""

from __future__ import annotations

import io
import sys
from typing import Any, Dict, List, Optional, Tuple

from .alembic_connection import stand_in
from .alembic_revisions import Revision

#: First words of SQL that changes the schema.
SHAPING = frozenset(("CREATE", "ALTER", "DROP"))


class Recorded:
    """What one revision would send."""

    def __init__(self, revision: Any, source: Revision) -> None:
        self.revision = revision
        self.source = source
        #: ``StepAnswer``, in order.
        self.steps: List[Dict[str, Any]] = []
        #: SQL of Python code, by index of its operation.
        self.code: Dict[int, List[str]] = {}
        #: Why the rest of it is not known.
        self.broken: Optional[BaseException] = None
        self.backwards: Optional[List[str]] = None

    def made(self) -> List[str]:
        """SQL that leads to the schema after it, with what Python sent through a connection."""
        found: List[str] = []
        for step in self.steps:
            if step["step"] == "sql":
                found.append(step["sql"])
            elif step["step"] == "code":
                found += [sql for sql in self.code[step["operation"]] if sql.split(None, 1)[:1] and sql.split(None, 1)[0].upper() in SHAPING]
        return found


class Offline:
    """One run of env.py."""

    def __init__(self, config: Any, script: Any) -> None:
        self.config = config
        self.script = script
        self.metadata: Any = None
        self.recorded: Dict[str, Recorded] = {}
        self.per_migration = False
        self._now: Optional[Recorded] = None
        self._back: Optional[List[str]] = None

    def run(self, forwards: List[Any], backwards: List[Any]) -> None:
        """Every revision of ``forwards`` and then the way back of ``backwards``. Raises what env.py raises."""
        from alembic.ddl.impl import DefaultImpl
        from alembic.runtime.environment import EnvironmentContext

        offline, configure = self, EnvironmentContext.configure

        def configured(this: Any, **options: Any) -> None:
            offline.metadata = options.get("target_metadata")
            offline.per_migration = bool(options.get("transaction_per_migration"))
            for name in ("connection", "url", "dialect_opts", "literal_binds", "dialect_name"):
                options.pop(name, None)
            configure(this, dialect_name="postgresql", literal_binds=True, dialect_opts={"paramstyle": "named"}, **options)

        def steps(heads: Any, context: Any) -> Any:
            return offline._steps(forwards, backwards)

        EnvironmentContext.configure = configured
        DefaultImpl.static_output = lambda this, text: offline._heard(text)
        connection = stand_in(self.acted)
        DefaultImpl.bind = property(lambda this: connection)
        self.config.output_buffer = io.StringIO()
        with EnvironmentContext(self.config, self.script, fn=steps, as_sql=True, destination_rev="heads"):
            self.script.run_env()

    def _steps(self, forwards: List[Any], backwards: List[Any]) -> Any:
        from alembic.runtime.migration import MigrationStep

        for revision in forwards:
            one = self.recorded[revision.revision] = Recorded(revision, Revision(revision.path))
            step = MigrationStep.upgrade_from_script(self.script.revision_map, revision)
            step.migration_fn = self._forwards(one, step.migration_fn)
            yield step
        for revision in backwards:
            if not hasattr(revision.module, "downgrade"):
                continue
            step = MigrationStep.downgrade_from_script(self.script.revision_map, revision)
            step.migration_fn = self._backwards(self.recorded[revision.revision], step.migration_fn)
            yield step

    def _forwards(self, one: Recorded, upgrade: Any) -> Any:
        def run(**named: Any) -> None:
            self._now = one
            try:
                upgrade(**named)
            except Exception as error:
                one.broken = error
            finally:
                self._now = None

        return run

    def _backwards(self, one: Recorded, downgrade: Any) -> Any:
        def run(**named: Any) -> None:
            self._back = []
            try:
                downgrade(**named)
                one.backwards = self._back
            except Exception:
                one.backwards = None
            finally:
                self._back = None

        return run

    def _heard(self, text: str) -> None:
        sql = text.strip().rstrip(";").strip()
        if self._back is not None:
            if sql not in ("BEGIN", "COMMIT"):
                self._back.append(sql)
            return
        if self._now is None or sql == "" or sql.startswith("--"):
            return
        index = self._now.source.at(self._line())
        if sql in ("BEGIN", "COMMIT"):
            self._now.steps.append({"step": "commit", "operation": index})
            return
        person = index is not None and self._now.source.calls[index].kind == "execute"
        self._now.steps.append(
            {"step": "sql", "operation": index, "sql": sql, "by": "person" if person else "framework", "guessed": False}
        )

    def acted(self, text: Optional[str]) -> None:
        """Python of a revision asked a connection that is not there."""
        if self._now is None:
            return
        index = self._now.source.at(self._line())
        if index is None:
            return
        if index not in self._now.code:
            self._now.steps.append({"step": "code", "operation": index})
        self._now.code.setdefault(index, []).extend([] if text is None else [text])

    def _line(self) -> Optional[int]:
        file = None if self._now is None else self._now.revision.path
        frame: Any = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == file:
                return int(frame.f_lineno)
            frame = frame.f_back
        return None


def release(offline: Offline, forwards: List[Any], backwards: List[Any]) -> Tuple[Dict[str, Recorded], Any, Optional[BaseException]]:
    """What was recorded, the metadata, and why env.py broke off when it did."""
    try:
        offline.run(forwards, backwards)
    except Exception as error:
        return offline.recorded, offline.metadata, error
    return offline.recorded, offline.metadata, None
