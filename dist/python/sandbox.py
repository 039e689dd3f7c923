"""What evaluated code may not do: reach the network, start programs, reach a database. Writing is noted, and let happen unless files are kept."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
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
        #: Folders in which the project's own code may change nothing; empty: it may. Nothing outside of the temporary folder then, either.
        self.keeps: Tuple[str, ...] = ()
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

    def wrote(self, path: object, destroys: bool = False, told: bool = True) -> None:
        """Notes a change of files by the project's own code; with ``told`` false only when it is refused.

        :raises PermissionError: when it may destroy something that is kept
        """
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
        if frame is None:
            return
        what = self.places.name(name) if not os.path.isabs(name) or self.places.owns(name) else name
        refused_here = destroys and bool(self.keeps) and kept(name, self.keeps)
        if told or refused_here:
            self.note("wrote", what, refused_here, self.places.of(frame.f_code.co_filename, frame.f_lineno))
        if refused_here:
            raise PermissionError(errno.EPERM, "obcms-deploy lets migrations change no files", what)

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


def kept(name: str, folders: Tuple[str, ...]) -> bool:
    """Whether a file is one that must stay as it is: in the checkouts, and everywhere but in the folder for temporary files."""
    path = os.path.realpath(name)
    if any(path.startswith(os.path.join(os.path.realpath(folder), "")) for folder in folders):
        return True
    return not path.startswith(os.path.join(os.path.realpath(tempfile.gettempdir()), ""))


WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _open(sandbox: Sandbox, arguments: Tuple[Any, ...]) -> None:
    path, mode, flags = arguments
    if isinstance(mode, str) and set("wax+") & set(mode) or (mode is None and flags & WRITING):
        sandbox.wrote(path, destroys=not _is_logging())


def _is_logging() -> bool:
    """A log file is only added to, and most settings have one."""
    frame: Optional[FrameType] = sys._getframe(3)
    for _ in range(8):
        if frame is None:
            return False
        if str(frame.f_globals.get("__name__", "")).partition(".")[0] == "logging":
            return True
        frame = frame.f_back
    return False


def _changes(*positions: int, destroys: bool = False) -> Callable[[Sandbox, Tuple[Any, ...]], None]:
    """Paths at these positions; each has the folder it is relative to behind it (or behind all paths, in the same order)."""

    def judge(sandbox: Sandbox, arguments: Tuple[Any, ...]) -> None:
        folders = arguments[positions[-1] + 1 :]
        for index, position in enumerate(positions):
            path = _within(arguments[position], folders[index] if index < len(folders) else -1)
            # Of a move, what it is called afterwards.
            sandbox.wrote(path, destroys, told=position == positions[-1])

    return judge


def _within(path: Any, folder: Any) -> Any:
    """A path relative to an open folder, as one that says where it is."""
    if not isinstance(folder, int) or folder < 0 or not isinstance(path, (str, bytes)) or os.path.isabs(path):
        return path
    try:
        return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), os.fsdecode(path))
    except OSError:
        return path


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
    "os.rename": _changes(0, 1, destroys=True),
    "os.remove": _changes(0, destroys=True),
    "os.rmdir": _changes(0, destroys=True),
    "os.link": _changes(1),
    "os.symlink": _changes(1),
    "os.truncate": _changes(0, destroys=True),
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
