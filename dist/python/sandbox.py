"""What evaluated code may not do: reach the network, start programs, reach a database. Writing is let happen, and noted."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager
from types import FrameType
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from .places import Place, Places

#: Everything refused in this process, in order: ``database``, ``cache``, ``socket``, ``process``.
refused: List[str] = []


class Sandbox:
    """The one audit hook of a process. It cannot be taken out again, only told to do nothing."""

    def __init__(self, places: Places) -> None:
        self.places = places
        #: As ``Effect`` of the answer; each once.
        self.effects: List[Dict[str, object]] = []
        self.active = False
        self._noted: set = set()

    def install(self) -> None:
        """From now on every event of the interpreter passes here; nothing is refused before ``active``."""
        sys.addaudithook(self._hook)

    def note(self, kind: str, what: str, was_refused: bool, place: Optional[Place]) -> None:
        """Keeps one effect, at most a hundred."""
        key = (kind, what, str(place))
        if key in self._noted or len(self.effects) >= 100:
            return
        self._noted.add(key)
        self.effects.append({"kind": kind, "what": what[:300], "place": place, "refused": was_refused})

    def _hook(self, event: str, arguments: Tuple[Any, ...]) -> None:
        judge = EVENTS.get(event)
        if judge is not None and self.active:
            judge(self, arguments)

    def wrote(self, path: object) -> None:
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if not isinstance(path, (str, os.PathLike)):
            return
        name = os.fspath(path)
        if isinstance(name, bytes):
            name = os.fsdecode(name)
        if name.startswith(("/dev/", "/proc/")):
            return
        frame = own_act(self.places, sys._getframe(2))
        if frame is not None:
            what = self.places.name(name) if not os.path.isabs(name) or self.places.owns(name) else name
            self.note("wrote", what, False, self.places.of(frame.f_code.co_filename, frame.f_lineno))

    def refuse(self, kind: str, what: str, reason: str) -> None:
        """Notes what was asked for. The caller raises what the system would have raised."""
        frame = sys._getframe(2)
        refused.append(cause_of(frame, reason))
        own = own_act(self.places, frame)
        if own is not None:
            self.note(kind, what, True, self.places.of(own.f_code.co_filename, own.f_lineno))


#: More than nothing while code of the probe itself forks.
_forks_allowed: List[bool] = []


@contextmanager
def forking() -> Iterator[None]:
    """Inside of it ``os.fork`` is not refused: for the probe's own children."""
    _forks_allowed.append(True)
    try:
        yield
    finally:
        _forks_allowed.pop()


@contextmanager
def refusing() -> Iterator[List[str]]:
    """Gives a list that, at the end of the block, holds what was refused in it: kinds as in ``refused``, each once."""
    before = len(refused)
    found: List[str] = []
    try:
        yield found
    finally:
        for kind in refused[before:]:
            if kind not in found:
                found.append(kind)


def refuse_databases() -> None:
    """Django's own way to a database ends before a driver is asked: libpq's sockets are not Python's."""
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.utils import OperationalError

    def connect(self: object) -> None:
        refused.append("database")
        raise OperationalError("obcms-deploy lets nothing reach a database while it judges settings")

    BaseDatabaseWrapper.connect = connect


def own_act(places: Places, frame: Optional[FrameType]) -> Optional[FrameType]:
    """The project's frame that is behind an act; None when an installed package does it while it is imported."""
    while frame is not None:
        filename = frame.f_code.co_filename
        if places.owns(filename):
            return frame
        if filename.startswith("<frozen importlib"):
            return None
        frame = frame.f_back
    return None


def cause_of(frame: Optional[FrameType], reason: str) -> str:
    """A socket may be opened for a cache or a database: the frames say so."""
    while frame is not None and reason == "socket":
        filename = frame.f_code.co_filename.replace(os.sep, "/")
        if "/django/core/cache/" in filename or "/django_redis/" in filename:
            return "cache"
        if "/django/db/backends/" in filename:
            return "database"
        frame = frame.f_back
    return reason


WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _open(sandbox: Sandbox, arguments: Tuple[Any, ...]) -> None:
    path, mode, flags = arguments
    if isinstance(mode, str) and set("wax+") & set(mode) or (mode is None and flags & WRITING):
        sandbox.wrote(path)


def _changes(position: int) -> Callable[[Sandbox, Tuple[Any, ...]], None]:
    return lambda sandbox, arguments: sandbox.wrote(arguments[position])


def _connect(sandbox: Sandbox, arguments: Tuple[Any, ...]) -> None:
    sandbox.refuse("connected", _target(arguments[-1]), "socket")
    raise ConnectionRefusedError(errno.ECONNREFUSED, "obcms-deploy lets settings reach no network")


def _target(address: object) -> str:
    if isinstance(address, tuple) and len(address) > 1:
        return f"{address[0]}:{address[1]}"
    return os.fsdecode(address) if isinstance(address, (str, bytes)) else str(address)


def _resolve(sandbox: Sandbox, arguments: Tuple[Any, ...]) -> None:
    host = arguments[0] if arguments else None
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not isinstance(name, str) or _is_local(name):
        return
    port = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], (int, str)) else None
    sandbox.refuse("resolved", name if port is None else f"{name}:{port}", "socket")
    import socket

    raise socket.gaierror(socket.EAI_NONAME, "obcms-deploy lets settings reach no network")


def _is_local(name: str) -> bool:
    """Names that need no network: this machine's own, and addresses in digits."""
    import socket

    if name in ("", "localhost", socket.gethostname()):
        return True
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, name)
            return True
        except OSError:
            continue
    return False


def _start(sandbox: Sandbox, arguments: Tuple[Any, ...]) -> None:
    # Finding a shared library asks ldconfig; without an answer, database drivers cannot be imported.
    frame: Optional[FrameType] = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__") == "ctypes.util":
            return
        frame = frame.f_back
    program = arguments[0] if arguments else "a process"
    if isinstance(program, bytes):
        program = os.fsdecode(program)
    what = str(program).strip() or "a process"
    sandbox.refuse("started", what, "process")
    raise FileNotFoundError(errno.ENOENT, "obcms-deploy lets settings start no program", what)


def _fork(sandbox: Sandbox, arguments: Tuple[Any, ...]) -> None:
    if not _forks_allowed:
        _start(sandbox, ("a process",))


EVENTS: Dict[str, Callable[[Sandbox, Tuple[Any, ...]], None]] = {
    "open": _open,
    "os.mkdir": _changes(0),
    "os.rename": _changes(1),
    "os.remove": _changes(0),
    "os.rmdir": _changes(0),
    "os.link": _changes(1),
    "os.symlink": _changes(1),
    "os.truncate": _changes(0),
    "sqlite3.connect": _changes(0),
    "socket.connect": _connect,
    "socket.sendto": _connect,
    "socket.sendmsg": _connect,
    "socket.getaddrinfo": _resolve,
    "socket.gethostbyname": _resolve,
    "socket.gethostbyaddr": _resolve,
    "subprocess.Popen": _start,
    # Of a command line only the program: the rest may hold anything.
    "os.system": lambda sandbox, arguments: _start(sandbox, tuple(os.fsdecode(arguments[0]).split()[:1])),
    "os.exec": _start,
    "os.posix_spawn": _start,
    "os.spawn": lambda sandbox, arguments: _start(sandbox, arguments[1:]),
    "os.fork": _fork,
    "os.forkpty": _fork,
    "pty.spawn": _start,
}
