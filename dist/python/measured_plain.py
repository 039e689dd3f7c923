"""The same for migrations that are only SQL, as Alembic writes it: no framework, one transaction for each atomic migration."""

from __future__ import annotations

import re
from typing import Any, Dict, List

from . import measured_filler
from .measured_refusal import Refusal, state, words
from .measured_sessions import Session, connect
from .measured_tracer import NOT_INSIDE, OUTSIDE, Tracer

_DATABASE_OWN = re.compile(r"\balembic_version\b")


def measure(question: Dict[str, Any], watcher: Session) -> Dict[str, Any]:
    """``MeasuredAnswer``. ``schema`` is the DDL of the tables as they are before; a migration's ``steps`` are texts, None ends a transaction."""
    for sql in question["schema"]:
        try:
            watcher.run(sql)
        except Exception as error:
            raise Refusal("base", f"{words(error)}: {sql[:200]}") from None
    unfilled = measured_filler.prepare(watcher, question)
    own = connect(question["url"])
    own.talkative()
    tracer = Tracer(question["url"], watcher, question["reader"])
    failed: List[str] = []
    try:
        for one in question["pending"]:
            if failed:
                break
            tracer.migration = one["id"]
            if not _apply(own, tracer, one):
                failed.append(one["id"])
    finally:
        tracer.close()
        own.close()
    left = [one["id"] for one in question["pending"][len({made["migration"] for made in tracer.statements}) :]] if failed else []
    return {"statements": tracer.statements, "unfilled": unfilled, "left": left, "notApplied": failed}


def _apply(own: Session, tracer: Tracer, migration: Dict[str, Any]) -> bool:
    open_now = False
    try:
        for sql in migration["steps"]:
            if sql is None:
                if open_now:
                    own.run("COMMIT")
                open_now = False
                continue
            if _DATABASE_OWN.search(sql):
                continue
            if not open_now and (OUTSIDE.search(sql) or not migration["atomic"]):
                _alone(own, tracer, sql)
                continue
            if not open_now:
                own.run("BEGIN")
                open_now = True
            tracer.inside(own, None, sql, lambda sql=sql: own.run(sql))
        if open_now:
            own.run("COMMIT")
        return True
    except Exception as error:
        tracer.failed(None, error)
        own.run("ROLLBACK")
        return False


def _alone(own: Session, tracer: Tracer, sql: str) -> None:
    if OUTSIDE.search(sql):
        tracer.outside(own, None, sql, lambda: own.run(sql))
        return
    own.run("BEGIN")
    try:
        tracer.inside(own, None, sql, lambda: own.run(sql))
        own.run("COMMIT")
    except Exception as error:
        own.run("ROLLBACK")
        if state(error) not in NOT_INSIDE:
            raise
        tracer.statements.pop()
        tracer.outside(own, None, sql, lambda: own.run(sql))
