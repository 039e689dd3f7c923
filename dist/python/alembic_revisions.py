"""What the source of a revision says: its operations with their lines, and whether there is a way back."""

from __future__ import annotations

import ast
from typing import Any, Dict, List, Optional

#: Of ``op``: they ask, and change nothing.
ASKING = frozenset(("get_bind", "get_context", "f", "inline_literal", "batch_alter_table", "invoke", "implementation_for", "autocommit_block"))
#: Operations whose table is their second argument.
SECOND = frozenset(
    (
        "create_index",
        "create_foreign_key",
        "create_unique_constraint",
        "create_check_constraint",
        "create_exclude_constraint",
        "create_primary_key",
        "drop_constraint",
        "drop_index",
    )
)
#: Calls on a connection that act.
ACTING = frozenset(("execute", "exec_driver_sql", "scalar", "scalars", "run_sync"))


class Called:
    """One call of ``upgrade()`` that does something."""

    def __init__(self, kind: str, node: ast.Call, table: Optional[str]) -> None:
        self.kind = kind
        self.first = node.lineno
        self.last = node.end_lineno or node.lineno
        self.table = table
        self.field = _column(kind, node)


class Revision:
    """The file of a revision, read and not run."""

    def __init__(self, file: Optional[str]) -> None:
        tree = _tree(file)
        self.upgrade = _function(tree, "upgrade")
        self.downgrade = _function(tree, "downgrade")
        #: Of ``def upgrade``; 1 where there is none.
        self.line = self.upgrade.lineno if self.upgrade is not None else 1
        self.calls = [] if self.upgrade is None else _calls(self.upgrade)

    def reverse(self) -> str:
        """``real``, ``noop`` (an empty way back of a revision that does something) or ``none``."""
        if self.downgrade is None or any(isinstance(node, ast.Raise) for node in self.downgrade.body):
            return "none"
        if all(_says_nothing(node) for node in self.downgrade.body):
            return "noop" if self.calls else "real"
        return "real"

    def at(self, line: Optional[int]) -> Optional[int]:
        """Index of the call that covers a line, the shortest; a call of a function elsewhere becomes an operation of its own."""
        if line is None:
            return None
        covering = [index for index, call in enumerate(self.calls) if call.first <= line <= call.last]
        if covering:
            return min(covering, key=lambda index: self.calls[index].last - self.calls[index].first)
        elsewhere = None if self.upgrade is None else _call_at(self.upgrade, line)
        if elsewhere is not None:
            self.calls.append(Called("call", elsewhere, _dotted(elsewhere.func)))
            return len(self.calls) - 1
        before = [index for index, call in enumerate(self.calls) if call.first <= line]
        return max(before, key=lambda index: self.calls[index].first) if before else None

    def operation(self, index: int, code: Optional[Dict[str, Any]]) -> Dict[str, Any]:
        """``OperationAnswer``."""
        call = self.calls[index]
        about = ".".join(part for part in (call.table, call.field) if part)
        text = " ".join(part for part in (call.kind, about) if part)
        return {
            "index": index,
            "kind": call.kind,
            "text": "Python on the connection" if call.kind == "code" else text,
            "line": call.first,
            "model": None if call.kind == "call" else call.table,
            "field": call.field,
            "stateOnly": False,
            "reverse": self.reverse(),
            "before": None,
            "after": None,
            "code": code,
        }


def _tree(file: Optional[str]) -> ast.Module:
    try:
        with open(file or "", "rb") as source:
            return ast.parse(source.read())
    except (OSError, SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def _function(tree: ast.Module, name: str) -> Optional[ast.FunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
    return None


def _says_nothing(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _calls(function: ast.FunctionDef) -> List[Called]:
    found: List[Called] = []
    _walk(function.body, None, found)
    return sorted(found, key=lambda call: call.first)


def _call_at(function: ast.FunctionDef, line: int) -> Optional[ast.Call]:
    """The outermost call of the innermost lines around a line, that is no ``with`` around others."""
    found = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return min(found, key=lambda node: ((node.end_lineno or node.lineno) - node.lineno, node.col_offset), default=None)


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "..."


def _walk(nodes: Any, table: Optional[str], found: List[Called]) -> None:
    """``table``: the one of a ``batch_alter_table`` around them."""
    for node in nodes:
        within = _batch_table(node) or table
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner, name = node.func.value, node.func.attr
            named = owner.id if isinstance(owner, ast.Name) else ""
            if named.endswith("op") and name not in ASKING:
                found.append(Called(name, node, _table(name, node) if within is None else within))
                continue
            if name in ACTING:
                found.append(Called("code", node, None))
                continue
        _walk(ast.iter_child_nodes(node), within, found)


def _batch_table(node: ast.AST) -> Optional[str]:
    if not isinstance(node, ast.With):
        return None
    for item in node.items:
        call = item.context_expr
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "batch_alter_table":
            return _text(call.args[0]) if call.args else None
    return None


def _table(kind: str, node: ast.Call) -> Optional[str]:
    for keyword in node.keywords:
        if keyword.arg in ("table_name", "source_table"):
            return _text(keyword.value)
    position = 1 if kind in SECOND else 0
    if kind == "execute" or len(node.args) <= position:
        return None
    return _text(node.args[position])


def _column(kind: str, node: ast.Call) -> Optional[str]:
    if kind not in ("add_column", "drop_column", "alter_column"):
        return None
    for argument in node.args:
        if isinstance(argument, ast.Call) and argument.args:
            return _text(argument.args[0])
    texts = [text for text in map(_text, node.args) if text is not None]
    return texts[-1] if texts else None


def _text(node: ast.expr) -> Optional[str]:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
