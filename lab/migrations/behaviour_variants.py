"""Statements of one model as its release sends them: with what it writes by itself, and with values that it lets pass."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from typing import Any, Callable, Dict, Iterator, List, Tuple

#: Statement, kind (``ordinary`` or ``edge``), what is special, and the doing.
Variant = Tuple[str, str, str, Callable[[], Any]]

#: Above every number that synthetic rows have.
FRESH = 7_001
NOBODY = 999_999


class NothingThere(Exception):
    """There is no row to do it with."""


def variants(model: Any) -> Iterator[Variant]:
    """In a stable order."""
    yield "SELECT", "ordinary", "", lambda: list(model._base_manager.all()[:3])
    yield "INSERT", "ordinary", "", lambda: _insert(model, {})
    yield "UPDATE", "ordinary", "", lambda: _first(model).save(force_update=True)
    yield "DELETE", "ordinary", "", lambda: _inserted(model).delete()
    yield "DELETE", "edge", "a row that was there", lambda: _first(model).delete()
    yield "INSERT", "edge", "values of another row", lambda: _insert(model, _of_another(model))
    for field in _fields(model):
        for said, value in _edges(field):
            yield "INSERT", "edge", f"{field.name}: {said}", lambda field=field, value=value: _insert(model, {field.attname: value})
            yield "UPDATE", "edge", f"{field.name}: {said}", lambda field=field, value=value: _update(model, {field.attname: value})


def _insert(model: Any, values: Dict[str, Any]) -> Any:
    given = {field.attname: _usual(field) for field in _fields(model) if _has_to_be_given(field)}
    made = model(**dict(given, **values))
    made.save(force_insert=True)
    return made


def _inserted(model: Any) -> Any:
    try:
        return _insert(model, {})
    except Exception as error:
        # That it cannot be inserted is said where it is inserted.
        raise NothingThere from error


def _first(model: Any) -> Any:
    for row in model._base_manager.order_by("pk")[:1]:
        return row
    raise NothingThere


def _update(model: Any, values: Dict[str, Any]) -> None:
    row = _first(model)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_update=True)


def _fields(model: Any) -> List[Any]:
    return [field for field in model._meta.concrete_fields if not field.primary_key and not getattr(field, "generated", False)]


def _has_to_be_given(field: Any) -> bool:
    if field.null or field.has_default() or getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        return False
    # Django writes the empty string where nobody gives a text, and leaves the column out where the database has a default.
    has_database_default = type(getattr(field, "db_default", None)).__name__ not in ("NoneType", "type") and _has_db_default(field)
    return not has_database_default and not (field.empty_strings_allowed and field.blank)


def _has_db_default(field: Any) -> bool:
    from django.db.models.fields import NOT_PROVIDED

    return getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED


def _usual(field: Any) -> Any:
    """A value that no other row has."""
    if field.is_relation:
        target = field.target_field
        if field.unique:
            return getattr(_insert(field.related_model, {}), target.attname)
        return field.related_model._base_manager.order_by("pk").values_list(target.attname, flat=True)[0]
    kind = field.get_internal_type()
    if field.choices:
        return field.choices[0][0]
    if kind in ("CharField", "SlugField", "TextField", "FileField"):
        return f"{FRESH}"[: field.max_length or 10]
    found = USUAL.get(kind)
    return found() if found is not None else field.to_python(str(FRESH))


USUAL: Dict[str, Callable[[], Any]] = {
    "BooleanField": lambda: True,
    "DateField": lambda: datetime.date(2039, 3, 1),
    "DateTimeField": lambda: datetime.datetime(2039, 3, 1, tzinfo=datetime.timezone.utc),
    "TimeField": lambda: datetime.time(23, 59, 59),
    "DurationField": lambda: datetime.timedelta(days=FRESH),
    "UUIDField": lambda: uuid.UUID(int=FRESH),
    "JSONField": dict,
    "ArrayField": list,
    "BinaryField": lambda: b"7001",
    "DecimalField": lambda: Decimal("1"),
    "GenericIPAddressField": lambda: "192.0.2.7",
    "DateTimeRangeField": lambda: (datetime.datetime(2039, 3, 1, tzinfo=datetime.timezone.utc), datetime.datetime(2039, 3, 2, tzinfo=datetime.timezone.utc)),
    "DateRangeField": lambda: (datetime.date(2039, 3, 1), datetime.date(2039, 3, 2)),
    "IntegerRangeField": lambda: (FRESH * 100, FRESH * 100 + 5),
}


def _edges(field: Any) -> Iterator[Tuple[str, Any]]:
    """Values that the model lets pass and the release may write."""
    from django.db import connection

    if field.null:
        yield "NULL", None
    if field.is_relation:
        if not field.db_constraint:
            yield "nobody", NOBODY
        return
    kind = field.get_internal_type()
    if kind in ("CharField", "SlugField") and not field.choices and field.max_length:
        yield "longest", "x" * field.max_length
    for value, _ in field.choices or ():
        yield f"choice {value}", value
    if kind == "TextField":
        yield "long", "x" * 1000
    if kind in ("CharField", "TextField", "SlugField") and field.blank:
        yield "empty", ""
    if kind.endswith("IntegerField"):
        smallest, largest = connection.ops.integer_field_range(kind)
        yield "smallest", max(smallest, 0) if kind.startswith("Positive") else smallest
        yield "largest", largest
    if kind == "DecimalField":
        most = Decimal(10) ** (field.max_digits - field.decimal_places) - Decimal(1).scaleb(-field.decimal_places)
        yield "largest", most
        yield "smallest", -most
    if kind == "FloatField":
        yield "largest", 1e300
        yield "fraction", 0.5


def _of_another(model: Any) -> Dict[str, Any]:
    """Everything as another row has it, but for what the model says is unique."""
    row = _first(model)
    own = {name for group in model._meta.unique_together for name in group}
    own |= {name for one in model._meta.constraints for name in getattr(one, "fields", ()) or ()}
    return {field.attname: getattr(row, field.attname) for field in _fields(model) if not field.unique and field.name not in own}
