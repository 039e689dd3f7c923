"""While migrations of the project run here, they reach the scratch database and nothing else.

Python's own sockets and programs are refused; the driver's library does not ask Python, and is told only one address.
"""

from __future__ import annotations

import sys
from typing import Any, Tuple
from urllib.parse import urlsplit

REFUSED = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn", "os.fork")


def close_all_but(url: str) -> None:
    """Sets the doors. They cannot be opened again."""
    parts = urlsplit(url)
    allowed = (parts.hostname, parts.port or 5432)

    def refuse(event: str, arguments: Tuple[Any, ...]) -> None:
        if event in REFUSED:
            raise PermissionError(f"obcms-deploy lets no program start while it measures migrations ({event})")
        if event in ("socket.connect", "socket.sendto"):
            address = arguments[1] if len(arguments) > 1 else None
            if isinstance(address, tuple) and len(address) > 1 and tuple(address[:2]) == allowed:
                return
            raise ConnectionRefusedError("obcms-deploy lets nothing but the scratch database be reached while it measures migrations")

    sys.addaudithook(refuse)
