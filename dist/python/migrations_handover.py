"""How the new release's process learns what the running one's has: both are asked at the same time, and only the last step needs it."""

from __future__ import annotations

import json
import os
import select
import tempfile
import time
from typing import Any, Dict, Optional


class Handover:
    """One message from the parent to a child that is already running. A pipe alone would block a parent with much to say, so the text lies
    in a file without a name and the pipe's end says that it is complete."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()
        self._wait, self._hold = os.pipe()
        self._open = True

    def tell(self, nodes: Dict[str, Any]) -> None:
        """In the parent: ``{id: [absolute file or None, SHA-256 of its bytes or None]}``, once."""
        if self._open:
            self._file.write(json.dumps(nodes).encode("ascii"))
            self._file.flush()
            self.close()

    def close(self) -> None:
        """In the parent, that nothing (more) will be told; in every child at its start, so that only the parent's end counts."""
        if self._open:
            self._open = False
            os.close(self._hold)

    def read(self, seconds: float) -> Optional[Dict[str, Any]]:
        """In a child: waits for the end, at most that long. None when the other release is not known."""
        poll = select.poll()
        poll.register(self._wait, select.POLLIN | select.POLLHUP)
        end = time.monotonic() + seconds
        while not poll.poll(200):
            if time.monotonic() >= end:
                return None
        # The offset is shared with the parent, whose writing has moved it.
        size = os.fstat(self._file.fileno()).st_size
        text = os.pread(self._file.fileno(), size, 0)
        return json.loads(text.decode("ascii")) if text else None  # type: ignore[no-any-return]
