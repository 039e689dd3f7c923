"""Django's own executor at work on the scratch database: base first, then each pending migration with every statement watched."""

from __future__ import annotations

import os
import re
from typing import Any, Callable, Dict, List, Optional, Set, Tuple
from urllib.parse import parse_qsl, unquote, urlsplit

from . import dummies, measured_filler
from .measured_refusal import Refusal, is_database_error, state, words
from .measured_sessions import Session
from .measured_tracer import NOT_INSIDE, OUTSIDE, Tracer

_OWN = re.compile(r"^\s*(?:SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\b|\bdjango_migrations\b", re.IGNORECASE)
_LOOKING = re.compile(r"^\s*SELECT\b.*\b(?:pg_catalog|pg_class|pg_attribute|pg_constraint|pg_get_\w+|information_schema)\b", re.IGNORECASE | re.DOTALL)


def measure(question: Dict[str, Any], watcher: Session) -> Dict[str, Any]:
    """``MeasuredAnswer``."""
    _set_up(question)
    from django.db import connection
    from django.db.backends.signals import connection_created
    from django.db.migrations.executor import MigrationExecutor

    connection_created.connect(_talkative, weak=False)
    executor = MigrationExecutor(connection)
    pending: List[str] = [one["id"] for one in question["pending"]]
    by_id = {_id(migration): migration for migration in executor.loader.graph.nodes.values()}
    state_now = _base(executor, by_id, question["baseNodes"], set(pending))
    unfilled = measured_filler.prepare(watcher, question)
    tracer = Tracer(question["url"], watcher, question["reader"])
    try:
        run = _Run(connection, executor, tracer)
        left = run.all([(name, by_id.get(name)) for name in pending], state_now)
    finally:
        tracer.close()
    connection.close()
    return {"statements": tracer.statements, "unfilled": unfilled, "left": left, "notApplied": run.not_applied}


class _Run:
    """Pending migrations, one after the other; what depends on one that failed is left out."""

    def __init__(self, connection: Any, executor: Any, tracer: Tracer) -> None:
        self._connection = connection
        self._executor = executor
        self._tracer = tracer
        self._operation: Optional[int] = None
        self._is_code = False
        self._session: Optional[Session] = None
        #: Ids whose migration failed.
        self.not_applied: List[str] = []

    def all(self, pending: List[Tuple[str, Any]], project: Any) -> List[str]:
        """Ids that were left out."""
        left: List[str] = []
        missing: Set[Tuple[str, str]] = set()
        for name, migration in pending:
            if migration is None or any(tuple(one) in missing for one in migration.dependencies):
                left.append(name)
                missing.add((name.partition(".")[0], name.partition(".")[2]))
                continue
            applied = self._one(name, migration, project)
            if applied is None:
                missing.add((migration.app_label, migration.name))
                self.not_applied.append(name)
                # It was changed half of the way.
                self._executor.loader.build_graph()
                project = self._executor._create_project_state(with_applied_migrations=True)
            else:
                project = applied
        return left

    def _one(self, name: str, migration: Any, project: Any) -> Any:
        self._tracer.migration = name
        for index, operation in enumerate(migration.operations):
            _follow(operation, lambda entered, index=index, operation=operation: self._enter(entered, index, operation))
        try:
            with self._connection.execute_wrapper(self._statement):
                return self._executor.apply_migration(project, migration)
        except Exception as error:
            self._tracer.failed(self._operation, error)
            return None
        finally:
            self._enter(False, 0, None)

    def _enter(self, entered: bool, index: int, operation: Any) -> None:
        self._operation = index if entered else None
        self._is_code = entered and type(operation).__name__ == "RunPython"

    def _statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Dict[str, Any]) -> Any:
        def run() -> Any:
            return execute(sql, params, many, context)

        if _OWN.search(sql) or (not self._is_code and _LOOKING.match(sql)):
            return run()
        text = sql if self._is_code or not params else _written(self._connection, sql, params)
        own = self._own()
        if self._connection.in_atomic_block:
            return self._tracer.inside(own, self._operation, text, run)
        if OUTSIDE.search(sql):
            return self._tracer.outside(own, self._operation, text, run)
        return self._alone(own, text, run)

    def _own(self) -> Session:
        """The framework's connection, which a migration may have closed and opened again."""
        raw = self._connection.connection
        if self._session is None or self._session.raw is not raw:
            self._session = Session(raw)
        return self._session

    def _alone(self, own: Session, text: str, run: Callable[[], Any]) -> Any:
        """It would be its own transaction: given one here, its locks can be asked for before it ends."""
        from django.db import transaction

        try:
            with transaction.atomic():
                return self._tracer.inside(own, self._operation, text, run)
        except Exception as error:
            if state(error) not in NOT_INSIDE:
                raise
            self._tracer.statements.pop()
            return self._tracer.outside(own, self._operation, text, run)


def _talkative(sender: Any, connection: Any, **named: Any) -> None:
    Session(connection.connection).talkative()


def _follow(operation: Any, enter: Callable[[bool], None]) -> None:
    original = operation.database_forwards

    def forwards(*arguments: Any, **named: Any) -> Any:
        enter(True)
        result = original(*arguments, **named)
        # Not after an exception: the operation that failed is still to be told.
        enter(False)
        return result

    operation.database_forwards = forwards


def _written(connection: Any, sql: str, params: Any) -> str:
    compose = getattr(connection.ops, "compose_sql", None)
    if compose is not None:
        return str(compose(sql, params))
    with connection.connection.cursor() as cursor:
        text = cursor.mogrify(sql, params)
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)


def _set_up(question: Dict[str, Any]) -> None:
    os.environ.update({name: dummies.value(name, cast) for name, cast in question["dummies"]})
    if question["settings"] is not None:
        os.environ["DJANGO_SETTINGS_MODULE"] = question["settings"]
    import sys

    sys.path.insert(0, question["directory"])
    os.chdir(question["directory"])
    try:
        import django
        from django.conf import settings

        engine = (settings.DATABASES.get("default") or {}).get("ENGINE", "")
        settings.DATABASES = {"default": _database(question["url"], engine)}
        settings.DATABASE_ROUTERS = []
        django.setup()
    except BaseException as error:
        raise Refusal("project", words(error)) from None


def _database(url: str, engine: str) -> Dict[str, Any]:
    """DATABASES['default'] of an address; the project's own engine when it is one for PostgreSQL."""
    parts = urlsplit(url)
    own = re.search(r"postg|psycopg|psqlextra|tenants", engine) is not None
    return {
        "ENGINE": engine if own else "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _base(executor: Any, by_id: Dict[str, Any], nodes: List[str], pending: Set[str]) -> Any:
    """Everything the running release has applied; the state of the models then."""
    full = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    asked = set(nodes) - pending
    # What head has instead of migrations that base had (squashes) is applied as well: it is not pending.
    plan = [(migration, back) for migration, back in full if _id(migration) not in pending]
    unknown = sorted(asked - set(by_id) - {f"{app}.{name}" for one in by_id.values() for app, name in one.replaces})
    if unknown:
        raise Refusal("base", f"the new release has no migration {unknown[0]} any more, so the old schema cannot be built from its files")
    try:
        return executor.migrate(None, plan=plan) if plan else executor._create_project_state(with_applied_migrations=True)
    except Exception as error:
        said = words(error) if is_database_error(error) or error.__cause__ is not None else f"{type(error).__name__}: {error}"
        raise Refusal("base", said) from None


def _id(migration: Any) -> str:
    return f"{migration.app_label}.{migration.name}"
