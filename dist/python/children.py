"""Processes forked for one piece of work each: two at a time, each with a limit, each answering over a pipe of its own."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from typing import Any, Callable, Dict, List, Optional

from . import sandbox

#: Two cores are what runners have.
AT_ONCE = 2
#: What a child may still take after its own alarm, before it is killed. Seconds.
GRACE = 1.0
#: A pipe may be held open by what a child left behind; then its end is seen here. Seconds.
LOOK = 0.2
#: Longest answer. Bytes.
MOST_ANSWER = 64 * 1024 * 1024

Message = Dict[str, Any]


class Work:
    """One thing to be done in a process of its own."""

    def __init__(
        self,
        run: Callable[[Callable[[Message], None]], None],
        limit: float,
        heard: Callable[[Message], None],
        ended: Callable[["End"], None],
    ) -> None:
        #: Runs in the child, with a function that sends a message to the parent.
        self.run = run
        #: Seconds.
        self.limit = limit
        #: Runs in the parent for each message, while the child goes on.
        self.heard = heard
        #: Runs in the parent when the child is gone.
        self.ended = ended


class End:
    """How a child ended."""

    def __init__(self, how: str, detail: int) -> None:
        #: ``exit``, ``signal`` or ``timeout``.
        self.how = how
        #: The status, or the signal's number.
        self.detail = detail


class _Child:
    def __init__(self, work: Work, pid: int, pipe: int, deadline: float) -> None:
        self.work = work
        self.pid = pid
        self.pipe = pipe
        self.deadline = deadline
        self.rest = b""
        self.open = True
        self.killed = False
        self.size = 0


class Children:
    """All children of the probe."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self._waiting: List[Work] = []
        self._running: List[_Child] = []

    def add(self, work: Work, first: bool = False) -> None:
        """Queues work; ``first`` puts it before everything that waits."""
        self._waiting.insert(0 if first else len(self._waiting), work)

    def run(self) -> None:
        """Until nothing waits and nothing runs. What was not begun in time ends as a timeout."""
        while self._waiting or self._running:
            while self._waiting and len(self._running) < AT_ONCE:
                work = self._waiting.pop(0)
                if time.monotonic() >= self.deadline:
                    work.ended(End("timeout", 0))
                else:
                    self._running.append(self._start(work))
            if self._running:
                self._listen()

    def _start(self, work: Work) -> _Child:
        here, there = os.pipe()
        with sandbox.forking():
            pid = os.fork()
        if pid == 0:
            _live(work, there, [here] + [child.pipe for child in self._running])
        os.close(there)
        limit = min(work.limit + GRACE, max(0.05, self.deadline - time.monotonic()))
        return _Child(work, pid, here, time.monotonic() + limit)

    def _listen(self) -> None:
        soonest = min(child.deadline for child in self._running) - time.monotonic()
        pipes = [child.pipe for child in self._running if child.open]
        ready = _readable(pipes, max(0.0, min(LOOK, soonest)))
        for child in list(self._running):
            if child.pipe in ready and child.open:
                self._take(child)
            if not child.open or not ready:
                self._settle(child)

    def _take(self, child: _Child) -> None:
        piece = os.read(child.pipe, 1 << 20)
        child.size += len(piece)
        if not piece or child.size > MOST_ANSWER:
            child.open = False
            return
        lines = (child.rest + piece).split(b"\n")
        child.rest = lines.pop()
        for line in lines:
            child.work.heard(json.loads(line))

    def _settle(self, child: _Child) -> None:
        if not child.killed and time.monotonic() >= child.deadline:
            child.killed = True
            os.kill(child.pid, signal.SIGKILL)
        pid, status = os.waitpid(child.pid, 0 if child.killed else os.WNOHANG)
        if pid == 0:
            if not child.open:
                # It closed its pipe and lives on: nothing more can come.
                time.sleep(0.005)
            return
        while child.open and _readable([child.pipe], 0):
            self._take(child)
        self._running.remove(child)
        os.close(child.pipe)
        child.work.ended(_end_of(status, child.killed))


def _end_of(status: int, killed: bool) -> End:
    if killed:
        return End("timeout", 0)
    if os.WIFSIGNALED(status):
        return End("signal", os.WTERMSIG(status))
    return End("exit", os.WEXITSTATUS(status))


def _readable(pipes: List[int], seconds: float) -> List[int]:
    if not pipes:
        time.sleep(min(seconds, 0.01))
        return []
    # Not `select`, which knows no descriptor above 1023.
    poll = select.poll()
    for pipe in pipes:
        poll.register(pipe, select.POLLIN | select.POLLHUP)
    return [pipe for pipe, _ in poll.poll(seconds * 1000)]


def _live(work: Work, pipe: int, others: List[int]) -> None:
    """The whole life of a child. It ends here, without running anybody's exit handlers."""
    status = 0
    try:
        for other in others:
            os.close(other)

        def send(message: Message) -> None:
            rest = memoryview(json.dumps(message, ensure_ascii=True).encode("ascii") + b"\n")
            while rest:
                rest = rest[os.write(pipe, rest) :]

        work.run(send)
    except BaseException as error:
        status = 70
        try:
            from .failures import of_traceback

            message = {"broken": f"{type(error).__name__} at {of_traceback(error.__traceback__)}"}
            os.write(pipe, json.dumps(message).encode("ascii") + b"\n")
        except BaseException:
            status = 71
    finally:
        leave(status)


#: Taken before anything of a project can replace it.
leave = os._exit


def quiet(directory: Optional[str]) -> None:
    """Gives this process an empty standard input, outputs that go nowhere, and its folder."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    if directory is not None:
        os.chdir(directory)
