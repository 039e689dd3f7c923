"""What ``celery -A target`` would run with: the app as Celery itself finds it, its effective configuration, tasks and schedule."""

import ast
import os
import sys
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Dict, Iterator, List, Optional, Tuple

from .system_checks import frame_place, own, said, text_of as line_of

Place = Optional[Dict[str, Any]]

# Celery's lower-case names of what decides how a worker and a beat behave. Names a version does not know are left out.
SETTINGS = (
    "accept_content",
    "beat_max_loop_interval",
    "beat_schedule",
    "beat_schedule_filename",
    "beat_scheduler",
    "broker_connection_retry",
    "broker_connection_retry_on_startup",
    "broker_heartbeat",
    "broker_pool_limit",
    "broker_transport_options",
    "broker_url",
    "broker_use_ssl",
    "enable_utc",
    "redis_backend_use_ssl",
    "result_accept_content",
    "result_backend",
    "result_backend_transport_options",
    "result_expires",
    "result_serializer",
    "task_acks_late",
    "task_acks_on_failure_or_timeout",
    "task_always_eager",
    "task_create_missing_queues",
    "task_default_queue",
    "task_eager_propagates",
    "task_ignore_result",
    "task_reject_on_worker_lost",
    "task_send_sent_event",
    "task_serializer",
    "task_soft_time_limit",
    "task_store_errors_even_if_ignored",
    "task_time_limit",
    "task_track_started",
    "timezone",
    "visibility_timeout",
    "worker_autoscaler",
    "worker_cancel_long_running_tasks_on_connection_loss",
    "worker_concurrency",
    "worker_enable_soft_shutdown_on_idle",
    "worker_hijack_root_logger",
    "worker_max_memory_per_child",
    "worker_max_tasks_per_child",
    "worker_pool",
    "worker_prefetch_multiplier",
    "worker_redirect_stdouts",
    "worker_send_task_events",
    "worker_soft_shutdown_timeout",
)


def describe(target: str, serialise: Any, places: Any) -> Dict[str, Any]:
    """Return a ``CeleryAnswer``; why something could not be had is in ``problem``, and the rest is told all the same. Never raises.

    ``proj``, ``proj.celery``, ``proj.celery_app``, ``proj.celery:app`` and ``proj:celery_app`` all name the same app when
    ``proj/__init__.py`` exports it: only what Celery itself cannot find is a problem.
    """
    answer: Dict[str, Any] = {
        "target": target,
        "problem": None,
        "version": None,
        "configuration": {},
        "tasks": [],
        "beat": [],
        "place": None,
        "defaultSettings": None,
        "loaded": None,
    }
    try:
        import celery

        answer["loaded"] = app_is_there()
        answer["version"] = celery.__version__
    except ImportError as error:
        answer["problem"] = "celery cannot be imported: {}".format(line_of(error))
        return answer
    # Modules of the app's own folder come before installed ones, as they do for the command.
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        app = found(target)
        modules = project_modules(places)
        answer["place"], home = made_at(app, modules, places)
        answer["defaultSettings"] = default_settings(home, places)
    except (Exception, SystemExit) as error:
        answer["problem"] = trouble(error, places)
        return answer
    for step in (loaded, configured, registered):
        try:
            step(app, answer, serialise, places)
        except (Exception, SystemExit) as error:
            answer["problem"] = answer["problem"] or trouble(error, places)
    return answer


def app_is_there() -> Optional[bool]:
    """Whether loading the site (settings, apps, addresses and views) has made an app. Without one, shared tasks are sent to
    Celery's own default broker on localhost. None where this Celery does not tell."""
    from celery import _state

    state = getattr(_state, "_tls", None)
    return None if state is None else getattr(state, "current_app", None) is not None


def found(target: str) -> Any:
    """The app, by Celery's own rules. Raises with what is wrong when there is none."""
    from celery import Celery
    from celery.app.utils import find_app

    app = find_app(target)
    if not isinstance(app, Celery):
        # A proxy of the current app is as good as the app.
        app = getattr(app, "_get_current_object", lambda: app)()
    if not isinstance(app, Celery):
        raise TypeError("{} is a {}, not a Celery app".format(target, type(app).__name__))
    return app


def loaded(app: Any, answer: Dict[str, Any], serialise: Any, places: Any) -> None:
    """Import the tasks, as a worker does before it takes the first one."""
    app.finalize()
    with without_checks():
        app.loader.import_default_modules()


def configured(app: Any, answer: Dict[str, Any], serialise: Any, places: Any) -> None:
    """The values that hold: defaults, settings, and the variables Celery reads by itself."""
    value_of = getattr(serialise, "value", serialise)
    for name in SETTINGS:
        try:
            value = getattr(app.conf, name)
        except (AttributeError, KeyError):
            continue
        answer["configuration"][name] = value_of(value)


