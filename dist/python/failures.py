"""Why settings do not load, as precisely as it can be known: see ``Failure`` in ``answer.ts``.

A module that is missing is ``module-missing`` when it is a third party's, and ``refused`` when it is the project's own: then the project
is broken, not the machine. ``name`` is the top-level module, or the full name when the top-level one is installed and lacks a part.
"""

from __future__ import annotations

import importlib.util
import os
import re
from types import TracebackType
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Set

from .record import Read

if TYPE_CHECKING:
    from .assignments import Assignments, Origin
    from .places import Place, Places
    from .record import Recorder
    from .serialise import Serialiser

_SET_THE = re.compile(r"[Ss]et the ([A-Za-z_][A-Za-z0-9_]*) environment variable")
_NOT_FOUND = re.compile(r"^([A-Za-z_][A-Za-z0-9_]*) not found\. Declare it as envvar")
#: How the sandbox begins what it says.
OURS = "obcms-deploy lets "
#: How far back the sources of a failing statement are looked for.
STEPS = 2


class Failures:
    """Turns exceptions of one evaluation into failures."""

    def __init__(
        self, places: "Places", recorder: "Recorder", assignments: "Assignments", serialise: "Serialiser", directory: str
    ) -> None:
        self.places = places
        self.recorder = recorder
        self.assignments = assignments
        self.serialise = serialise
        self.directory = directory
        #: Variables the last failure asked for; with pydantic there may be several.
        self.names: List[str] = []
        #: What might help where the reason is not certain.
        self.candidates: List[str] = []

    def of(self, error: BaseException, stage: str, module: Optional[str] = None) -> Dict[str, object]:
        """``Failure`` of an exception. ``module`` is the settings module while it is being loaded."""
        self.names, self.candidates = [], []
        kind, name = self._kind(error, module)
        failure = {
            "kind": kind,
            "stage": stage,
            "type": type(error).__name__,
            "message": self._message(error),
            "name": name,
            "place": self._place(error),
        }
        if any(isinstance(part, str) and part.startswith(OURS) for one in _chain(error) for part in one.args):
            failure["sandboxed"] = True
        return failure

    def _kind(self, error: BaseException, module: Optional[str]) -> Any:
        if isinstance(error, SyntaxError):
            own = error.filename is not None and self.places.owns(error.filename)
            return ("syntax" if own else "refused"), None
        missing = _missing_module(error)
        if missing is not None:
            return self._module_kind(missing, error, module)
        variables = self._variables(error)
        if variables:
            self.names = variables
            return "variable-missing", variables[0]
        return ("exit" if isinstance(error, SystemExit) else "refused"), None

    def _module_kind(self, missing: ModuleNotFoundError, error: BaseException, module: Optional[str]) -> Any:
        name = missing.name or _quoted(str(missing)) or ""
        if not name:
            return "refused", None
        top = name.partition(".")[0]
        if module is not None and not self.places.in_traceback(error.__traceback__):
            if module == name or module.startswith(name + "."):
                return "settings-missing", module
        if os.path.exists(os.path.join(self.directory, top)) or os.path.exists(os.path.join(self.directory, top + ".py")):
            return "refused", name
        return "module-missing", (name if top != name and _is_installed(top) else top)

    def _message(self, error: BaseException) -> str:
        details = getattr(error, "errors", None)
        if type(error).__name__ == "ValidationError" and callable(details):
            try:
                # Pydantic's own text quotes the values.
                parts = [f"{'.'.join(str(at) for at in one['loc'])}: {one['msg']}" for one in details()]
                return self.serialise.text(f"{getattr(error, 'title', 'settings')}: {'; '.join(parts)}")
            except Exception:
                return "the settings are not valid"
        if isinstance(error, SystemExit):
            return self.serialise.text(f"the settings end the process: {error.code}")
        try:
            said = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
        except Exception:
            said = ""
        return self.serialise.text(said or type(error).__name__)

    def _place(self, error: BaseException) -> Optional["Place"]:
        if isinstance(error, SyntaxError) and error.filename and self.places.owns(error.filename):
            written = self.places.of(error.filename, error.lineno or 1)
            # Somebody may have made the error up, name and line and all.
            if written is not None:
                return written
        for frame, line in reversed(self.places.in_traceback(error.__traceback__)):
            return self.places.of(frame.f_code.co_filename, line)
        cause = error.__cause__ or error.__context__
        return self._place(cause) if cause is not None and cause is not error else None

    def _variables(self, error: BaseException) -> List[str]:
        """Variables whose absence is the reason, the first asked for first; empty when it is none or may be several."""
        absent = self.recorder.absent()
        known = [read.name for read in absent]
        fields = self._pydantic(error)
        if fields is not None:
            return fields
        for one in _chain(error):
            text = str(one.args[0]) if one.args else ""
            for pattern in (_SET_THE, _NOT_FOUND):
                match = pattern.search(text)
                if match and (match.group(1) in known or pattern is _NOT_FOUND):
                    return [match.group(1)]
            if isinstance(one, KeyError) and text in known and not _overridden(one, error):
                return [text]
        return self._behind(error, absent)

    def _behind(self, error: BaseException, absent: List[Read]) -> List[str]:
        """The project's own refusal: the one absent variable that was read in the failing statement or function, or that it names."""
        frames = self.places.in_traceback(error.__traceback__)
        if not frames or not absent:
            return []
        codes = {frame.f_code for frame, _ in frames if frame.f_code.co_name != "<module>"}
        names = self._by_statement(frames, absent)
        # One function may be called for many variables: those of the failing call stand in the failing statement.
        names = names or {read.name for read in absent if codes & set(read.codes) and read is absent[-1]}
        said = str(error)
        mentioned = [name for name in dict.fromkeys(read.name for read in absent) if re.search(rf"\b{re.escape(name)}\b", said)]
        if len(mentioned) == 1:
            return mentioned
        both = [name for name in mentioned if name in names]
        if len(both) == 1:
            return both
        # "Set A (or B)": either may be the reason; a stand-in for the first one named serves.
        self.candidates = sorted(mentioned, key=said.find)[:1]
        return sorted(names) if len(names) == 1 else []

    def _by_statement(self, frames: Any, absent: List[Read]) -> Set[str]:
        modules = [(frame, line) for frame, line in frames if frame.f_code.co_name == "<module>"]
        if not modules:
            return set()
        frame, line = modules[-1]
        statement = self.assignments.statement_at(frame.f_code.co_filename, line)
        if statement is None:
            return set()
        found = {read.name for read in absent if self._stands_in(read, statement)}
        waiting = list(self.assignments.sources_at(frame.f_globals, statement))
        for _ in range(STEPS):
            if found:
                break
            found.update(read.name for origin in waiting for read in absent if self._stands_in(read, origin.statement))
            waiting = [source for origin in waiting for source in origin.sources]
        return found

    def _stands_in(self, read: Read, statement: Any) -> bool:
        return read.statement is not None and self.assignments.statement_at(*read.statement) is statement

    def _pydantic(self, error: BaseException) -> Optional[List[str]]:
        """Fields without a value; None when the error is none of pydantic's."""
        details = getattr(error, "errors", None)
        if type(error).__name__ != "ValidationError" or not callable(details):
            return None
        try:
            missing = [str(one["loc"][0]) for one in details() if one["type"] in ("missing", "value_error.missing")]
        except Exception:
            return []
        return [self.recorder.fields.get(name.lower(), name.upper()) for name in missing]


