"""Who reads which environment variable: the project's own lines, directly or through a package that reads for them."""

from __future__ import annotations

import linecache
import os
import sys
from types import FrameType
from typing import Any, Dict, Iterator, List, Optional, Tuple

from . import readers
from .places import Place, Places

#: Modules between a caller and the environment that are not the reader.
BETWEEN = frozenset(("os", "collections.abc", "_collections_abc", __name__))


class Read:
    """One variable, at one time it was asked for."""

    def __init__(self, name: str, present: bool, place: Optional[Place]) -> None:
        self.name = name
        self.present = present
        self.place = place
        self.cast: Optional[str] = None
        #: The reader has said what to take instead; None when that cannot be seen.
        self.has_default: Optional[bool] = None
        #: File and line of the module-level statement that led to it, for finding the settings it decides.
        self.statement: Optional[Tuple[str, int]] = None
        #: Functions of the project on the way, by code object: what a failure in one of them may come from.
        self.codes: List[object] = []
        #: The reader asks the environment itself, so that the cast has to be read from the source.
        self.direct = False


class Recorder:
    """Stands in the way of ``os.environ`` for the life of a process."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.all: List[Read] = []
        #: Fields of pydantic's settings in lower case, with the variable that fills each.
        self.fields: Dict[str, str] = {}
        #: Names the project's own code has set itself before reading them.
        self.own: set = set()
        self._bulk: Optional[Tuple[int, int]] = None
        # Settings may put another object in its place.
        self._environment: Any = os.environ

    def install(self) -> None:
        """The objects stay the same ones, so that whoever imported ``environ`` before is seen as well."""
        kind = _watched(self)
        os.environ.__class__ = kind
        if hasattr(os, "environb"):
            os.environb.__class__ = kind

    def reads(self) -> List[Dict[str, object]]:
        """``VariableRead`` of the answer, each name once; ``optional`` as far as known here."""
        told: Dict[str, Dict[str, object]] = {}
        for read in self.all:
            known = told.get(read.name)
            if known is None:
                told[read.name] = {
                    "name": read.name,
                    "place": read.place,
                    "present": read.present,
                    "optional": not read.present,
                    "cast": read.cast or readers.cast_in_source(read, self.places),
                }
            elif known["cast"] is None:
                known["cast"] = read.cast or readers.cast_in_source(read, self.places)
        return list(told.values())

    def absent(self) -> List[Read]:
        """Reads that found nothing, the last one last."""
        return [read for read in self.all if not read.present]

    def values(self) -> Dict[str, str]:
        """The environment as it is now, unseen by the recorder."""
        return {os.fsdecode(key): os.fsdecode(value) for key, value in self._environment._data.items()}

    def read(self, key: object, present: bool, has_default: Optional[bool], frame: FrameType) -> None:
        """One access. Most are none of the project's and are forgotten here."""
        if not isinstance(key, (str, bytes)):
            return
        name = os.fsdecode(key)
        seen = _reader_of(frame)
        if seen is None or self._bulk == (id(seen), seen.f_lasti):
            return
        self._bulk = None
        if self.places.owns(seen.f_code.co_filename):
            read = self._made(name, present, seen)
            read.direct = True
            read.has_default = has_default
        else:
            found = self._through_package(name, present, seen)
            if found is None:
                return
            read = found
        self.all.append(read)

    def sets(self, key: object, frame: FrameType) -> bool:
        """Whether the project gives the variable a value of its own here, which is not there from outside; False for a loop over a file."""
        seen = _reader_of(frame)
        if seen is None or not isinstance(key, (str, bytes)) or not self.places.owns(seen.f_code.co_filename):
            return False
        name = os.fsdecode(key)
        text = _logical_line(seen.f_code.co_filename, seen.f_lineno)
        if f'"{name}"' not in text and f"'{name}'" not in text:
            return False
        self.own.add(name)
        return True

    def whole(self, frame: FrameType) -> None:
        """Somebody copies all of it: that is no reading of single variables, but for pydantic, which does it by fields."""
        seen = _reader_of(frame)
        if seen is None:
            return
        self._bulk = (id(seen), seen.f_lasti)
        fields = readers.pydantic_fields(seen, self.values())
        own = next(self.places.own_frames(seen), None)
        if fields is None or own is None:
            return
        for field in fields:
            read = self._made(field.variable, field.present, own)
            read.cast = field.cast
            read.has_default = not field.required
            self.fields[field.key.lower()] = field.variable
            self.fields[field.name.lower()] = field.variable
            self.all.append(read)

    def _through_package(self, name: str, present: bool, seen: FrameType) -> Optional[Read]:
        sight = readers.sight(seen, name)
        own = _own_behind(self.places, seen)
        if own is None or sight is None:
            return None
        present = present or sight.elsewhere
        # What other packages look for on their own account is worth telling only where they find it.
        if not sight.known and not present:
            return None
        read = self._made(name, present, own)
        read.cast = sight.cast
        read.has_default = sight.has_default
        return read

    def _made(self, name: str, present: bool, own: FrameType) -> Read:
        read = Read(name, present and name not in self.own, self.places.of(own.f_code.co_filename, own.f_lineno))
        for frame in self.places.own_frames(own):
            read.codes.append(frame.f_code)
            if frame.f_code.co_name == "<module>":
                read.statement = (frame.f_code.co_filename, frame.f_lineno)
                break
        return read


