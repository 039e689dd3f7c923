"""One evaluation of settings, in a process of its own that has exactly the environment of the question."""

from __future__ import annotations

import ast
import os
import signal
import sys
import time
from types import FrameType
from typing import Any, Callable, Dict, FrozenSet, List, Optional

from . import children, printing, sandbox, trees
from .assignments import Assignments, Compiled
from .failures import Failures
from .migrations_handover import Handover
from .places import Place, Places
from .record import Recorder
from .redact import Redactor, secrets_behind
from .secrets import Secrets
from .serialise import Serialiser
from .settled import Settled

Send = Callable[[Dict[str, Any]], None]


class Shared:
    """What all children of a question have in common, made before they are forked."""

    def __init__(self, question: Dict[str, Any], box: sandbox.Sandbox) -> None:
        self.question = question
        self.box = box
        self.compiled = Compiled()
        self.secrets = Secrets(question["key"], question["marks"], question["secretNames"])
        sides = [asked["migrations"]["side"] for asked in question["evaluations"] if asked.get("migrations") is not None]
        #: Where two releases are asked at once; None when the new one has nobody to wait for.
        self.handover = Handover() if "base" in sides and "head" in sides else None


class Evaluation:
    """State of one evaluation; ``answer`` can be told at any time."""

    def __init__(self, asked: Dict[str, Any], shared: Shared) -> None:
        question, box = shared.question, shared.box
        self.asked = asked
        self.handover = shared.handover
        tree = asked.get("tree")
        if tree is not None:
            trees.enter(box, question["root"], tree["root"])
        self.directory: str = tree["directory"] if tree is not None else asked.get("directory") or question["directory"]
        self.places: Places = box.places
        self.sandbox = box
        self.dummies: Dict[str, str] = asked.get("dummies", {})
        #: Stand-ins for values that are only not known here: the settings may well do without them.
        self.guessed = frozenset(asked.get("unknown", ())).intersection(self.dummies)
        self.redactor = Redactor(shared.secrets, asked["environment"])
        self.serialise = Serialiser(shared.secrets, self.redactor)
        self.recorder = Recorder(self.places)
        self.assignments = Assignments(self.places, shared.compiled)
        self.failures = Failures(self.places, self.recorder, self.assignments, self.serialise, self.directory)
        self.settled = Settled(
            self.places, self.recorder, self.assignments, self.serialise, question["settings"], self.dummies
        )
        self.stage = "settings"
        #: Names of the environment it began with.
        self._given: FrozenSet[str] = frozenset()
        self.module: Optional[str] = None
        self.stubs_allowed = question["stubs"] == "missing"
        self._never_stubbed = question["neverStubbed"]
        self.stubs: Any = None
        self.found: Dict[str, Any] = {
            "django": None,
            "settings": None,
            "failure": None,
            "effects": None,
            "checks": None,
            "visits": [],
            "celery": [],
            "migrations": None,
        }

    def enter(self, environment: Dict[str, str], limit: float, send: Send) -> None:
        """Makes this process the one of the question. From here on the project's code may run."""
        if self.handover is not None:
            self.handover.close()
        children.quiet(self.directory)
        os.environ.clear()
        os.environ.update(environment)
        self._given = frozenset(environment) | {"DJANGO_SETTINGS_MODULE"}
        if hasattr(time, "tzset"):
            time.tzset()
        sys.path.insert(0, self.directory)
        sys.argv = ["manage.py", "check" if self.asked.get("migrations") is None else "migrate"]
        printing.install(self.sandbox)
        self.recorder.install()
        self.assignments.install()
        if self.stubs_allowed:
            from . import stubs

            self.stubs = stubs.install(self.places, self.directory, self._never_stubbed)
        self.sandbox.active = True
        self._limit(limit, send)

    def load(self, briefly: bool = False) -> bool:
        """Evaluates the settings; whether that went well. ``briefly`` keeps values and places only."""
        try:
            import django

            self.found["django"] = django.get_version()
            self.module = self.asked["settings"] or os.environ.get("DJANGO_SETTINGS_MODULE") or _default_of(self.directory)
            if self.module is None:
                self.fail(ModuleNotFoundError("Nothing names a settings module"), "settings-missing")
                return False
            os.environ["DJANGO_SETTINGS_MODULE"] = self.module
            from django.conf import settings

            settings._setup()
            self.redactor.add(
                value for name, value in self.recorder.values().items() if self.serialise.secrets.is_name(name)
            )
            tell = self.settled.brief if briefly else self.settled.answer
            self.found["settings"] = tell(settings, self.module)
            return True
        except BaseException as error:
            self.fail(error)
            return False
        finally:
            self.assignments.remove()
            self.found["effects"] = list(self.sandbox.effects)

    def fail(self, error: BaseException, kind: Optional[str] = None, place: Optional[Place] = None) -> None:
        """Keeps the first failure. ``place``: where it is when nothing else says so."""
        if self.found["failure"] is None:
            self.redactor.add(secrets_behind(error, self.serialise.secrets))
            # What the settings read from files of their own, nobody else knows to hide.
            self.redactor.add(
                value
                for name, value in self.recorder.values().items()
                if self.serialise.secrets.is_name(name) or name not in self._given
            )
            failure = self.failures.of(error, self.stage, self.module if self.stage == "settings" else None)
            self.found["failure"] = dict(
                failure, kind=kind or failure["kind"], place=failure["place"] or self._naming(failure) or place
            )

    def _naming(self, failure: Dict[str, object]) -> Optional[Dict[str, object]]:
        """The setting that names the module that is missing, where no line of the project imports it."""
        if failure["kind"] != "module-missing" or self.found["settings"] is None:
            return None
        for setting in self.found["settings"]["values"].values():
            if setting["place"] is not None and _names(setting["value"], str(failure["name"])):
                return setting["place"]  # type: ignore[no-any-return]
        return None

    def answer(self) -> Dict[str, Any]:
        """What is known now, as ``EvaluationAnswer`` without variations."""
        self.redactor.add(self.serialise.secrets.seen)
        failure = self.found["failure"]
        reads = self.recorder.reads()
        needed = {failure["name"], *self.failures.names} if failure and failure["kind"] == "variable-missing" else set()
        needed.update(name for name in self.dummies if name not in self.guessed)
        for read in reads:
            if read["name"] in self.dummies and read["name"] not in self.guessed:
                read["present"] = False
            read["optional"] = not read["present"] and read["name"] not in needed
        told = dict(
            self.found,
            id=self.asked["id"],
            reads=reads,
            effects=self.found["effects"] if self.found["effects"] is not None else list(self.sandbox.effects),
            dummies=sorted(name for name in self.dummies if name not in self.guessed),
            guessed=sorted(self.guessed),
            stubs=[] if self.stubs is None else self.stubs.names(),
            variations=[],
        )
        return self.redactor.tree(told)  # type: ignore[return-value]

    def defaults(self) -> List[str]:
        """Names that were asked for with something to take instead, as far as that can be seen."""
        return sorted({read.name for read in self.recorder.all if read.has_default})

    def _limit(self, seconds: float, send: Send) -> None:
        """Ends the process by itself before it is killed, and says what was known and where it hung."""

        def ring(number: int, frame: Optional[FrameType]) -> None:
            self._end(send, "timeout", "TimeoutError", f"not done within {seconds:g} s", frame)

        def leaving(status: int = 0) -> None:
            self._end(send, "exit", "SystemExit", f"os._exit({status})", sys._getframe(1))

        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        os._exit = leaving  # type: ignore[assignment]

    def _end(self, send: Send, kind: str, name: str, message: str, frame: Optional[FrameType]) -> None:
        self.sandbox.active = False
        if self.found["failure"] is None:
            self.found["failure"] = {
                "kind": kind,
                "stage": self.stage,
                "type": name,
                "message": message,
                "name": None,
                "place": self.places.nearest(frame),
            }
        send({"answer": self.answer()})
        children.leave(0)


def _names(value: object, module: str) -> bool:
    if isinstance(value, str):
        return value == module or value.startswith(module + ".")
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_names(one, module) for one in inner)


def _default_of(directory: str) -> Optional[str]:
    """What manage.py or wsgi.py names when the environment does not."""
    candidates = [os.path.join(directory, "manage.py")]
    for folder in sorted(os.listdir(directory)):
        candidates += [os.path.join(directory, folder, name) for name in ("wsgi.py", "asgi.py")]
    for file in candidates:
        try:
            with open(file, "rb") as source:
                tree = ast.parse(source.read())
        except (OSError, SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setdefault" and len(node.args) == 2:
                name, value = (getattr(argument, "value", None) for argument in node.args)
                if name == "DJANGO_SETTINGS_MODULE" and isinstance(value, str):
                    return value
    return None
