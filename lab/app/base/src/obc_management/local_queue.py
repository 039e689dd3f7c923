"""Kombu's folder queue, with messages that appear whole.

The original opens a message's file in the folder and then writes it: a worker that looks in between
takes an empty message, and ends.
"""

import os
import tempfile
import uuid
from time import monotonic
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "folder"


class Channel(filesystem.Channel):
    """Writes aside and renames; everything else is Kombu's."""

    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:
        folder = str(self.data_folder_out)
        with tempfile.NamedTemporaryFile(
            "w", dir=folder, suffix=".draft", delete=False
        ) as draft:
            draft.write(dumps(payload))
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        os.replace(draft.name, os.path.join(folder, name))


class Transport(filesystem.Transport):
    """``folder://`` in a broker's address."""

    Channel = Channel
    driver_type = SCHEME
    driver_name = SCHEME


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
