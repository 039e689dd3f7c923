"""A second checkout of the same project, evaluated in the same interpreter: what leads to the first one leads to it instead."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from .places import Places

if TYPE_CHECKING:
    from .sandbox import Sandbox


def enter(box: "Sandbox", first: str, root: str) -> None:
    """In the child: from here on ``root`` is the checkout. Editable installations point into ``first``; they are turned round."""
    box.keeps = (first, root)
    if os.path.realpath(root) == os.path.realpath(first):
        return
    box.places = Places(root)
    here = Places(first)

    def turned(path: str) -> str:
        if not here.owns(os.path.join(path, "x.py")):
            return path
        relative = os.path.relpath(os.path.realpath(path), os.path.realpath(first))
        return root if relative == "." else os.path.join(root, relative)

    sys.path[:] = [turned(path) if path else path for path in sys.path]
    for finder in list(sys.meta_path):
        mapping = getattr(sys.modules.get(getattr(finder, "__module__", "")), "MAPPING", None)
        # As setuptools writes them for packages that lie beside each other.
        if isinstance(mapping, dict):
            mapping.update({name: turned(path) for name, path in mapping.items() if isinstance(path, str)})
