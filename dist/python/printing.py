"""Standard outputs that go nowhere and note that the project prints."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .sandbox import Sandbox


class Noted(io.TextIOWrapper):
    """Like any text output of a process, descriptor and all, but nothing that is written is kept."""

    def __init__(self, descriptor: int, name: str, sandbox: "Sandbox", direct: bool) -> None:
        super().__init__(io.BufferedWriter(io.FileIO(descriptor, "w", closefd=False)), encoding="utf-8")
        self._called = name
        self._sandbox = sandbox
        #: Only what the project writes with its own hands: warnings and logs of packages pass through stderr.
        self._direct = direct

    def write(self, text: str) -> int:
        frame = sys._getframe(1)
        places = self._sandbox.places
        own = next(places.own_frames(frame), None)
        if text.strip() and own is not None and self._sandbox.active and (own is frame or not self._direct):
            self._sandbox.note("printed", self._called, False, places.of(own.f_code.co_filename, own.f_lineno))
        return len(text)


def install(sandbox: "Sandbox") -> None:
    """Takes the place of ``sys.stdout`` and ``sys.stderr``."""
    sys.stdout = sys.__stdout__ = Noted(1, "stdout", sandbox, False)
    sys.stderr = sys.__stderr__ = Noted(2, "stderr", sandbox, True)
    # For `os.write(1, ...)` and programs in other languages the descriptors already lead nowhere.
    os.set_inheritable(1, True)
