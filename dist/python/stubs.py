"""Stand-ins for third-party modules that are not installed, so that settings can be judged without them.

Only modules that the project's own files import, and after the settings are loaded those that settings name. Never Django, never a
package that reads settings, never an import that is allowed to fail.
"""

from __future__ import annotations

import ast
import importlib.machinery
import os
import sys
from types import FrameType
from typing import TYPE_CHECKING, Any, Dict, FrozenSet, Iterable, List, Optional, Set

from .stand_in import STUB_TEXT, StubModule, is_stub

if TYPE_CHECKING:
    from .places import Places

__all__ = ("STUB_TEXT", "StubFinder", "install", "is_stub")

#: Settings that name modules and classes, which Django imports for the project.
NAMING = (
    "INSTALLED_APPS",
    "MIDDLEWARE",
    "TEMPLATES",
    "AUTHENTICATION_BACKENDS",
    "CACHES",
    "STORAGES",
    "DATABASES",
    "DEFAULT_FILE_STORAGE",
    "STATICFILES_STORAGE",
    "STATICFILES_FINDERS",
    "EMAIL_BACKEND",
    "SESSION_ENGINE",
    "TEST_RUNNER",
    "LOGGING",
    "FORM_RENDERER",
    "DATABASE_ROUTERS",
    "PASSWORD_HASHERS",
    "AUTH_PASSWORD_VALIDATORS",
    "REST_FRAMEWORK",
)


def install(places: "Places", directory: str, never: Iterable[str]) -> "StubFinder":
    """Last in line: whatever is really there is found before."""
    finder = StubFinder(places, directory, frozenset(never))
    sys.meta_path.append(finder)
    return finder


class StubFinder:
    """Finds what nobody else finds, when the project asks for it."""

    def __init__(self, places: "Places", directory: str, never: FrozenSet[str]) -> None:
        self.places = places
        #: What decides the settings themselves: without these nothing can be said of them.
        self.never = never
        self.directory = directory
        self._tops: Dict[str, None] = {}
        #: Top-level modules that the evaluated settings name.
        self._named: Set[str] = set()
        self._trees: Dict[str, Optional[ast.Module]] = {}

    def names(self) -> List[str]:
        """Top-level modules that were stood in for, in the order they were asked for."""
        return list(self._tops)

    def allow_settings(self) -> None:
        """From now on Django may import stand-ins for what the settings name."""
        from django.conf import settings

        for name in NAMING:
            _tops_in(getattr(settings, name, None), self._named, 0)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        top = name.partition(".")[0]
        if top in self.never or self._is_own(top):
            return None
        if top in self._tops:
            return self._spec(name) if self._is_part(name) else None
        if path is not None or not self._is_wanted(top):
            return None
        self._tops[top] = None
        return self._spec(name)

    def create_module(self, spec: Any) -> StubModule:
        return StubModule(spec.name)

    def exec_module(self, module: Any) -> None:
        return None

    def _spec(self, name: str) -> Any:
        spec = importlib.machinery.ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]
        # One folder that is not there: Django wants to know where an app lies.
        spec.submodule_search_locations = [os.path.join(os.sep, "obcms-deploy-stub", *name.split("."))]
        return spec

    def _is_own(self, top: str) -> bool:
        here = os.path.join(self.directory, top)
        return os.path.exists(here) or os.path.exists(here + ".py")

    def _is_part(self, name: str) -> bool:
        """A module of a stand-in; classes are taken from their module, and what is only looked for is not there."""
        last = name.rpartition(".")[2]
        return not last[:1].isupper() and _importer(sys._getframe(2)) is not None

    def _is_wanted(self, top: str) -> bool:
        frame = _importer(sys._getframe(2))
        if frame is None:
            return False
        if self.places.owns(frame.f_code.co_filename):
            return not self._may_fail(frame)
        return top in self._named and str(frame.f_globals.get("__name__", "")).partition(".")[0] == "django"

    def _may_fail(self, frame: FrameType) -> bool:
        """The import stands in a ``try`` of the project that catches its failure."""
        file, line = frame.f_code.co_filename, frame.f_lineno
        if file not in self._trees:
            try:
                with open(file, "rb") as source:
                    self._trees[file] = ast.parse(source.read())
            except (OSError, SyntaxError, ValueError):
                self._trees[file] = None
        tree = self._trees[file]
        return tree is not None and any(
            isinstance(node, ast.Try)
            and any(part.lineno <= line <= (part.end_lineno or part.lineno) for part in node.body)
            and any(_catches(handler.type) for handler in node.handlers)
            for node in ast.walk(tree)
        )


def _importer(frame: Optional[FrameType]) -> Optional[FrameType]:
    """Whose code imports; None when somebody only looks whether a module is there (``find_spec``)."""
    while frame is not None:
        filename = frame.f_code.co_filename
        if frame.f_globals.get("__name__") == "importlib.util":
            return None
        if not filename.startswith("<frozen importlib") and frame.f_globals.get("__name__") not in ("importlib", __name__):
            return frame
        frame = frame.f_back
    return None


def _catches(kind: Optional[ast.expr]) -> bool:
    if kind is None:
        return True
    names = [part.attr if isinstance(part, ast.Attribute) else getattr(part, "id", "") for part in ast.walk(kind)]
    return any(name in ("ImportError", "ModuleNotFoundError", "Exception", "BaseException") for name in names)


def _tops_in(value: Any, found: Set[str], depth: int) -> None:
    if depth > 6:
        return
    if isinstance(value, str) and "/" not in value and " " not in value:
        found.add(value.partition(".")[0])
    elif isinstance(value, dict):
        for inner in value.values():
            _tops_in(inner, found, depth + 1)
    elif isinstance(value, (list, tuple, set)):
        for inner in value:
            _tops_in(inner, found, depth + 1)
