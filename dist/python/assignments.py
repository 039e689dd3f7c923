"""Which statement gave a setting its value: statements of the project's modules report when they have run.

The modules are compiled with a call after each statement outside of functions and classes. Only lines that ran count, imports carry the
origin of a name with them, and nothing but the project's own modules becomes slower.
"""

from __future__ import annotations

import ast
import builtins
import importlib.machinery
import importlib.util
import sys
from types import CodeType
from typing import Any, Dict, List, NamedTuple, Optional, Set, Tuple

from .places import Place, Places
from .statements import Statement, instrumented

#: What instrumented modules call. It stays defined until the process ends.
REPORT = "__obcms_deploy_ran__"
#: Settings whose value before the last assignment is worth telling: what it held and the new one does not is lost.
REPLACED = frozenset(("LOGGING",))
#: A statement in a loop is looked at this often.
MOST_RUNS = 300


class Origin(NamedTuple):
    """Where a name got its value."""

    statement: Statement
    #: Origins of the names its statement used, when it ran; with them those of the conditions it stands under.
    sources: Tuple["Origin", ...]


class Assignments:
    """The table of all modules of one evaluation."""

    def __init__(self, places: Places, compiled: "Compiled") -> None:
        self.places = places
        self.compiled = compiled
        #: In the order they ran.
        self.files: List[str] = []
        self._tables: Dict[int, Dict[str, Origin]] = {}
        self._snapshots: Dict[int, Dict[str, Any]] = {}
        self._runs: Dict[int, int] = {}
        self._undo: List[Any] = []
        #: By module and name, the value an assignment put away and where that came from.
        self._replaced: Dict[Tuple[int, str], Tuple[Any, Origin]] = {}

    def install(self) -> None:
        """From now on the project's modules report. Undone by ``remove``."""
        loader = importlib.machinery.SourceFileLoader
        get_code, compile_ = loader.get_code, builtins.compile
        setattr(builtins, REPORT, self._ran)

        def get_own_code(this: Any, fullname: str) -> Any:
            path = this.get_filename(fullname)
            code = self._code(path, lambda: this.get_data(path)) if self.places.owns(path) else None
            return get_code(this, fullname) if code is None else code

        def compile_own(source: Any, filename: Any, mode: str, *more: Any, **named: Any) -> Any:
            if mode == "exec" and not more and not named and isinstance(filename, str) and self.places.owns(filename):
                code = self._code(filename, lambda: source) if isinstance(source, (str, bytes)) else None
                if code is not None:
                    return code
            return compile_(source, filename, mode, *more, **named)

        loader.get_code = get_own_code  # type: ignore[method-assign, assignment]
        builtins.compile = compile_own  # type: ignore[assignment]
        self._undo = [loader, "get_code", get_code, builtins, "compile", compile_]

    def remove(self) -> None:
        """Modules that are imported from here on are compiled as ever."""
        for owner, name, value in zip(self._undo[0::3], self._undo[1::3], self._undo[2::3]):
            setattr(owner, name, value)
        self._undo = []
        setattr(builtins, REPORT, lambda index: None)

    def origin(self, scope: Dict[str, Any], name: str) -> Optional[Origin]:
        """Of a name of a module, given by its globals."""
        return self._tables.get(id(scope), {}).get(name)

    def place(self, scope: Dict[str, Any], name: str) -> Optional[Place]:
        """The line that gave the name the value it has."""
        origin = self.origin(scope, name)
        return None if origin is None else self.places.of(origin.statement.file, origin.statement.line)

    def replaced(self, scope: Dict[str, Any], name: str) -> Optional[Tuple[Any, Optional[Place]]]:
        """What the name held before the assignment that won, and the line that had given it that."""
        found = self._replaced.get((id(scope), name))
        if found is None:
            return None
        value, origin = found
        return value, self.places.of(origin.statement.file, origin.statement.line)

    def statement_at(self, file: str, line: int) -> Optional[Statement]:
        """The innermost statement of a module that covers the line."""
        return self.compiled.statement_at(file, line)

    def sources_at(self, scope: Dict[str, Any], statement: Statement) -> Tuple[Origin, ...]:
        """Origins of what a statement uses, as the names stand now."""
        table = self._tables.get(id(scope), {})
        found = [table[name] for name in sorted(statement.uses) if name in table]
        for header in statement.headers:
            found.append(Origin(header, tuple(table[name] for name in sorted(header.uses) if name in table)))
        return tuple(found)

    def _code(self, path: str, read: Any) -> Optional[CodeType]:
        code = self.compiled.code(path, read)
        if code is not None and path not in self.files:
            self.files.append(path)
        return code

    def _ran(self, index: int) -> None:
        runs = self._runs.get(index, 0) + 1
        self._runs[index] = runs
        if runs > MOST_RUNS:
            return
        statement = self.compiled.statements[index]
        scope = sys._getframe(1).f_locals
        table = self._tables.setdefault(id(scope), {})
        before = self._snapshots.get(id(scope), {})
        changed = {name for name in statement.targets if name in scope}
        changed.update(name for name, value in scope.items() if before.get(name, table) is not value)
        # The copy keeps the values alive, so that no other object can come to their address.
        self._snapshots[id(scope)] = dict(scope)
        sources = self.sources_at(scope, statement)
        imported = self._imported(statement, scope)
        for name in changed | set(imported):
            if name.startswith("__") or name not in scope:
                continue
            known = table.get(name)
            if name in REPLACED and known is not None and name in before and before[name] is not scope[name]:
                self._replaced[id(scope), name] = (before[name], known)
            if known is not None and statement in known.statement.headers:
                # A statement in the loop is no longer looked at, but it is the one.
                continue
            more = (known,) if known is not None and name in statement.extends else ()
            carried = imported.get(name)
            if carried is None and name not in statement.targets:
                carried = self._carried(name, scope)
            table[name] = carried or Origin(statement, sources + more)

    def _carried(self, name: str, scope: Dict[str, Any]) -> Optional[Origin]:
        """Of a name that no code here writes down: the module that has the same object under it, which a loop or ``exec`` copied."""
        for other, snapshot in reversed(list(self._snapshots.items())):
            if other != id(scope) and name in snapshot and snapshot[name] is scope[name]:
                return self._tables[other].get(name)
        return None

    def _imported(self, statement: Statement, scope: Dict[str, Any]) -> Dict[str, Origin]:
        if statement.imports is None:
            return {}
        module, level, names = statement.imports
        package = scope.get("__package__") or str(scope.get("__name__", "")).rpartition(".")[0]
        try:
            absolute = importlib.util.resolve_name("." * level + module, package)
        except (ImportError, ValueError):
            return {}
        source = getattr(sys.modules.get(absolute), "__dict__", None)
        table = self._tables.get(id(source), {}) if source is not None else {}
        if source is None or not table:
            return {}
        if names == (("*", "*"),):
            names = tuple((name, name) for name in table)
        return {
            known_as: table[name]
            for name, known_as in names
            if name in table and known_as in scope and scope[known_as] is source.get(name)
        }


class Compiled:
    """Instrumented code of files, kept so that processes that are forked later need not compile again."""

    def __init__(self) -> None:
        self.statements: List[Statement] = []
        self._codes: Dict[str, Optional[CodeType]] = {}
        self._by_file: Dict[str, List[Statement]] = {}

    def code(self, path: str, read: Any) -> Optional[CodeType]:
        """None when it cannot be compiled this way: then Python's own way says why."""
        if path not in self._codes:
            try:
                tree = ast.parse(read(), path)
                statements = instrumented(tree, path, len(self.statements), REPORT)
                code = compile(tree, path, "exec", dont_inherit=True)
            except (SyntaxError, ValueError, RecursionError, OSError, MemoryError):
                self._codes[path] = None
            else:
                self._codes[path] = code
                self.statements.extend(statements)
                self._by_file[path] = statements
        return self._codes[path]

    def statement_at(self, file: str, line: int) -> Optional[Statement]:
        """The innermost one: among those that cover the line, the shortest."""
        covering = [statement for statement in self._by_file.get(file, ()) if statement.first <= line <= statement.last]
        return min(covering, key=lambda statement: statement.last - statement.line, default=None)
