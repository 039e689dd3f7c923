"""Which files are the project's own, and how a line of one is named in answers."""

from __future__ import annotations

import os
import sys
from types import FrameType, TracebackType
from typing import Dict, Iterator, List, Optional, Tuple

#: ``{"file": path relative to the root, "line": 1-based}``; the path is absolute outside of the root.
Place = Dict[str, object]

#: Folders below the root that hold other people's code.
FOREIGN = ("site-packages", "dist-packages", "node_modules")


class Places:
    """The checkout, as far as names of files go."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._start = os.getcwd()
        self._roots = sorted({os.path.join(root, ""), os.path.join(os.path.realpath(root), "")})
        # A virtualenv may lie in the checkout, a checkout in the folder of an interpreter does not count as one.
        self._foreign = tuple(
            os.path.join(prefix, "")
            for prefix in {sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix)}
            if not root.startswith(os.path.join(prefix, ""))
        )
        self._own: Dict[str, Optional[str]] = {}
        self._lengths: Dict[str, int] = {}

    def owns(self, filename: str) -> bool:
        """Whether this is a file of the project: below the root, and no installed package."""
        return self._relative(filename) is not None

    def of(self, filename: str, line: Optional[int]) -> Optional[Place]:
        """A line as answers name it; None where there is no such thing (``<string>``, ``<frozen os>``, no line, a name that code gave itself)."""
        if not filename or filename.startswith("<") or not line or line < 1 or line > self._length(filename):
            return None
        return {"file": self.name(filename), "line": int(line)}

    def name(self, filename: str) -> str:
        """Relative to the root, absolute outside of it; whether it is there or not."""
        relative = self._relative(filename)
        return self._absolute(filename) if relative is None else relative

    def _length(self, filename: str) -> int:
        """In lines; none of a file that is not there."""
        if filename not in self._lengths:
            try:
                with open(self._absolute(filename), "rb") as source:
                    self._lengths[filename] = source.read().count(b"\n") + 1
            except (OSError, ValueError):
                self._lengths[filename] = 0
        return self._lengths[filename]

    def of_code(self, thing: object) -> Optional[Place]:
        """Where a function, a method or a class is defined, as far as its code says so."""
        if isinstance(thing, type):
            return self._of_class(thing)
        code = getattr(getattr(thing, "__func__", thing), "__code__", None)
        return None if code is None else self.of(code.co_filename, code.co_firstlineno)

    def nearest(self, frame: Optional[FrameType]) -> Optional[Place]:
        """The innermost line of the project that led to ``frame``."""
        for own in self.own_frames(frame):
            return self.of(own.f_code.co_filename, own.f_lineno)
        return None

    def own_frames(self, frame: Optional[FrameType]) -> Iterator[FrameType]:
        """Frames of the project's files, the innermost first."""
        while frame is not None:
            if self.owns(frame.f_code.co_filename):
                yield frame
            frame = frame.f_back

    def in_traceback(self, trace: Optional[TracebackType]) -> List[Tuple[FrameType, int]]:
        """Frames of the project's files that an exception passed, the innermost last, each with its line."""
        found = []
        while trace is not None:
            if self.owns(trace.tb_frame.f_code.co_filename):
                found.append((trace.tb_frame, trace.tb_lineno))
            trace = trace.tb_next
        return found

    def _of_class(self, thing: type) -> Optional[Place]:
        line = thing.__dict__.get("__firstlineno__")
        module = sys.modules.get(thing.__module__)
        filename = getattr(module, "__file__", None)
        if not isinstance(filename, str):
            return None
        if isinstance(line, int):
            return self.of(filename, line)
        import inspect

        try:
            return self.of(filename, inspect.getsourcelines(thing)[1])
        except (OSError, TypeError):
            return None

    def _relative(self, filename: str) -> Optional[str]:
        if filename not in self._own:
            self._own[filename] = self._judge(filename)
        return self._own[filename]

    def _judge(self, filename: str) -> Optional[str]:
        if not filename or filename.startswith("<"):
            return None
        path = self._absolute(filename)
        if path.startswith(self._foreign) or any(f"{os.sep}{name}{os.sep}" in path for name in FOREIGN):
            return None
        for root in self._roots:
            if path.startswith(root):
                return path[len(root) :]
        return None

    def _absolute(self, filename: str) -> str:
        return os.path.normpath(os.path.join(self._start, filename))
