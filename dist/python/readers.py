"""How packages that read variables for a project do it: the cast, the default, and values they have from files."""

from __future__ import annotations

import ast
import os
import sys
from types import FrameType
from typing import TYPE_CHECKING, Any, Dict, List, NamedTuple, Optional

if TYPE_CHECKING:
    from .places import Places
    from .record import Read

#: Packages whose reading is the project's reading.
READERS = frozenset(
    ("environ", "decouple", "dj_database_url", "environs", "configurations", "envparse", "prettyconf", "starlette")
)
#: Functions that fill the environment from a file: they look at every name of the file, which says nothing about the settings.
FILLING = frozenset(("read_env", "load_dotenv", "set_as_environment_variables", "dotenv_values", "resolve_variables"))

#: Methods of readers, by what they make of the text.
METHODS = {
    "bool": "bool",
    "int": "int",
    "float": "float",
    "str": "str",
    "unicode": "str",
    "bytes": "str",
    "json": "json",
    "list": "list",
    "tuple": "list",
    "dict": "dict",
    "path": "str",
    "url": "url",
    "db": "url",
    "db_url": "url",
    "dj_db_url": "url",
    "cache": "url",
    "cache_url": "url",
    "dj_cache_url": "url",
    "email": "url",
    "email_url": "url",
    "dj_email_url": "url",
    "search_url": "url",
    "channels": "url",
    "channels_url": "url",
}


class Sight(NamedTuple):
    """What the frames of a reader show."""

    known: bool
    cast: Optional[str]
    has_default: Optional[bool]
    #: The value comes from a file of the reader's own.
    elsewhere: bool


class Field(NamedTuple):
    """A field of pydantic's settings."""

    name: str
    key: str
    variable: str
    present: bool
    required: bool
    cast: Optional[str]


def sight(frame: FrameType, name: str) -> Optional[Sight]:
    """None where nobody reads for the project: the standard library, or a file being loaded into the environment."""
    top = str(frame.f_globals.get("__name__", "")).partition(".")[0]
    if _fills(frame):
        return None
    if top == "posixpath" and frame.f_code.co_name == "expandvars":
        return Sight(True, "str", True, False)
    if top not in READERS:
        return None if _is_standard(frame) else Sight(False, None, None, False)
    cast: Optional[str] = None
    has_default: Optional[bool] = None
    elsewhere = False
    walking: Optional[FrameType] = frame
    while walking is not None and str(walking.f_globals.get("__name__", "")).partition(".")[0] == top:
        scope = walking.f_locals
        if "default" in scope and has_default is None:
            has_default = not _is_unset(scope["default"])
        if scope.get("cast") is not None and cast is None:
            cast = _cast_name(scope["cast"])
        if walking.f_code.co_name in METHODS and top in ("environ", "environs", "envparse"):
            cast = METHODS[walking.f_code.co_name]
        repository = getattr(scope.get("self"), "repository", None)
        data = getattr(repository, "data", None)
        if isinstance(data, dict) and name in data:
            elsewhere = True
        elif repository is not None and hasattr(repository, "parser"):
            elsewhere = elsewhere or repository.parser.has_option("settings", name)
        walking = walking.f_back
    if top == "dj_database_url":
        cast, has_default = "url", True
    return Sight(True, cast, has_default, elsewhere)


def _fills(frame: Optional[FrameType]) -> bool:
    for _ in range(8):
        if frame is None:
            return False
        if frame.f_code.co_name in FILLING and frame.f_globals.get("__name__", "").partition(".")[0] in (
            "environ",
            "environs",
            "dotenv",
            "envparse",
            "pydantic_settings",
        ):
            return True
        frame = frame.f_back
    return False


def _is_standard(frame: FrameType) -> bool:
    filename = frame.f_code.co_filename
    if filename.startswith("<frozen"):
        return True
    return filename.startswith(os.path.dirname(os.__file__) + os.sep) and "-packages" + os.sep not in filename


def _is_unset(default: object) -> bool:
    return type(default).__name__ in ("NoValue", "Undefined", "_Missing", "Missing") or type(default).__module__ == "marshmallow.utils"