def _chain(error: BaseException) -> List[BaseException]:
    found: List[BaseException] = []
    one: Optional[BaseException] = error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found


def _overridden(inner: BaseException, outer: BaseException) -> bool:
    """An older KeyError that a later, different failure merely happened after: it counts where the later one was raised for it."""
    return inner is not outer and isinstance(outer, (ImportError, SyntaxError))


def _missing_module(error: BaseException) -> Optional[ModuleNotFoundError]:
    """The missing module behind an error, also where Django wraps it ("Error loading psycopg2 module")."""
    if isinstance(error, ModuleNotFoundError):
        return error
    if type(error).__name__ in ("ImproperlyConfigured", "ImportError", "InvalidCacheBackendError", "InvalidTemplateLibrary"):
        for one in _chain(error)[1:]:
            if isinstance(one, ModuleNotFoundError):
                return one
    return None


def _quoted(text: str) -> Optional[str]:
    match = re.search(r"'([^']+)'", text)
    return match.group(1) if match else None


def _is_installed(top: str) -> bool:
    try:
        return importlib.util.find_spec(top) is not None
    except (ImportError, ValueError, AttributeError):
        return False


def of_traceback(trace: Optional[TracebackType]) -> str:
    """Where the probe itself broke, for our own eyes."""
    import traceback

    return " < ".join(f"{os.path.basename(one.filename)}:{one.lineno}" for one in reversed(traceback.extract_tb(trace)))