def _logical_line(file: str, line: int) -> str:
    """The line and those after it that its brackets hold open."""
    text = ""
    for offset in range(8):
        text += linecache.getline(file, line + offset)
        if sum(text.count(opening) for opening in "([{") <= sum(text.count(closing) for closing in ")]}"):
            break
    return text


def _reader_of(frame: Optional[FrameType]) -> Optional[FrameType]:
    while frame is not None and frame.f_globals.get("__name__") in BETWEEN:
        frame = frame.f_back
    return frame


def _own_behind(places: Places, frame: Optional[FrameType]) -> Optional[FrameType]:
    """The project's frame that called a package; None when the package is only being imported."""
    while frame is not None:
        filename = frame.f_code.co_filename
        if places.owns(filename):
            return frame
        if filename.startswith("<frozen importlib"):
            return None
        frame = frame.f_back
    return None


def _watched(recorder: Recorder) -> type:
    """A class for ``os.environ`` with the same layout, so that the object can take it on."""
    kind = type(os.environ)

    class Watched(kind):  # type: ignore[misc, valid-type]
        def __getitem__(self, key: Any) -> Any:
            frame = sys._getframe(1)
            try:
                value = kind.__getitem__(self, key)
            except KeyError:
                recorder.read(key, False, False, frame)
                raise
            recorder.read(key, True, False, frame)
            return value

        def get(self, key: Any, default: Any = None) -> Any:
            frame = sys._getframe(1)
            try:
                value = kind.__getitem__(self, key)
            except KeyError:
                recorder.read(key, False, default is not None, frame)
                return default
            recorder.read(key, True, default is not None, frame)
            return value

        def __contains__(self, key: Any) -> bool:
            try:
                kind.__getitem__(self, key)
                present = True
            except (KeyError, TypeError):
                present = False
            recorder.read(key, present, True, sys._getframe(1))
            return present

        def setdefault(self, key: Any, value: Any) -> Any:
            frame = sys._getframe(1)
            try:
                found = kind.__getitem__(self, key)
            except KeyError:
                if recorder.sets(key, frame):
                    recorder.read(key, False, True, frame)
                kind.__setitem__(self, key, value)
                return value
            recorder.read(key, True, True, frame)
            return found

        def __setitem__(self, key: Any, value: Any) -> None:
            try:
                kind.__getitem__(self, key)
            except KeyError:
                recorder.sets(key, sys._getframe(1))
            kind.__setitem__(self, key, value)

        def __iter__(self) -> Iterator[Any]:
            recorder.whole(sys._getframe(1))
            return kind.__iter__(self)

        def keys(self) -> Any:
            recorder.whole(sys._getframe(1))
            return dict.fromkeys(kind.__iter__(self)).keys()

        def items(self) -> Any:
            recorder.whole(sys._getframe(1))
            return self._plain().items()

        def values(self) -> Any:
            recorder.whole(sys._getframe(1))
            return self._plain().values()

        def copy(self) -> Any:
            return self._plain()

        def _plain(self) -> Dict[Any, Any]:
            return {key: kind.__getitem__(self, key) for key in list(kind.__iter__(self))}

    return Watched