def _cast_name(cast: object) -> Optional[str]:
    known = {bool: "bool", int: "int", float: "float", str: "str", list: "list", tuple: "list", dict: "dict"}
    try:
        if cast in known:
            return known[cast]  # type: ignore[index]
    except TypeError:
        return "list" if isinstance(cast, (list, tuple)) else None
    name = getattr(cast, "__name__", type(cast).__name__)
    if name == "_cast_boolean":
        return "bool"
    if name in ("Csv", "<lambda>"):
        return "list" if name == "Csv" else None
    return "url" if name == "parse" else None


def pydantic_fields(frame: Optional[FrameType], environment: Dict[str, str]) -> Optional[List[Field]]:
    """Fields of the settings class that is about to be filled; None when this is no such reading."""
    source: Any = None
    for _ in range(6):
        if frame is None:
            return None
        if frame.f_globals.get("__name__", "").startswith("pydantic_settings"):
            source = frame.f_locals.get("self")
            if hasattr(source, "settings_cls"):
                break
        frame = frame.f_back
    if not hasattr(source, "settings_cls"):
        return None
    try:
        return _fields_of(source, environment)
    except Exception:
        # Another version of pydantic-settings names its parts otherwise; the settings are evaluated all the same.
        return None


def _fields_of(source: Any, environment: Dict[str, str]) -> List[Field]:
    known = {name.lower(): name for name in environment}
    filed = {name.lower() for name in _dotenv_names(source.config.get("env_file"))}
    found = []
    for name, field in source.settings_cls.model_fields.items():
        for key, variable, _ in source._extract_field_info(field, name)[:1]:
            lowered = variable.lower()
            found.append(
                Field(
                    name,
                    key,
                    known.get(lowered, variable.upper()),
                    lowered in known or lowered in filed,
                    field.is_required(),
                    _cast_name(field.annotation),
                )
            )
    return found


def _dotenv_names(files: Any) -> List[str]:
    dotenv = sys.modules.get("dotenv")
    if dotenv is None or files is None:
        return []
    names: List[str] = []
    for file in files if isinstance(files, (list, tuple)) else [files]:
        if os.path.isfile(file):
            names.extend(dotenv.dotenv_values(file, interpolate=False))
    return names


_TREES: Dict[str, Optional[ast.Module]] = {}


def cast_in_source(read: "Read", places: "Places") -> Optional[str]:
    """What the line makes of a text it takes from ``os.environ`` itself."""
    if not read.direct or read.place is None:
        return None
    file = os.path.join(places.root, str(read.place["file"]))
    if file not in _TREES:
        try:
            with open(file, "rb") as source:
                _TREES[file] = ast.parse(source.read())
        except (OSError, SyntaxError, ValueError):
            _TREES[file] = None
    tree = _TREES[file]
    return None if tree is None else _cast_around(tree, read.name, int(str(read.place["line"])))


def _cast_around(tree: ast.Module, name: str, line: int) -> Optional[str]:
    for node in ast.walk(tree):
        first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0) or 0
        if not isinstance(node, ast.expr) or not first <= line <= last:
            continue
        cast = _cast_of(node)
        if cast is not None and _mentions(node, name):
            return cast
    return None


def _cast_of(node: ast.expr) -> Optional[str]:
    if isinstance(node, ast.Call):
        function = node.func
        called = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        if called in ("strtobool", "str2bool", "str_to_bool", "to_bool", "parse_bool", "as_bool", "bool"):
            return "bool"
        if called in ("int", "float"):
            return called
        if called in ("split", "splitlines"):
            return "list"
        return "json" if called == "loads" else None
    if isinstance(node, ast.Compare):
        words = {
            inner.value.lower()
            for right in node.comparators
            for inner in ast.walk(right)
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
        }
        if words and words <= {"true", "false", "1", "0", "yes", "no", "on", "off", "t", "f", "y", "n", "enabled", ""}:
            return "bool"
    return None


def _mentions(node: ast.expr, name: str) -> bool:
    return any(isinstance(inner, ast.Constant) and inner.value == name for inner in ast.walk(node))
