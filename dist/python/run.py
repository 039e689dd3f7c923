"""One evaluation as the parent sees it: tries with stand-ins, variations, and what to say when a child dies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional

from . import dummies, stages, variations
from .children import End, Message, Work

if TYPE_CHECKING:
    from .parent import Probe


class EvaluationRun:
    """From the question of one evaluation to its answer."""

    def __init__(self, probe: "Probe", asked: Dict[str, Any]) -> None:
        self.probe = probe
        # They are set where the project runs; only what they hold is not known here.
        unknown = asked.get("unknown", []) if probe.question["missing"] == "dummy" else []
        self.guessed = {name: dummies.value(name, None) for name in unknown}
        environment = dict(self.guessed, **asked["environment"])
        self.asked = dict(asked, settings=asked.get("settings"), environment=environment)
        self.dummies: Dict[str, str] = {}
        self._stage = "settings"
        self._answer: Optional[Dict[str, Any]] = None
        self._defaults: List[str] = []
        self._names: List[str] = []
        self._varied = False
        self._varying: Dict[int, Dict[str, Any]] = {}
        self._changes: List[variations.Change] = []
        self._told = False
        self._waiting: List["EvaluationRun"] = []

    def start_after(self, first: Optional["EvaluationRun"]) -> None:
        """Begins; with a first one only when that has told which modules settings need here."""
        if first is None or first._told:
            self._start()
        else:
            first._waiting.append(self)

    def answer(self) -> Dict[str, Any]:
        """``EvaluationAnswer``."""
        told = self._answer if self._answer is not None else self._empty()
        control = self._varying.get(-1)
        told["variations"] = [
            variations.compare(change, told, control, self._varying[index])
            for index, change in enumerate(self._changes)
            if index in self._varying
        ]
        return told

    def _start(self) -> None:
        self._answer, self._stage = None, "settings"
        asked = dict(self.asked, dummies=dict(self.guessed, **self.dummies))
        environment = self._environment(self.asked["environment"])
        self._add(stages.evaluate, asked, environment, self._heard, self._ended)

    def _environment(self, given: Dict[str, str]) -> Dict[str, str]:
        return dict(self.probe.base, **dict(self.dummies, **given))

    def _add(
        self,
        stage: Callable[..., None],
        asked: Dict[str, Any],
        environment: Dict[str, str],
        heard: Callable[[Message], None],
        ended: Callable[[End], None],
    ) -> None:
        probe = self.probe
        limit = probe.question["limits"]["evaluation"] / 1000
        probe.children.add(Work(partial(stage, probe.shared, asked, environment), limit, heard, ended))

    def _heard(self, message: Message) -> None:
        self._stage = message.get("stage", self._stage)
        if "broken" in message:
            self._answer = self._failed("died", "ProbeError", message["broken"])
            return
        if "nodes" in message and self.probe.shared.handover is not None:
            self.probe.shared.handover.tell(message["nodes"])
        if "answer" not in message:
            return
        self._answer = message["answer"]
        self._names = message.get("names", self._names)
        if "modules" in message:
            self._defaults = message["defaults"]
            self.probe.prepare(message["modules"], message["files"])
            if not self._will_fill():
                self._vary()
                self._let_go()

    def _ended(self, end: End) -> None:
        if self._answer is None or (self._answer["failure"] is None and (end.how != "exit" or end.detail != 0)):
            kind, name, message = _words(end)
            self._answer = self._failed(kind, name, message)
        if self._will_fill():
            self._fill()
            self._start()
            return
        handover, migrations = self.probe.shared.handover, self.asked.get("migrations")
        if handover is not None and migrations is not None and migrations["side"] == "base":
            handover.close()
        self._vary()
        self._let_go()

    def _let_go(self) -> None:
        self._told = True
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            one._start()

    def _missing(self) -> List[str]:
        failure = None if self._answer is None else self._answer["failure"]
        if self.probe.question["missing"] != "dummy" or failure is None:
            return []
        if failure["kind"] not in ("variable-missing", "refused"):
            return []
        return [name for name in self._names or [failure["name"]] if name and name not in self.dummies]

    def _will_fill(self) -> bool:
        return bool(self._missing()) and len(self.dummies) < dummies.MOST

    def _fill(self) -> None:
        answer = self._answer or {}
        casts = {read["name"]: read["cast"] for read in answer["reads"]}
        for name in self._missing():
            self.dummies[name] = dummies.value(name, casts.get(name))

    def _vary(self) -> None:
        answer = self._answer
        if self._varied or not self.asked["variations"] or answer is None or answer["settings"] is None:
            return
        self._varied = True
        self._changes = variations.plan(self.asked, answer, self._defaults)
        if self._changes:
            self._try(-1, self.asked["environment"])
        for index, change in enumerate(self._changes):
            self._try(index, change.environment)

    def _try(self, index: int, given: Dict[str, str]) -> None:
        heard: Dict[str, Any] = {}

        def ended(end: End) -> None:
            answer = heard.get("answer")
            if answer is None and (end.how != "timeout" or end.detail != 0):
                answer = self._failed(*_words(end))
            if answer is not None:
                self._varying[index] = answer

        asked = dict(self.asked, dummies=dict(self.guessed, **self.dummies))
        self._add(stages.vary, asked, self._environment(given), heard.update, ended)

    def _failed(self, kind: str, name: str, message: str) -> Dict[str, Any]:
        told = dict(self._answer) if self._answer is not None else self._empty()
        told["failure"] = {
            "kind": kind,
            "stage": self._stage,
            "type": name,
            "message": message,
            "name": None,
            "place": None,
        }
        return told

    def _empty(self) -> Dict[str, Any]:
        return {
            "id": self.asked["id"],
            "django": None,
            "settings": None,
            "failure": None,
            "reads": [],
            "effects": [],
            "dummies": sorted(self.dummies),
            "guessed": sorted(self.guessed),
            "stubs": [],
            "variations": [],
            "checks": None,
            "visits": [],
            "celery": [],
            "migrations": None,
        }


class ServerRun:
    """One server's configuration."""

    def __init__(self, probe: "Probe", asked: Dict[str, Any]) -> None:
        self.probe = probe
        self.asked = asked
        self._answer: Optional[Dict[str, Any]] = None

    def start(self) -> None:
        probe = self.probe
        environment = dict(probe.base, **self.asked["environment"])
        limit = probe.question["limits"]["evaluation"] / 1000
        run = partial(stages.serve, probe.shared, self.asked, environment)
        probe.children.add(Work(run, limit, self._heard, self._ended))

    def answer(self) -> Dict[str, Any]:
        """``ServerAnswer``."""
        return self._answer or self._failed("it was not evaluated")

    def _heard(self, message: Message) -> None:
        if "broken" in message:
            self._answer = self._failed(f"the probe broke: {message['broken']}")
        else:
            self._answer = message.get("answer", self._answer)

    def _ended(self, end: End) -> None:
        if self._answer is None:
            self._answer = self._failed(f"{_words(end)[2]} while it was evaluated")

    def _failed(self, problem: str) -> Dict[str, Any]:
        cores: Dict[str, Any] = {"1": {}, "2": {}, "4": {}, "8": {}}
        return {"id": self.asked["id"], "problem": problem, "cores": cores, "lines": {}, "reads": []}


def _words(end: End) -> Any:
    """Kind, type and message of a child that said nothing itself."""
    if end.how == "timeout":
        return "timeout", "TimeoutError", "it was not done in time"
    if end.how == "signal":
        import signal

        try:
            name = signal.Signals(end.detail).name
        except ValueError:
            name = f"signal {end.detail}"
        return "died", name, f"the process was ended by {name}"
    return "exit", "SystemExit", f"the process ended by itself with status {end.detail}"
