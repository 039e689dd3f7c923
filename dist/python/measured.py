"""Applies pending migrations to a scratch PostgreSQL and tells what each statement did there, for ``obcms-deploy``.

Started as ``python -B measured.py`` in the project's folder. The question is JSON on standard input (it holds the database's address, so that
neither arguments nor variables do), the answer JSON on descriptor 3; both are described in ``src/migrations/measured/question.ts``.
The database has to be empty: who asks has looked at it and emptied it.
"""

from __future__ import annotations

import os
import sys
import types


def main() -> None:
    """Moves this folder from ``sys.path``, where it would shadow other modules, into a package of its own."""
    if sys.version_info < (3, 8):
        sys.exit("obcms-deploy needs Python 3.8 or newer; this is %d.%d." % sys.version_info[:2])
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if path not in (here, "")]
    package = types.ModuleType("obcms_deploy_probe")
    package.__path__ = [here]
    sys.modules[package.__name__] = package
    from obcms_deploy_probe import measured_run  # type: ignore[import-not-found]

    measured_run.run()


if __name__ == "__main__":
    main()
