"""The evaluated settings as the answer tells them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Set

if TYPE_CHECKING:
    from .assignments import Assignments, Origin
    from .places import Places
    from .record import Read, Recorder
    from .serialise import Serialiser

#: How many statements back a setting's variables are looked for.
STEPS = 3


class Settled:
    """Reads a loaded ``django.conf.settings``."""

    def __init__(
        self,
        places: "Places",
        recorder: "Recorder",
        assignments: "Assignments",
        serialise: "Serialiser",
        wanted: Dict[str, List[str]],
        dummies: Dict[str, str],
    ) -> None:
        self.places = places
        self.recorder = recorder
        self.assignments = assignments
        self.serialise = serialise
        self._names = frozenset(wanted["names"])
        self._prefixes = tuple(wanted["prefixes"])
        self._dummies = dummies

    def answer(self, settings: Any, module: str) -> Dict[str, object]:
        """``SettingsAnswer``."""
        from django.conf import global_settings

        loaded = settings._wrapped
        explicit: Set[str] = set(getattr(loaded, "_explicit_settings", ()))
        scope = vars(sys.modules[module]) if module in sys.modules else {}
        names = sorted(name for name in set(dir(loaded)) | explicit if name.isupper() and not name.startswith("_"))
        values: Dict[str, object] = {}
        others: Dict[str, object] = {}
        for name in names:
            own = name in explicit or not hasattr(global_settings, name)
            if self._is_wanted(name):
                values[name] = self._setting(loaded, name, own, scope)
            elif own:
                value = getattr(loaded, name, None)
                told = self.serialise.value(value, name) if self.serialise.secrets.is_name(name) else None
                others[name] = {"place": self.assignments.place(scope, name), "secret": _only_facts(told)}
        files = [self.places.of(file, 1) for file in self.assignments.files]
        return {
            "module": module,
            "files": [place["file"] for place in files if place is not None],
            "values": values,
            "others": others,
        }

    def brief(self, settings: Any, module: str) -> Dict[str, object]:
        """Values and places of the settings asked for: all that a variation is compared by."""
        loaded = settings._wrapped
        explicit: Set[str] = set(getattr(loaded, "_explicit_settings", ()))
        scope = vars(sys.modules[module]) if module in sys.modules else {}
        values = {
            name: {
                "value": self.serialise.value(_read(loaded, name), name),
                "place": self.assignments.place(scope, name) if name in explicit else None,
            }
            for name in set(dir(loaded)) | explicit
            if name.isupper() and self._is_wanted(name)
        }
        return {"module": module, "values": values}

    def _is_wanted(self, name: str) -> bool:
        return name in self._names or name.startswith(self._prefixes)

    def _setting(self, loaded: Any, name: str, own: bool, scope: Dict[str, Any]) -> Dict[str, object]:
        value = _read(loaded, name)
        origin = self.assignments.origin(scope, name) if own else None
        variables = self.variables(origin)
        replaced = self.assignments.replaced(scope, name) if own else None
        before = {} if replaced is None else {"replaced": {"value": self.serialise.value(replaced[0], name), "place": replaced[1]}}
        return {
            **before,
            "value": self.serialise.value(value, name),
            "default": not own,
            "place": self.assignments.place(scope, name) if own else None,
            "dummy": any(variable in self._dummies for variable in variables) or self._holds_dummy(value, 0),
            "variables": variables,
        }

    def variables(self, origin: Optional["Origin"]) -> List[str]:
        """Variables read in the statement that made a value, or in those its names and conditions come from; nearest first."""
        found: Dict[str, None] = {}
        level = [] if origin is None else [(origin, frozenset())]
        for _ in range(STEPS):
            following = []
            for one, attributes in level:
                for read in self._reads_in(one, attributes):
                    found.setdefault(read.name)
                statement = one.statement
                for source in one.sources:
                    wanted = frozenset(
                        attribute for name, attribute in statement.attributes if name in source.statement.targets
                    )
                    following.append((source, wanted))
            level = following
        return list(found)

    def _reads_in(self, origin: "Origin", attributes: Any) -> List["Read"]:
        statement = origin.statement
        reads = [
            read
            for read in self.recorder.all
            if read.statement is not None and self.assignments.statement_at(*read.statement) is statement
        ]
        # `config.secret_key` of an object that holds all variables comes from one of them.
        fields = {self.recorder.fields.get(attribute.lower()) for attribute in attributes}
        named = [read for read in reads if read.name in fields]
        return named or reads

    def _holds_dummy(self, value: Any, depth: int) -> bool:
        if not self._dummies or depth > 6:
            return False
        if isinstance(value, str):
            return any(len(dummy) > 5 and dummy in value for dummy in self._dummies.values())
        if isinstance(value, dict):
            return any(self._holds_dummy(inner, depth + 1) for inner in list(value.values())[:500])
        if isinstance(value, (list, tuple)):
            return any(self._holds_dummy(inner, depth + 1) for inner in value[:500])
        return False


def _read(loaded: Any, name: str) -> Any:
    """Past Django's own properties, which refuse an empty SECRET_KEY: it is the very thing to tell."""
    return loaded.__dict__[name] if name in loaded.__dict__ else getattr(loaded, name, None)


def _only_facts(told: Any) -> Any:
    """Of a setting that was not asked for nothing leaves but facts about a secret."""
    if isinstance(told, dict) and told.get("$") in ("secret", "url", "unknown"):
        return told
    return None
