"""What the ORM of one release does on the schema of the other, really done: SELECT, INSERT, UPDATE and DELETE of every model of every case.

Question on standard input, answer on standard output, both JSON: see ``behaviour.ts``. Each statement is tried on the schema that its release
was made for first; what fails there as well says nothing about the other schema. Nothing that is tried stays.
"""

from __future__ import annotations

import json
import os
import sys
import types
from typing import Any, Dict, List, Tuple

from behaviour_variants import NothingThere, variants

Tried = Dict[str, str]


def main() -> None:
    question = json.load(sys.stdin)
    _enter(question)
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    apps: List[str] = [one["name"] for one in question["cases"]]
    executor.migrate([(app, "0001_before") for app in apps])
    _fill(question)
    loader = executor.loader
    pairs = {one["name"]: _models(one, loader) for one in question["cases"]}
    old_on_old = {app: _try(old) for app, (old, _) in pairs.items()}
    new_on_old = {app: _try(new) for app, (_, new) in pairs.items()}
    failed = {one["name"]: _apply(one, executor) for one in question["cases"]}
    _fill(dict(question, prepare=[]))
    answer: Dict[str, Any] = {}
    for app, (old, new) in pairs.items():
        if failed[app] is not None:
            answer[app] = {"failed": failed[app], "backward": None, "forward": None}
            continue
        answer[app] = {
            "failed": None,
            "backward": _breaks(old_on_old[app], _try(old)),
            "forward": _breaks(_try(new), new_on_old[app]),
        }
    json.dump(answer, sys.stdout)


def _enter(question: Dict[str, Any]) -> None:
    sys.path.insert(0, question["directory"])
    package = types.ModuleType("obcms_deploy_probe")
    package.__path__ = [question["tracer"]]
    sys.modules[package.__name__] = package
    os.environ["DJANGO_SETTINGS_MODULE"] = "corpus.settings"
    from django.conf import settings

    settings.DATABASES = {"default": dict(question["database"], ENGINE="django.db.backends.postgresql")}
    import django

    django.setup()


def _fill(question: Dict[str, Any]) -> None:
    """Twenty rows in every empty table: of the tables that were, and after the migrations of those that are new."""
    from obcms_deploy_probe import measured_filler, measured_sessions

    session = measured_sessions.connect(question["url"])
    measured_filler.prepare(session, {"pending": [], "fillAll": True, "rows": 20, "prepare": question["prepare"]})
    session.close()


def _models(case: Dict[str, Any], loader: Any) -> Tuple[List[Any], List[Any]]:
    app = case["name"]
    return tuple(  # type: ignore[return-value]
        [model for model in loader.project_state([(app, name)]).apps.get_models(include_auto_created=True) if _is_used(model, app)]
        for name in ("0001_before", case["after"][-1])
    )


def _is_used(model: Any, app: str) -> bool:
    return model._meta.app_label == app and not model._meta.proxy


def _apply(case: Dict[str, Any], executor: Any) -> Any:
    """Why it does not apply, or None. The state of one app is enough, and a hundred times quicker than that of all."""
    app = case["name"]
    state = executor.loader.project_state([(app, "0001_before")])
    try:
        for name in case["after"]:
            state = executor.apply_migration(state, executor.loader.get_migration(app, name))
        return None
    except Exception as error:
        executor.connection.close()
        return " ".join(str(error).split())


def _try(models: List[Any]) -> Dict[Tuple[str, str, str, str], Any]:
    """What came of each: by model, statement, kind (``ordinary`` or ``edge``) and variant; None, or PostgreSQL's words."""
    tried = {}
    for model in sorted(models, key=lambda one: one.__name__):
        for statement, kind, variant, run in variants(model):
            tried[(model.__name__, statement, kind, variant)] = _outcome(run)
    return tried


class _Undone(Exception):
    pass


def _outcome(run: Any) -> Any:
    from django.db import connection, transaction

    try:
        with transaction.atomic():
            run()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            raise _Undone
    except (_Undone, NothingThere):
        return None
    except Exception as error:
        return str(error).split("\n")[0]


def _breaks(control: Dict[Any, Any], tried: Dict[Any, Any]) -> Dict[str, Any]:
    """What succeeds on its own schema and fails on the other one."""
    broken = [key for key, error in tried.items() if error is not None and control.get(key, "") is None]
    ordinary = any(kind == "ordinary" for _, _, kind, _ in broken)
    return {
        "compatible": "false" if ordinary else "unknown" if broken else "true",
        "breaks": sorted(
            [
                {"model": model, "statement": statement, "kind": kind, "variant": variant, "error": tried[(model, statement, kind, variant)]}
                for model, statement, kind, variant in broken
            ],
            key=lambda one: (one["kind"] != "ordinary", one["model"], one["statement"], one["variant"]),
        ),
    }


if __name__ == "__main__":
    main()
