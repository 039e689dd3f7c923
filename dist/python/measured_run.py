"""One question from beginning to end: a database is built as it is before the first pending migration, then each one is applied and watched."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, Dict
from urllib.parse import unquote, urlsplit

from . import measured_doors, measured_sessions
from .measured_refusal import Refusal

#: Where the answer goes.
ANSWER = 3


def run() -> None:
    """Answers the question on standard input."""
    answer = os.dup(ANSWER)
    os.set_inheritable(answer, False)
    os.close(ANSWER)
    os.dup2(2, 1)
    question = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    told = _answer(question)
    with os.fdopen(answer, "w", encoding="ascii") as out:
        out.write(_without_password(json.dumps(told, ensure_ascii=True), question["url"]))
    # Threads and exit handlers of the project have nothing to add.
    sys.stderr.flush()
    os._exit(0)


def _answer(question: Dict[str, Any]) -> Dict[str, Any]:
    try:
        watcher = measured_sessions.connect(question["url"])
        try:
            measured_doors.close_all_but(question["url"])
            return dict(_measured(question, watcher), schema="obcms-deploy/measured@1", ok=True)
        finally:
            watcher.close()
    except Refusal as refusal:
        return {"schema": "obcms-deploy/measured@1", "ok": False, "reason": refusal.reason, "message": refusal.message}


def _measured(question: Dict[str, Any], watcher: measured_sessions.Session) -> Dict[str, Any]:
    if question["framework"] == "django":
        from . import measured_django

        return measured_django.measure(question, watcher)
    from . import measured_plain

    return measured_plain.measure(question, watcher)


def _without_password(text: str, url: str) -> str:
    password = urlsplit(url).password
    for form in {password, unquote(password)} if password else ():
        if len(form) > 3:
            text = text.replace(json.dumps(form)[1:-1], "***")
    return text
