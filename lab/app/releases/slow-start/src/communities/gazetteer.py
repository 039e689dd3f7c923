"""The names of all places, held in memory."""

import os
import time


def warm_up() -> None:
    """Take as long as reading the real gazetteer takes; the server answers nothing before."""
    time.sleep(float(os.environ.get("GAZETTEER_SECONDS", "8")))
