"""The probe's first process: plans the children, keeps modules ready for them, and puts the answer together."""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import time
from typing import Any, Dict, Iterable, List

from . import kernel
from .children import Children
from .evaluate import Shared
from .installed import installed
from .places import Places
from .run import EvaluationRun, ServerRun
from .sandbox import Sandbox

#: Where the answer goes.
ANSWER = 3
#: What a process needs to start, taken from the probe's own environment.
BASE = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH")
#: And those that begin so.
BASE_PREFIXES = ("LC_", "SSL_CERT_")
#: Imported before the first fork: Django's parts that every evaluation uses and that need no settings.
COMMON = ("django.conf", "django.conf.global_settings", "django.core.checks", "django.apps", "django.urls", "django.core.exceptions")
#: And these when models are going to be loaded.
COMMON_SETUP = ("django.db.models", "django.core.management", "django.core.checks.security.base")
#: And these for migrations.
COMMON_MIGRATIONS = (
    "django.db.migrations.loader",
    "django.db.migrations.autodetector",
    "django.db.migrations.writer",
    "django.db.backends.postgresql.base",
    "obcms_deploy_probe.migrations_graph",
    "obcms_deploy_probe.migrations_databases",
)


class Probe:
    """One question with everything its children share."""

    def __init__(self, question: Dict[str, Any], box: Sandbox) -> None:
        self.question = question
        self.shared = Shared(question, box)
        self.children = Children(time.monotonic() + question["limits"]["total"] / 1000)
        self.base = {
            name: value
            for name, value in os.environ.items()
            if name in BASE or name.startswith(BASE_PREFIXES)
        }
        self._prepared: set = set()

    def prepare(self, modules: List[str], files: List[str]) -> None:
        """Imports what a child had to import, and compiles what it ran, so that the next ones start with both."""
        fresh = [name for name in modules if name not in self._prepared and name not in sys.modules]
        self._prepared.update(fresh)
        _import_all(fresh, self.shared.box)
        for file in files:
            self.shared.compiled.code(file, lambda file=file: _read(file))


def run() -> None:
    """Answers the question on standard input."""
    answer = os.dup(ANSWER)
    os.set_inheritable(answer, False)
    os.close(ANSWER)
    os.dup2(2, 1)
    box = None
    if len(sys.argv) > 1:
        # The question is still being worked out, and will be one about migrations.
        box = _sandbox(sys.argv[1])
        _import_all(COMMON + COMMON_SETUP + COMMON_MIGRATIONS, box)
    question = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    probe = Probe(question, box or _sandbox(question["root"]))
    depths = {asked["depth"] for asked in question["evaluations"]}
    if depths:
        modules = list(COMMON) + (list(COMMON_SETUP) if depths - {"settings"} else [])
        probe.prepare(modules + (list(COMMON_MIGRATIONS) if "migrations" in depths else []), [])
    evaluations = [EvaluationRun(probe, asked) for asked in question["evaluations"]]
    servers = [ServerRun(probe, asked) for asked in question["servers"]]
    # The first tells what the others will need; they wait until it does.
    for index, one in enumerate(evaluations):
        # Two releases need different things, and there are two cores.
        one.start_after(evaluations[0] if index > 0 and one.asked.get("migrations") is None else None)
    for one in servers:
        one.start()
    probe.children.run()
    told = {
        "schema": "obcms-deploy/probe@1",
        "python": installed(),
        "evaluations": [one.answer() for one in evaluations],
        "servers": [one.answer() for one in servers],
    }
    with os.fdopen(answer, "w", encoding="ascii") as out:
        # Not `dump`, which is written in Python and takes ten times as long.
        out.write(json.dumps(told, ensure_ascii=True))


def _sandbox(root: str) -> Sandbox:
    box = Sandbox(Places(root))
    box.install()
    kernel.refuse_connections()
    return box


def _import_all(names: Iterable[str], box: Sandbox) -> None:
    box.active = True
    try:
        for name in names:
            _import(name)
    finally:
        box.active = False
    gc.freeze()


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except BaseException:
        # It can do without the children's settings or it cannot; they import it again themselves.
        pass


def _read(file: str) -> bytes:
    with open(file, "rb") as source:
        return source.read()
