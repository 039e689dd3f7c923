"""What a child does after its settings are loaded: set up, check, visit, describe Celery."""

from __future__ import annotations

import gc
import sys
from typing import Any, Callable, Dict, List

from . import sandbox
from .evaluate import Evaluation, Shared
from .places import Places

Send = Callable[[Dict[str, Any]], None]


def evaluate(shared: Shared, asked: Dict[str, Any], environment: Dict[str, str], send: Send) -> None:
    """The work of a child: sends what is known after each stage, and the whole at the end."""
    before = set(sys.modules)
    evaluation = _entered(shared, asked, environment, send)
    alembic = (asked.get("migrations") or {}).get("framework") == "alembic"
    good = alembic or evaluation.load()
    send(
        {
            "answer": evaluation.answer(),
            "modules": _foreign(evaluation.places, before),
            "files": evaluation.assignments.files,
            "defaults": evaluation.defaults(),
            "names": evaluation.failures.names or evaluation.failures.candidates,
        }
    )
    if good and asked["depth"] != "settings":
        _go_on(evaluation, asked, send)
        send({"answer": evaluation.answer(), "names": evaluation.failures.names or evaluation.failures.candidates})


def vary(shared: Shared, asked: Dict[str, Any], environment: Dict[str, str], send: Send) -> None:
    """The work of a child that only sees what the settings come to."""
    # It lives for milliseconds; collecting would only copy the memory it shares.
    gc.disable()
    evaluation = _entered(shared, asked, environment, send)
    evaluation.load(briefly=True)
    send({"answer": evaluation.answer()})


def serve(shared: Shared, asked: Dict[str, Any], environment: Dict[str, str], send: Send) -> None:
    """The work of a child that evaluates a server's configuration."""
    from . import server

    evaluation = _entered(shared, dict(asked, settings=None, depth="settings"), environment, send)
    send({"answer": evaluation.redactor.tree(server.evaluate(asked, evaluation.recorder))})


def _entered(shared: Shared, asked: Dict[str, Any], environment: Dict[str, str], send: Send) -> Evaluation:
    evaluation = Evaluation(asked, shared)
    evaluation.enter(environment, shared.question["limits"]["evaluation"] / 1000, send)
    return evaluation


def _go_on(evaluation: Evaluation, asked: Dict[str, Any], send: Send) -> None:
    places = evaluation.places
    plan = _plan(evaluation, asked, places) if asked.get("migrations") is None else _migrations(evaluation, asked["migrations"], send)
    for stage, work in plan:
        evaluation.stage = stage
        send({"stage": stage})
        try:
            work()
        except BaseException as error:
            evaluation.fail(getattr(error, "error", error))
            partial = getattr(error, "messages", None)
            if stage == "checks" and isinstance(partial, list) and all(isinstance(one, dict) for one in partial):
                evaluation.found["checks"] = partial
            if stage == "setup":
                return


def _plan(evaluation: Evaluation, asked: Dict[str, Any], places: Places) -> List[Any]:
    found = evaluation.found

    def set_up() -> None:
        sandbox.refuse_databases()
        if evaluation.stubs is not None:
            evaluation.stubs.allow_settings()
        _set_up()

    def check() -> None:
        from . import system_checks

        found["checks"] = system_checks.run(places)

    def visit() -> None:
        from . import visits

        found["visits"] = visits.visit(asked["visits"], places)

    def describe() -> None:
        from . import celery_app

        found["celery"] = [celery_app.describe(target, evaluation.serialise, places) for target in asked["celery"]]

    plan: List[Any] = [("setup", set_up), ("checks", check)]
    if asked["depth"] == "deep":
        plan += [("visits", visit)] if asked["visits"] else []
        plan += [("celery", describe)] if asked["celery"] else []
    return plan


def _migrations(evaluation: Evaluation, asked: Dict[str, Any], send: Send) -> List[Any]:
    """Setting up with databases that are PostgreSQL and are not there, and the graph."""
    # Thousands of classes are made and stay: looking for garbage among them would take a tenth of the time.
    gc.set_threshold(50_000, 20, 20)

    def set_up() -> None:
        from . import migrations_databases

        sandbox.refuse_databases()
        if evaluation.stubs is not None:
            evaluation.stubs.allow_settings()
        migrations_databases.replace()
        _set_up()

    def describe() -> None:
        from . import migrations_graph

        places = evaluation.places
        try:
            found = migrations_graph.describe(asked, evaluation.handover, places, lambda nodes: send({"nodes": nodes}))
        except BaseException as error:
            evaluation.fail(error, place=migrations_graph.place_of_import(places))
            return
        evaluation.found["migrations"] = found

    def describe_alembic() -> None:
        import alembic

        from . import alembic_facts

        evaluation.found["django"] = alembic.__version__
        places = evaluation.places
        evaluation.found["migrations"] = alembic_facts.describe(
            asked, evaluation.handover, places, lambda nodes: send({"nodes": nodes})
        )

    if asked.get("framework") == "alembic":
        return [("migrations", describe_alembic)]
    return [("setup", set_up), ("migrations", describe)]


def _set_up() -> None:
    """``django.setup()``. A log file that cannot be opened here can be opened elsewhere: then without the project's logging."""
    import django
    from django.conf import settings

    try:
        django.setup()
    except Exception as error:
        if not _is_log_file(error):
            raise
        settings.LOGGING_CONFIG = None
        django.setup()


def _is_log_file(error: BaseException) -> bool:
    cause = error.__cause__ or error.__context__
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__") == "logging.config":
            return isinstance(error, OSError) or isinstance(cause, OSError)
        trace = trace.tb_next
    return False


def _foreign(places: Places, before: Any) -> List[str]:
    """Modules of other people that were imported since: another process may have them ready for the next."""
    names = []
    for name, module in list(sys.modules.items()):
        spec = getattr(module, "__spec__", None)
        if name in before or spec is None or getattr(spec, "origin", None) is None:
            continue
        if spec.origin in ("built-in", "frozen") or name.startswith("obcms_deploy_probe"):
            continue
        if spec.name == name and not places.owns(spec.origin):
            names.append(name)
    return names
