"""Work that needs nothing of what comes next, done in a copy of this process meanwhile: runners have two cores."""

from __future__ import annotations

import json
import os
import signal
from typing import Any, Callable

from . import children, sandbox


class Aside:
    """``work`` gives what JSON can hold. It is done again, here, when the copy said nothing: it raised, or something was refused in it."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self._pipe, there = os.pipe()
        left = signal.getitimer(signal.ITIMER_REAL)[0]
        with sandbox.forking():
            pid = os.fork()
        if pid == 0:
            _live(work, there, left)
        self._pid = pid
        os.close(there)

    def result(self) -> Any:
        """Waits for it; once."""
        with os.fdopen(self._pipe, "rb") as pipe:
            text = pipe.read()
        try:
            status = os.waitpid(self._pid, 0)[1]
        except ChildProcessError:
            # The project's code lets nobody wait for its children.
            status = 1
        return json.loads(text.decode("ascii")) if text and status == 0 else self._work()


def _live(work: Callable[[], Any], pipe: int, left: float) -> None:
    """The whole life of the copy. What would end the process that is asked may only end this one, in silence."""
    status = 1
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, left)
        os._exit = children.leave  # type: ignore[assignment]
        refused = len(sandbox.refused)
        text = json.dumps(work(), ensure_ascii=True).encode("ascii")
        if len(sandbox.refused) == refused:
            with os.fdopen(pipe, "wb") as out:
                out.write(text)
            status = 0
    finally:
        children.leave(status)
