"""What the source of a function that a migration runs says about its work: ``CodeFacts`` of ``src/migrations/facts.ts``. It is read, not run."""

from __future__ import annotations

import ast
import functools
import inspect
import sys
from typing import Any, Dict, List, NamedTuple, Optional, Set, Tuple

from .migrations_ddl_flow import Flow, Given
from .migrations_ddl_rows import Seen, Value

#: Functions that are followed from one to the next.
DEPTH = 6

_TREES: Dict[str, Optional[ast.Module]] = {}
_FUNCTIONS: Dict[str, Dict[Tuple[int, str], Any]] = {}


class Found(NamedTuple):
    """A function with its syntax."""

    function: Any
    node: Any
    file: str


def of_operation(operation: Any, state: Any, places: Any) -> Optional[Dict[str, Any]]:
    """Facts of RunPython; None of everything else. ``state`` names the models as the function would get them."""
    from django.db.migrations.operations import RunPython

    if not isinstance(operation, RunPython):
        return None
    function = bare(operation.code)
    found = find(function)
    seen = Seen()
    if found is None:
        seen.write("unknown")
    else:
        try:
            _Reader(state, places, seen).read(found, {0: Value("apps"), 1: Value("editor")}, 0)
        except Exception:
            # Source that is stranger than this reader knows (a recursion without end, for one).
            seen.write("unknown")
    place = None if found is None else places.of(found.file, found.node.lineno)
    return {
        "name": str(getattr(function, "__name__", type(function).__name__)),
        "place": place,
        "tables": sorted(seen.tables),
        "writes": seen.writes,
        "batched": seen.batched,
        "live": seen.live,
        "sql": seen.sql,
    }


def bare(function: Any) -> Any:
    """Without ``functools.partial`` and decorators that say what they wrap."""
    while isinstance(function, functools.partial):
        function = function.func
    try:
        return inspect.unwrap(getattr(function, "__func__", function))
    except ValueError:
        return function


def find(function: Any) -> Optional[Found]:
    """A function's syntax; None of what was not written in Python, or whose file is gone."""
    code = getattr(function, "__code__", None)
    if code is None:
        # An object that is called.
        call = getattr(type(function), "__call__", None)
        code = getattr(call, "__code__", None)
        function = call
    if code is None:
        return None
    node = _functions(code.co_filename).get((code.co_firstlineno, code.co_name))
    return None if node is None else Found(function, node, code.co_filename)


def does_nothing(function: Any) -> bool:
    """RunPython.noop, or a body of which nothing is left without its docstring."""
    from django.db.migrations.operations import RunPython

    if function is None:
        return False
    if function is RunPython.noop or getattr(function, "__qualname__", "") == "RunPython.noop":
        return True
    found = find(bare(function))
    if found is None:
        return False
    body = found.node.body
    return all(_is_idle(one) for one in body) if isinstance(body, list) else isinstance(body, ast.Constant)


def tree_of(file: str) -> Optional[ast.Module]:
    """A file's syntax; None when it cannot be read."""
    if file not in _TREES:
        try:
            with open(file, "rb") as source:
                _TREES[file] = ast.parse(source.read())
        except (OSError, SyntaxError, ValueError):
            _TREES[file] = None
    return _TREES[file]


def _functions(file: str) -> Dict[Tuple[int, str], Any]:
    """By first line and name. Looked through once: a migration may have thousands."""
    if file not in _FUNCTIONS:
        found: Dict[Tuple[int, str], Any] = {}
        for node in ast.walk(tree_of(file) or ast.Module(body=[], type_ignores=[])):
            if isinstance(node, (ast.FunctionDef, ast.Lambda)):
                found.setdefault((_first_line(node), getattr(node, "name", "<lambda>")), node)
        _FUNCTIONS[file] = found
    return _FUNCTIONS[file]


def _first_line(node: Any) -> int:
    return min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])


def _is_idle(node: ast.stmt) -> bool:
    if isinstance(node, ast.Pass):
        return True
    value = node.value if isinstance(node, (ast.Expr, ast.Return)) else node
    return value is None or isinstance(value, ast.Constant)


class _Reader:
    """From one function to those it calls."""

    def __init__(self, state: Any, places: Any, seen: Seen) -> None:
        self.state = state
        self.places = places
        self.seen = seen
        self._read: Set[Tuple[str, int]] = set()

    def read(self, found: Found, given: Given, depth: int) -> None:
        key = (found.file, found.node.lineno)
        if key in self._read:
            return
        self._read.add(key)
        names = dict(getattr(found.function, "__globals__", {}))
        self._live(found, names)
        flow = Flow(self.seen, self._tables, lambda name: names.get(name), lambda value, held: self._follow(value, held, depth))
        flow.function(found.node, given)

    def _follow(self, value: Any, given: Given, depth: int) -> bool:
        """Reads a function that is called; whether that was possible."""
        function = bare(value)
        code = getattr(function, "__code__", None)
        if depth >= DEPTH or code is None or not self.places.owns(code.co_filename):
            return False
        found = find(function)
        if found is None:
            return False
        self.read(found, given, depth + 1)
        return True

    def _tables(self, app: str, model: str) -> List[str]:
        known = self.state.models.get((app, model.lower()))
        if known is None:
            return []
        table = known.options.get("db_table")
        if not table:
            from django.db.backends.utils import truncate_name

            table = truncate_name(f"{app}_{model.lower()}", 63)
        return [str(table).strip('"')]

    def _live(self, found: Found, names: Dict[str, Any]) -> None:
        """Models of today's code that the function uses, by imports of its own or of its module."""
        used = {node.id: node.lineno for node in reversed(list(ast.walk(found.node))) if isinstance(node, ast.Name)}
        for name, line in sorted(used.items(), key=lambda one: one[1]):
            value = names.get(name)
            if _is_model(value) or (name == "get_user_model" and callable(value)):
                self._tell(found, name, _import_line(tree_of(found.file), name) or line)
        for node in ast.walk(found.node):
            if isinstance(node, ast.ImportFrom) and node.module:
                module = sys.modules.get(_absolute(node, names))
                for alias in node.names:
                    value = getattr(module, alias.name, None)
                    if _is_model(value):
                        names[alias.asname or alias.name] = value
                        self._tell(found, alias.name, node.lineno)
                    elif value is not None:
                        names[alias.asname or alias.name] = value

    def _tell(self, found: Found, name: str, line: int) -> None:
        place = self.places.of(found.file, line)
        if self.seen.live is None and place is not None:
            self.seen.live = {"name": name, "place": place}


def _is_model(value: Any) -> bool:
    from django.db.models import Model

    return isinstance(value, type) and issubclass(value, Model) and value.__module__ != "__fake__"


def _absolute(node: ast.ImportFrom, names: Dict[str, Any]) -> str:
    if not node.level:
        return node.module or ""
    package = str(names.get("__package__") or "").split(".")
    return ".".join([*package[: len(package) - node.level + 1], node.module or ""])


def _import_line(tree: Optional[ast.Module], name: str) -> Optional[int]:
    for node in tree.body if tree is not None else ():
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if any((alias.asname or alias.name) == name for alias in node.names):
                return node.lineno
    return None
