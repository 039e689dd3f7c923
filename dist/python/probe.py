"""Evaluates a Django project's settings for ``obcms-deploy``.

Started as ``python -B probe.py`` in the project's folder. The question is JSON on standard input, the answer JSON on descriptor 3; both are
described in ``src/django/question.ts`` and ``answer.ts``. This process never runs the project's code: it forks one child for each evaluation.
"""

from __future__ import annotations

import os
import sys
import types


def main() -> None:
    """Moves this folder from ``sys.path``, where it would shadow other modules, into a package of its own."""
    if not hasattr(os, "fork"):
        sys.exit("obcms-deploy evaluates settings on Linux and macOS only: this system cannot fork a process.")
    if sys.version_info < (3, 8):
        sys.exit("obcms-deploy needs Python 3.8 or newer; this is %d.%d." % sys.version_info[:2])
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if path not in (here, "")]
    package = types.ModuleType("obcms_deploy_probe")
    package.__path__ = [here]
    sys.modules[package.__name__] = package
    from obcms_deploy_probe import parent  # type: ignore[import-not-found]

    parent.run()


if __name__ == "__main__":
    main()
