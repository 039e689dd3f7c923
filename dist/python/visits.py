"""Requests of Django's own test client to health addresses: what the container's probe would be told, without a network.

While a view runs, databases, sockets and processes are refused (see ``sandbox``). So a view that asks its services
cannot say they are well, and one that says so all the same does not ask.
"""

import inspect
import json
import logging
import signal
import sys
import time
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Optional, Tuple
from urllib.parse import unquote, urlsplit

from .sandbox import refusing
from .system_checks import definition_of, own, said

Visit = Dict[str, Any]

# A health view that needs longer is of no use to any probe.
SECONDS = 3.0
# After that the alarm rings again, for code that swallows it.
AGAIN_SECONDS = 0.25
LARGEST_BODY = 1024 * 1024


class TooLong(BaseException):
    """Not an ``Exception``, so that a view's ``except Exception`` lets it through."""


def visit(questions: List[Dict[str, Any]], places: Any) -> List[Visit]:
    """Ask every address once, without following redirects; each answer is a ``Visit``. Never raises.

    Needs ``django.setup()``. The project's middleware runs, its logging does not: an error that mails the admins would
    look like a view that uses sockets.
    """
    logging.disable(logging.CRITICAL)
    try:
        from django.test import Client

        # One for all: each new one would load the middleware again.
        client = Client(raise_request_exception=False)
        with impatience():
            return [visited(client, question, places) for question in questions]
    finally:
        logging.disable(logging.NOTSET)


def visited(client: Any, question: Dict[str, Any], places: Any) -> Visit:
    path, host = question["path"], question["host"]
    answer: Visit = {
        "path": path,
        "host": host,
        "forwardedProto": question.get("forwardedProto"),
        "view": None,
        "place": None,
        "status": None,
        "location": None,
        "contentType": None,
        "keys": None,
        "refused": [],
        "error": None,
    }
    with refusing() as refused:
        try:
            with limited(SECONDS):
                answer["view"], answer["place"] = view_of(path, places)
                answer.update(answered(request(client, path, host, answer["forwardedProto"])))
        except TooLong:
            answer["error"] = "TooLong: no answer within {:g} s".format(SECONDS)
        except (Exception, SystemExit) as error:
            answer["error"] = said(error)
    answer["refused"] = sorted(refused)
    return answer


def request(client: Any, path: str, host: str, forwarded: Optional[str]) -> Any:
    """What ``curl http://host/path`` from inside the container would send. Nothing is left of the request before."""
    client.cookies.clear()
    client.exc_info = None
    name, port = split_host(host)
    headers = {"HTTP_HOST": host, "SERVER_NAME": name, "SERVER_PORT": port, "HTTP_ACCEPT": "*/*", "HTTP_USER_AGENT": "probe"}
    if forwarded is not None:
        headers["HTTP_X_FORWARDED_PROTO"] = forwarded
    return client.get(path, secure=False, follow=False, **headers)


def split_host(host: str) -> Tuple[str, str]:
    parts = urlsplit("//" + host)
    try:
        return parts.hostname or host, str(parts.port or 80)
    except ValueError:
        return host, "80"


def answered(response: Any) -> Dict[str, Any]:
    kind = response.get("Content-Type")
    raised = getattr(response, "exc_info", None)
    return {
        "status": response.status_code,
        "location": response.get("Location"),
        "contentType": kind,
        "keys": keys_of(response, kind or ""),
        "error": said(raised[1]) if raised else None,
    }


def keys_of(response: Any, kind: str) -> Optional[List[str]]:
    """The keys at the top of a JSON object: they tell a health answer from a page. Their values stay here."""
    if "json" not in kind.lower() or getattr(response, "streaming", False) or len(response.content) > LARGEST_BODY:
        return None
    try:
        body = json.loads(response.content.decode("utf-8"))
    except ValueError:
        return None
    return sorted(str(key) for key in body) if isinstance(body, dict) else None


def view_of(path: str, places: Any) -> Tuple[Optional[str], Any]:
    """The dotted name of the view behind an address and where it is defined; nothing for an address without one."""
    from django.urls import Resolver404, resolve

    try:
        callback = resolve(unquote(urlsplit(path).path)).func
    except Resolver404:
        return None, None
    view = unwrapped(callback)
    name = getattr(view, "__qualname__", None) or type(view).__qualname__
    return "{}.{}".format(getattr(view, "__module__", "?"), name), own(place_of(view, places))


def unwrapped(callback: Any) -> Any:
    """The class behind ``as_view()`` (Django's or REST framework's), or the function below partials and decorators."""
    for name in ("view_class", "cls"):
        if isinstance(getattr(callback, name, None), type):
            return getattr(callback, name)
    while hasattr(callback, "func") and callable(callback.func):
        callback = callback.func
    return inspect.unwrap(callback)


def place_of(view: Any, places: Any) -> Any:
    try:
        if isinstance(view, type):
            found = definition_of(view)
            return None if found is None else places.of(*found)
        code = getattr(view, "__code__", None) or type(view).__call__.__code__
        return places.of(code.co_filename, defined_at(code))
    except Exception:
        return None


def defined_at(code: Any) -> int:
    """The line of ``def``; a code object begins at its first decorator."""
    lines, _ = inspect.findsource(code)
    for number in range(code.co_firstlineno, min(code.co_firstlineno + 50, len(lines) + 1)):
        if lines[number - 1].lstrip().startswith(("def ", "async def ")):
            return number
    return code.co_firstlineno


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """``TooLong`` in the main thread after so many seconds; a timer that was running goes on with what is left of it."""

    def ring(signum: int, frame: Any) -> None:
        raise TooLong()

    before = signal.signal(signal.SIGALRM, ring)
    started = time.monotonic()
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left > 0:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 0.001), interval)


@contextmanager
def impatience() -> Iterator[None]:
    """Nobody waits: clients that try a refused connection again sleep in between, which here only takes time."""
    real = time.sleep

    def sleep(seconds: float) -> None:
        real(0)

    holders = [
        (vars(module), name)
        for module in list(sys.modules.values())
        if hasattr(module, "__dict__")
        for name in ("sleep", "_sleep")
        if vars(module).get(name) is real
    ]
    for names, name in holders:
        names[name] = sleep
    try:
        yield
    finally:
        for names, name in holders:
            names[name] = real
