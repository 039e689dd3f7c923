"""Statements of a module outside of functions and classes: what they assign and use, and a call after each."""

from __future__ import annotations

import ast
from typing import List, Optional, Set, Tuple

#: Methods that change what they are called on.
CHANGING = frozenset(
    ("append", "extend", "insert", "update", "setdefault", "pop", "popitem", "remove", "add", "discard", "clear")
    + ("sort", "reverse", "difference_update", "intersection_update", "__setitem__", "move_to_end")
)

#: ``(module, level, ((name, known as), ...))``; ``("*", "*")`` for all names.
Imports = Tuple[str, int, Tuple[Tuple[str, str], ...]]


class Statement:
    """One statement; of ``if``, ``for`` and such only the line that heads it, with what it tests."""

    def __init__(self, file: str, node: ast.AST, last: Optional[int] = None) -> None:
        self.file = file
        decorators = getattr(node, "decorator_list", [])
        self.line: int = getattr(node, "lineno", 1)
        self.first = min([self.line] + [decorator.lineno for decorator in decorators])
        self.last: int = last or getattr(node, "end_lineno", None) or self.line
        self.targets: Set[str] = set()
        self.uses: Set[str] = set()
        #: ``{name: attributes}`` for names that are only used as ``name.attribute``.
        self.attributes: Set[Tuple[str, str]] = set()
        #: Targets that keep something of what they were: ``+=``, ``.append``, ``["k"] =``.
        self.extends: Set[str] = set()
        self.imports: Optional[Imports] = None
        #: The conditions and loops it stands under, the innermost last.
        self.headers: Tuple["Statement", ...] = ()


def instrumented(tree: ast.Module, file: str, first: int, report: str) -> List[Statement]:
    """Puts a call of ``report(index)`` behind every statement of the module; gives the statements, the first with index ``first``."""
    builder = _Builder(file, first, report)
    tree.body = builder.block(tree.body, ())
    return builder.statements


class _Builder:
    def __init__(self, file: str, first: int, report: str) -> None:
        self.file = file
        self.first = first
        self.report = report
        self.statements: List[Statement] = []

    def block(self, nodes: List[ast.stmt], headers: Tuple[Statement, ...]) -> List[ast.stmt]:
        made: List[ast.stmt] = []
        for node in nodes:
            made.append(node)
            if _must_come_first(node):
                continue
            statement = self._statement(node, headers)
            index = self.first + len(self.statements)
            self.statements.append(statement)
            if not isinstance(node, (ast.Raise, ast.Break, ast.Continue, ast.Return)):
                made.append(self._call(index, node))
        return made

    def _call(self, index: int, node: ast.stmt) -> ast.stmt:
        call = ast.Expr(
            ast.Call(ast.Name(self.report, ast.Load()), [ast.Constant(value=index, kind=None)], [])
        )
        for part in ast.walk(call):
            ast.copy_location(part, node)
        return call

    def _statement(self, node: ast.stmt, headers: Tuple[Statement, ...]) -> Statement:
        inner = [name for name in ("body", "orelse", "finalbody", "handlers", "cases") if getattr(node, name, None)]
        if not inner or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            statement = Statement(self.file, node)
            _describe(statement, node)
            statement.headers = headers
            return statement
        head = [child for child in ast.iter_child_nodes(node) if isinstance(child, (ast.expr, ast.withitem))]
        last = max([getattr(part, "end_lineno", None) or node.lineno for part in head] + [node.lineno])
        header = Statement(self.file, node, last)
        for part in head:
            _describe(header, part)
        header.headers = headers
        under = headers + (header,) if header.uses or head else headers
        for name in ("body", "orelse", "finalbody"):
            if getattr(node, name, None):
                setattr(node, name, self.block(getattr(node, name), under))
        for branch in list(getattr(node, "handlers", [])) + list(getattr(node, "cases", [])):
            branch.body = self.block(branch.body, under)
        return header


def _must_come_first(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _describe(statement: Statement, node: ast.AST) -> None:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        statement.targets.add(node.name)
        return
    if isinstance(node, ast.ImportFrom):
        names = tuple((alias.name, alias.asname or alias.name) for alias in node.names)
        statement.imports = (node.module or "", node.level, names)
    if isinstance(node, ast.AugAssign):
        _changed(statement, node.target)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
        if node.value.func.attr in CHANGING:
            _changed(statement, node.value.func.value)
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            (statement.uses if isinstance(part.ctx, ast.Load) else statement.targets).add(part.id)
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            statement.attributes.add((part.value.id, part.attr))
        if isinstance(part, (ast.Subscript, ast.Attribute)) and not isinstance(part.ctx, ast.Load):
            _changed(statement, part.value)


def _changed(statement: Statement, target: ast.AST) -> None:
    """The name at the bottom of ``NAME["a"]["b"].c``."""
    while isinstance(target, (ast.Subscript, ast.Attribute)):
        target = target.value
    if isinstance(target, ast.Name):
        statement.targets.add(target.id)
        statement.extends.add(target.id)
