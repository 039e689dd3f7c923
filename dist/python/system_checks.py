"""Django's own system checks, deployment checks included, as data: what ``manage.py check --deploy`` knows and only prints."""

import ast
import inspect
import sys
from functools import lru_cache
from typing import Any, Dict, List, Optional, Tuple

Message = Dict[str, Any]
Place = Optional[Dict[str, Any]]

# Longer texts are a dump of something, not a message.
LONGEST_TEXT = 2000
LONGEST_ERROR = 500


# Ids of the probe's own messages, in the manner of Django's.
WSGI = "obcms_deploy.E001"
RAISED = "obcms_deploy.E002"


class BrokenChecks(Exception):
    """Checks that raised instead of answering: ``error`` is the first. ``messages`` are all that could be had, each broken check among them."""

    def __init__(self, messages: List[Message], error: BaseException) -> None:
        super().__init__(str(error))
        self.messages = messages
        self.error = error


def run(places: Any) -> List[Message]:
    """Run every check after ``django.setup()`` and return what they say, sorted by level, id, object and text.

    ``places.of(filename, line)`` makes places of code. Checks that need a database are left out, as ``check`` without
    ``--database`` leaves them out, and no alias is offered to the others: from Django 6.1 on they would connect. What
    Django looks at only when a server starts, the WSGI application, is loaded as well.
    Raises ``BrokenChecks`` when at least one check raises; the rest are run all the same.
    """
    from django.core.checks import Tags
    from django.core.checks.registry import registry

    messages: List[Message] = []
    first: Optional[BaseException] = None
    for check in sorted(registry.get_checks(include_deployment_checks=True), key=name_of):
        if Tags.database in getattr(check, "tags", ()):
            continue
        try:
            messages += [message_of(found, places) for found in check(app_configs=None, databases=[])]
        except (Exception, SystemExit) as error:
            first = first or error
            messages.append(entry(RAISED, 40, said(error), None, name_of(check), False, frame_place(error, places)))
    messages = once(messages + wsgi_messages(places))
    if first is not None:
        raise BrokenChecks(messages, first) from first
    return messages


def wsgi_messages(places: Any) -> List[Message]:
    """One message when the WSGI application, and with it the middleware, cannot be loaded."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    name = getattr(settings, "WSGI_APPLICATION", None)
    if not name:
        return []
    try:
        import_string(name)
        return []
    except (Exception, SystemExit) as error:
        return [entry(WSGI, 40, said(error), None, str(name), False, frame_place(error, places))]


def said(error: BaseException) -> str:
    """``Type: message`` in one line."""
    return "{}: {}".format(type(error).__name__, text_of(error)[:LONGEST_ERROR]).rstrip(": ")


def name_of(check: Any) -> str:
    """The dotted name of a check; what a ``partial`` wraps counts."""
    function = getattr(check, "func", check)
    name = getattr(function, "__qualname__", None) or type(function).__qualname__
    return "{}.{}".format(getattr(function, "__module__", "?"), name)


def message_of(found: Any, places: Any) -> Message:
    """One message of a check; something else in its list (which Django would stumble over) is told as it is."""
    level = getattr(found, "level", None)
    if not isinstance(level, int):
        return entry(None, 40, "a check returned {} instead of a message".format(type(found).__name__), None, "?", False, None)
    subject = getattr(found, "obj", None)
    return entry(
        found.id,
        level,
        text_of(found.msg),
        None if not found.hint else text_of(found.hint),
        label_of(subject),
        bool(found.is_silenced()),
        place_of(subject, places),
    )


def entry(
    id: Optional[str], level: int, message: str, hint: Optional[str], subject: str, silenced: bool, place: Place
) -> Message:
    return {
        "id": None if id is None else str(id),
        "level": level,
        "message": message,
        "hint": hint,
        "object": subject,
        "silenced": silenced,
        "place": place,
    }


def once(messages: List[Message]) -> List[Message]:
    """Sorted, as the registry is a set; without repetitions, as several checks may look at one model."""
    unique = {}
    for message in messages:
        unique[(message["id"], message["message"], message["object"])] = message
    return sorted(
        unique.values(),
        key=lambda found: (-found["level"], found["id"] or "", found["object"], found["message"]),
    )


def label_of(subject: Any) -> str:
    """What Django would print before the message: ``app.Model`` for a model, ``?`` for nothing."""
    if subject is None:
        return "?"
    try:
        meta = getattr(subject, "_meta", None)
        if isinstance(subject, type) and meta is not None:
            return str(meta.label)
        return text_of(subject)
    except Exception:
        return type(subject).__qualname__


def text_of(value: Any) -> str:
    """A text of one line, as far as it makes one; lazy translations are resolved."""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "..."


def place_of(subject: Any, places: Any) -> Place:
    """Where the model, field, class or function stands that a message is about; None for anything else."""
    try:
        found = source_of(subject)
    except Exception:
        return None
    return None if found is None else own(places.of(*found))


def own(place: Place) -> Place:
    """Only places of the checkout: those have a relative path, and are the ones that can be changed."""
    return None if place is None or place["file"].startswith("/") else place


def source_of(subject: Any) -> Optional[Tuple[str, int]]:
    if subject is None or isinstance(subject, (str, bytes, int)):
        return None
    model = getattr(subject, "model", None)
    name = getattr(subject, "name", None)
    if isinstance(model, type) and isinstance(name, str) and hasattr(model, "_meta"):
        # A field: its own line in the class, else the class.
        return definition_of(model, name) or definition_of(model)
    if inspect.isfunction(subject) or inspect.ismethod(subject):
        return subject.__code__.co_filename, subject.__code__.co_firstlineno
    return definition_of(subject if isinstance(subject, type) else type(subject))


def definition_of(owner: type, attribute: Optional[str] = None) -> Optional[Tuple[str, int]]:
    """File and line of a class, or of what is assigned to a name in its body."""
    module = sys.modules.get(owner.__module__)
    filename = getattr(module, "__file__", None)
    if not filename or not filename.endswith(".py"):
        return None
    body = statements_of(filename)
    node = None
    for part in owner.__qualname__.split("."):
        node = next((item for item in walk_block(body) if isinstance(item, ast.ClassDef) and item.name == part), None)
        if node is None:
            return None
        body = node.body
    if attribute is None:
        return filename, node.lineno
    for item in walk_block(body):
        if attribute in assigned(item):
            return filename, item.lineno
    return None


@lru_cache(maxsize=64)
def statements_of(filename: str) -> List[Any]:
    """A file's top level. Kept, as many messages may be about the models of one file."""
    with open(filename, "rb") as file:
        return ast.parse(file.read()).body


def walk_block(body: Any) -> Any:
    """Statements of a block, and of the ``if``, ``try`` and ``with`` in it, which open no scope."""
    for item in body:
        yield item
        for field in ("body", "orelse", "finalbody"):
            if isinstance(item, (ast.If, ast.Try, ast.With)):
                yield from walk_block(getattr(item, field, []))
        for handler in getattr(item, "handlers", []):
            yield from walk_block(handler.body)


def assigned(statement: Any) -> List[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def frame_place(error: BaseException, places: Any) -> Place:
    """Where the project itself raised: its innermost frame."""
    place = None
    trace = error.__traceback__
    while trace is not None:
        place = own(places.of(trace.tb_frame.f_code.co_filename, trace.tb_lineno)) or place
        trace = trace.tb_next
    return place
