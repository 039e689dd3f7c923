"""The interpreter and what is installed in it."""

from __future__ import annotations

import os
import re
import sys
from typing import Dict


def installed() -> Dict[str, object]:
    """``InstalledPython``."""
    return {
        "version": "%d.%d.%d" % sys.version_info[:3],
        "executable": sys.executable,
        "packages": _packages(),
    }


def _packages() -> Dict[str, str]:
    """From the names of the folders that installers leave, which is a hundred times faster than reading what is in them."""
    found: Dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            match = re.match(r"(.+?)-([0-9][^-]*)(?:-py[0-9.]+)?\.(?:dist-info|egg-info)$", name)
            if match:
                found.setdefault(re.sub(r"[-_.]+", "-", match.group(1)).lower(), match.group(2))
    return dict(sorted(found.items()))