def registered(app: Any, answer: Dict[str, Any], serialise: Any, places: Any) -> None:
    answer["tasks"] = sorted(str(name) for name in app.tasks)
    schedule = app.conf.beat_schedule or {}
    modules = project_modules(places)
    answer["beat"] = [
        {"name": str(name), "task": task_of(schedule[name]), "place": entry_place(str(name), modules, places)}
        for name in sorted(schedule, key=str)
    ]


def task_of(entry: Any) -> str:
    """The task's name; an entry may be a dict, or an object that has one."""
    task = entry.get("task") if isinstance(entry, dict) else getattr(entry, "task", None)
    return str(getattr(task, "name", task))


def trouble(error: BaseException, places: Any) -> str:
    """One line: what was raised, and where in the project."""
    text = said(error)
    place = frame_place(error, places)
    return text if place is None else "{} ({}:{})".format(text, place["file"], place["line"])


@contextmanager
def without_checks() -> Iterator[None]:
    """Celery runs Django's checks before it imports tasks; they are told elsewhere."""
    before = os.environ.get("CELERY_SKIP_CHECKS")
    os.environ["CELERY_SKIP_CHECKS"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["CELERY_SKIP_CHECKS"]
        else:
            os.environ["CELERY_SKIP_CHECKS"] = before


def project_modules(places: Any) -> List[Tuple[str, Any]]:
    """Name and module of everything imported from the checkout, without what is installed in it."""
    modules = []
    for name, module in sorted(sys.modules.items()):
        filename = getattr(module, "__file__", None)
        if not isinstance(filename, str) or not filename.endswith(".py"):
            continue
        if own(places.of(filename, 1)) is not None and "site-packages" not in filename:
            modules.append((name, module))
    return modules


def made_at(app: Any, modules: List[Tuple[str, Any]], places: Any) -> Tuple[Place, Optional[str]]:
    """The line that makes the app, and its file."""
    holders = [module for _, module in modules if any(value is app for value in list(vars(module).values()))]
    for module in holders:
        for node in nodes_of(module.__file__):
            if isinstance(node, ast.Call) and last_name(node.func) == "Celery":
                return own(places.of(module.__file__, node.lineno)), module.__file__
    return (None, None) if not holders else (own(places.of(holders[0].__file__, 1)), holders[0].__file__)


def default_settings(filename: Optional[str], places: Any) -> Optional[Dict[str, Any]]:
    """``os.environ.setdefault("DJANGO_SETTINGS_MODULE", ...)`` of the file that makes the app."""
    for node in nodes_of(filename) if filename else ():
        if isinstance(node, ast.Call) and last_name(node.func) == "setdefault" and len(node.args) == 2:
            name, value = (text_of(argument) for argument in node.args)
            place = own(places.of(filename, node.lineno))
            if name == "DJANGO_SETTINGS_MODULE" and value is not None and place is not None:
                return {"module": value, "place": place}
    return None


def entry_place(name: str, modules: List[Tuple[str, Any]], places: Any) -> Place:
    """Where an entry of the schedule is written: as a key, in brackets, or as ``name=`` of ``add_periodic_task``."""
    for _, module in modules:
        for node in nodes_of(module.__file__, name):
            line = entry_line(node, name)
            if line is not None:
                return own(places.of(module.__file__, line))
    return None


def entry_line(node: Any, name: str) -> Optional[int]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values):
            if text_of(key) == name and isinstance(value, (ast.Dict, ast.Call, ast.Name)):
                return key.lineno
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        # Before Python 3.9 the key is wrapped in an Index.
        if text_of(getattr(node.slice, "value", node.slice)) == name or text_of(node.slice) == name:
            return node.lineno
    if isinstance(node, ast.Call) and last_name(node.func) == "add_periodic_task":
        for keyword in node.keywords:
            if keyword.arg == "name" and text_of(keyword.value) == name:
                return node.lineno
    return None


def nodes_of(filename: str, containing: str = "") -> Tuple[Any, ...]:
    """Everything in a file, top to bottom; nothing when it cannot be read or does not hold the text."""
    text = source_of(filename)
    return parsed(text) if containing in text else ()


@lru_cache(maxsize=256)
def source_of(filename: str) -> str:
    try:
        with open(filename, encoding="utf-8") as file:
            return file.read()
    except (OSError, ValueError):
        return ""


@lru_cache(maxsize=64)
def parsed(text: str) -> Tuple[Any, ...]:
    try:
        nodes = [node for node in ast.walk(ast.parse(text)) if hasattr(node, "lineno")]
    except (SyntaxError, ValueError):
        return ()
    return tuple(sorted(nodes, key=lambda node: node.lineno))


def last_name(node: Any) -> Optional[str]:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)


def text_of(node: Any) -> Optional[str]:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
