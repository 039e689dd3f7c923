"""How a data step goes through rows, followed through its syntax: which models it asks for, what it writes, and whether in pieces.

It knows historical models, their querysets, rows that come out of loops, and cursors. What it does not know, and hands rows or the connection
to, makes the answer ``unknown``.
"""

from __future__ import annotations

import ast
from types import FunctionType
from typing import Any, Callable, Dict, List, Optional, Union

from . import migrations_ddl_rows as rows
from .migrations_ddl_rows import Seen, Value

#: Arguments of a call, by position or name.
Given = Dict[Union[int, str], Optional[Value]]


class Flow:
    """One function."""

    def __init__(
        self,
        seen: Seen,
        tables: Callable[[str, str], List[str]],
        outside: Callable[[str], Any],
        follow: Callable[[Any, Given], bool],
    ) -> None:
        self.seen = seen
        self.tables = tables
        self.outside = outside
        self.follow = follow
        self.names: Dict[str, Value] = {}
        #: Of the loops around: over all rows, over some, or without end.
        self.loops: List[str] = []

    def function(self, node: Any, given: Given) -> None:
        """Reads all of it; ``given`` is what its parameters hold, by position or name."""
        parameters = [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
        for position, name in enumerate(parameters):
            value = given.get(name, given.get(position))
            if value is not None:
                self.names[name] = value
        if isinstance(node.body, list):
            self._block(node.body)
        else:
            self._value(node.body)

    def _block(self, body: List[ast.stmt]) -> None:
        for node in body:
            self._statement(node)

    def _statement(self, node: ast.stmt) -> None:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            self._block([one for one in node.body if not isinstance(one, ast.ClassDef)])
        elif isinstance(node, ast.Assign):
            value = self._value(node.value)
            for target in node.targets:
                self._bind(target, value)
        elif isinstance(node, ast.For):
            self._for(node)
        elif isinstance(node, ast.While):
            self._value(node.test)
            self._within("pieces", node.body)
        elif isinstance(node, ast.With):
            for item in node.items:
                value = self._value(item.context_expr)
                if item.optional_vars is not None:
                    self._bind(item.optional_vars, value)
            self._block(node.body)
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.stmt):
                    self._statement(child)
                elif isinstance(child, ast.expr):
                    self._value(child)
                elif isinstance(child, ast.ExceptHandler):
                    self._block(child.body)

    def _for(self, node: ast.For) -> None:
        value = self._value(node.iter)
        if value is not None and value.kind == "query":
            self._bind(node.target, Value("row", value.scope))
            self._within(value.scope, node.body)
        else:
            self._bind(node.target, value)
            text = ast.dump(node.iter)
            self._within("pieces" if "'range'" in text or rows.IN_PIECES.search(text) else "few", node.body)
        self._block(node.orelse)

    def _within(self, loop: str, body: List[ast.stmt]) -> None:
        self.loops.append(loop)
        self._block(body)
        self.loops.pop()

    def _bind(self, target: ast.expr, value: Optional[Value]) -> None:
        if isinstance(target, ast.Name) and value is not None:
            self.names[target.id] = value
        elif isinstance(target, ast.Name):
            self.names.pop(target.id, None)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for one in target.elts:
                self._bind(one, value)

    def _value(self, node: Optional[ast.AST]) -> Optional[Value]:
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Name):
            return self.names.get(node.id) or rows.texts(self.outside(node.id))
        if isinstance(node, ast.Constant):
            return Value("texts", texts=(node.value,)) if isinstance(node.value, str) else None
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Subscript):
            return self._subscript(node)
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return self._literal(node)
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            return self._comprehension(node)
        if isinstance(node, ast.BinOp):
            both = [self._value(node.left), self._value(node.right)]
            texts = [one.texts[0] for one in both if one is not None and one.kind == "texts" and len(one.texts) == 1]
            return Value("texts", texts=("".join(texts),)) if len(texts) == 2 and isinstance(node.op, ast.Add) else None
        if node is not None and not isinstance(node, ast.Lambda):
            for child in ast.iter_child_nodes(node):
                self._value(child)
        return None

    def _literal(self, node: Any) -> Optional[Value]:
        values = [self._value(one) for one in node.elts]
        texts = [text for one in values if one is not None and one.kind == "texts" for text in one.texts]
        if texts and len(texts) >= len(node.elts):
            return Value("texts", texts=tuple(texts))
        models = [one for one in values if one is not None and one.kind in ("model", "row")]
        return models[0] if models else None

    def _comprehension(self, node: Any) -> Optional[Value]:
        first = None
        for one in node.generators:
            value = self._value(one.iter)
            first = first or value
            row = Value("row", value.scope) if value is not None and value.kind == "query" else value
            self._bind(one.target, row)
        loop = first.scope if first is not None and first.kind == "query" else "few"
        self.loops.append(loop)
        for part in ("elt", "key", "value"):
            self._value(getattr(node, part, None))
        self.loops.pop()
        return first if first is not None and first.kind == "query" else None

    def _attribute(self, node: ast.Attribute) -> Optional[Value]:
        owner = self._value(node.value)
        if owner is None:
            return None
        if owner.kind == "model":
            return Value("query") if not node.attr.startswith("_meta") else None
        if owner.kind == "editor" and node.attr == "connection":
            return Value("connection")
        return Value("related", owner.scope) if owner.kind == "row" else None

    def _subscript(self, node: ast.Subscript) -> Optional[Value]:
        owner = self._value(node.value)
        if owner is None or owner.kind != "query":
            return None
        if not isinstance(node.slice, ast.Slice):
            return Value("row", "some")
        if "pieces" in self.loops:
            self.seen.batched = True
            return owner
        return Value("query", "some")

    def _call(self, node: ast.Call) -> Optional[Value]:
        arguments = [self._value(one) for one in node.args] + [self._value(one.value) for one in node.keywords]
        if isinstance(node.func, ast.Attribute):
            return self._method(node, node.func, arguments)
        if not isinstance(node.func, ast.Name):
            return None
        name = node.func.id
        known = self.names.get(name)
        if known is not None and known.kind == "model":
            return Value("row", "some")
        if name in rows.PASSING or rows.IN_PIECES.search(name):
            self.seen.batched = self.seen.batched or bool(rows.IN_PIECES.search(name))
            given = [one for one in arguments if one is not None and one.kind in ("query", "texts", "model", "row")]
            return given[0] if given else None
        value = self.outside(name)
        if callable(value) and not isinstance(value, type) and self._follow(node, value):
            return None
        if name == "call_command" or (not rows.is_builtin(name) and any(rows.matters(one) for one in arguments)):
            self.seen.write("unknown")
        return None

    def _follow(self, node: ast.Call, function: Any) -> bool:
        given: Given = {}
        for position, one in enumerate(node.args):
            given[position] = self._value(one)
        for named in node.keywords:
            given[named.arg or ""] = self._value(named.value)
        return self.follow(function, given)

    def _method(self, node: ast.Call, func: ast.Attribute, arguments: List[Optional[Value]]) -> Optional[Value]:
        if func.attr == "get_model":
            return self._model(arguments)
        owner, name = self._value(func.value), func.attr
        if name in ("execute", "executemany") and (owner is None or owner.kind in ("cursor", "editor", "connection")):
            self._execute(arguments)
            return None
        if name == "cursor":
            return Value("cursor")
        if owner is None and isinstance(func.value, ast.Name):
            function = getattr(self.outside(func.value.id), name, None)
            if isinstance(function, FunctionType) and self._follow(node, function):
                return None
        if owner is None or owner.kind in ("texts", "apps", "cursor", "connection"):
            unread = owner is None and name in rows.CHANGING | rows.ADDING | {"save"}
            if unread or (owner is None and any(rows.matters(one) for one in arguments) and not rows.collects(name)):
                self._write("unknown")
            return owner if owner is not None and owner.kind == "connection" else None
        if owner.kind == "query":
            return self._query(node, owner, name, arguments)
        if name in rows.OF_ROW | rows.CHANGING | rows.ADDING and owner.kind in ("row", "related"):
            self._write(owner.scope)
        elif name not in rows.OF_ROW and owner.kind == "related":
            return owner
        return None

    def _query(self, node: ast.Call, owner: Value, name: str, arguments: List[Optional[Value]]) -> Optional[Value]:
        sized = any(one.arg in ("batch_size", "chunk_size") for one in node.keywords)
        if name == "iterator" or sized:
            self.seen.batched = True
        if name in rows.CHANGING:
            given = [one for one in arguments if one is not None and one.kind in ("query", "row")]
            scope = given[0].scope if given else "all" if name.endswith("bulk_update") else owner.scope
            self._write(scope)
        elif name in rows.ADDING:
            given = [one for one in arguments if one is not None and one.kind == "query"]
            self._write(given[0].scope if given else "some")
            return Value("row", "some")
        elif name in rows.SAME:
            return owner
        elif name in rows.FEWER:
            return owner if rows.is_backfill(node) else Value("query", "some")
        elif name in rows.ONE:
            return Value("row", "some")
        return None

    def _write(self, scope: str) -> None:
        if "all" in self.loops or ("pieces" in self.loops and scope != "unknown"):
            self.seen.batched = self.seen.batched or "pieces" in self.loops
            scope = "all"
        self.seen.write(scope)

    def _model(self, arguments: List[Optional[Value]]) -> Value:
        texts = [one.texts for one in arguments if one is not None and one.kind == "texts"]
        if len(texts) == 1:
            pairs = [text.split(".", 1) for text in texts[0] if "." in text]
        else:
            pairs = [[app, model] for app in texts[0] for model in texts[1]] if len(texts) == 2 else []
        for pair in pairs:
            self.seen.tables.update(self.tables(pair[0], pair[1]))
        return Value("model")

    def _execute(self, arguments: List[Optional[Value]]) -> None:
        first = arguments[0] if arguments else None
        if first is None or first.kind != "texts":
            self.seen.write("unknown")
            return
        for text in first.texts:
            self.seen.sql.append(text)
            self._write(rows.written(text))
