"""Migrations as nodes: where their files lie, whose they are, and whether two releases have the same one."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import sys
from typing import Any, Dict, List, Optional, Tuple

from .places import Place, Places

Key = Tuple[str, str]
#: Folders that installers fill.
INSTALLED = ("site-packages", "dist-packages")


def identity(key: Any) -> str:
    """``app.name``"""
    return f"{key[0]}.{key[1]}"


def file_of(migration: Any) -> Optional[str]:
    """The absolute path of its source; None when it has none."""
    name = getattr(sys.modules.get(type(migration).__module__), "__file__", None)
    if not isinstance(name, str):
        return None
    return os.path.abspath(name)


def raw_digest(file: Optional[str]) -> Optional[str]:
    """SHA-256 of the bytes of a file."""
    source = _bytes(file)
    return None if source is None else hashlib.sha256(source).hexdigest()


def digest(file: Optional[str], raw: Optional[str], earlier: Optional[List[Any]]) -> Optional[str]:
    """Of this release's file; the other release's (``[file, digest]``) where the two differ in comments, texts and layout only.

    Trees are only made of files that differ: of a thousand that would take seconds.
    """
    if raw is None or earlier is None or earlier[1] is None or earlier[1] == raw:
        return raw
    here, there = _meaning(file), _meaning(earlier[0])
    return earlier[1] if here is not None and here == there else raw


def _meaning(file: Optional[str]) -> Optional[str]:
    source = _bytes(file)
    if source is None:
        return None
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                body[:1] = []
    return ast.dump(tree)


def _bytes(file: Optional[str]) -> Optional[bytes]:
    if file is None:
        return None
    try:
        with open(file, "rb") as source:
            return source.read()
    except OSError:
        return None


def class_line(file: Optional[str]) -> int:
    """Of ``class Migration``; 1 where it is not found."""
    try:
        tree = ast.parse(_bytes(file) or b"")
    except (SyntaxError, ValueError):
        return 1
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == "Migration":
            return node.lineno
    return 1


def place_of(places: Places, file: Optional[str]) -> Optional[Place]:
    """The migration's class, as a place."""
    return None if file is None else places.of(file, class_line(file))


class Distributions:
    """Which installed distribution a file belongs to."""

    def __init__(self) -> None:
        self._folders: Dict[str, Dict[str, str]] = {}
        self._known: Dict[Tuple[str, str], Optional[str]] = {}

    def of(self, file: Optional[str]) -> Optional[str]:
        """Its name as PEP 503 writes it; None for what no installer brought."""
        if file is None:
            return None
        for name in INSTALLED:
            folder, between, rest = file.partition(f"{os.sep}{name}{os.sep}")
            if between:
                return self._named(folder + between.rstrip(os.sep), rest.split(os.sep)[0])
        return None

    def _named(self, folder: str, top: str) -> Optional[str]:
        key = (folder, top)
        if key not in self._known:
            self._known[key] = self._tops(folder).get(top) or self._recorded(folder, top) or _normal(top)
        return self._known[key]

    def _tops(self, folder: str) -> Dict[str, str]:
        """By top-level package, from what distributions say of themselves or are named like."""
        if folder not in self._folders:
            found: Dict[str, str] = {}
            for entry in _entries(folder):
                name = _normal(entry.partition("-")[0])
                text = _bytes(os.path.join(folder, entry, "top_level.txt")) or b""
                found.setdefault(name.replace("-", "_"), name)
                found.update(dict.fromkeys(text.decode("utf-8", "replace").split(), name))
            self._folders[folder] = found
        return self._folders[folder]

    def _recorded(self, folder: str, top: str) -> Optional[str]:
        start = re.compile(rf"^{re.escape(top)}/", re.MULTILINE)
        for entry in _entries(folder):
            text = _bytes(os.path.join(folder, entry, "RECORD")) or b""
            if start.search(text.decode("utf-8", "replace")):
                return _normal(entry.partition("-")[0])
        return None


def _entries(folder: str) -> List[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))
    except OSError:
        return []


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
