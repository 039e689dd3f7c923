"""Tables and columns as a release's models use them, from the models' state: nothing is rendered, because that costs more than all the rest."""

from __future__ import annotations

import copy
from typing import Any, Dict, List, Optional, Tuple

from django.db import connections, models
from django.db.models.fields import NOT_PROVIDED

Column = Dict[str, Any]
Key = Tuple[str, str]


def used(state: Any) -> List[Dict[str, Any]]:
    """``UsedModel`` of every model with a table, and of the tables of many-to-many relations, by label."""
    reading = _Reading(state)
    found: List[Dict[str, Any]] = []
    for key in sorted(state.models):
        found += reading.tables(key)
    return sorted(found, key=lambda one: str(one["label"]))


#: Before Django 4.1 a key's type said as well where its values come from.
SERIAL = {"smallserial": "smallint", "serial": "integer", "bigserial": "bigint"}


class _Reading:
    def __init__(self, state: Any) -> None:
        self.state = state
        self.connection = connections["default"]
        self.longest = self.connection.ops.max_name_length()
        self._fields: Dict[Key, Dict[str, Any]] = {}

    def tables(self, key: Key) -> List[Dict[str, Any]]:
        model = self.state.models[key]
        if model.options.get("proxy") or model.options.get("swapped"):
            return []
        columns, others = [], []
        for name, field in self.fields(key).items():
            if field.many_to_many:
                others += self._through(key, name, field)
            else:
                columns += self._column(key, name, field)
        if model.options.get("order_with_respect_to") and not any(one["field"] == "_order" for one in columns):
            columns.append(_plain("_order", "_order", "integer", "value"))
        return [self._model(f"{model.app_label}.{model.name}", self.table(key), model, columns), *others]

    def fields(self, key: Key) -> Dict[str, Any]:
        """By name, each knowing its column."""
        if key not in self._fields:
            model = self.state.models[key]
            given = model.fields.items() if isinstance(model.fields, dict) else model.fields
            found: Dict[str, Any] = {}
            for name, field in given:
                if not isinstance(field, models.Field):
                    # Of a package that is not here: a stand-in would answer every question with itself.
                    continue
                field = copy.copy(field)
                field.set_attributes_from_name(name)
                found[name] = field
            if not any(field.primary_key for field in found.values()) and not self._parent(key):
                found = dict({"id": self._automatic()}, **found)
            self._fields[key] = found
        return self._fields[key]

    def table(self, key: Key) -> str:
        model = self.state.models[key]
        return str(model.options.get("db_table") or self._short(f"{model.app_label}_{model.name_lower}"))

    def _short(self, name: str) -> str:
        from django.db.backends.utils import truncate_name

        return str(truncate_name(name, self.longest))

    def _model(self, label: str, table: str, model: Any, columns: List[Column]) -> Dict[str, Any]:
        return {"label": label, "table": _table(table), "managed": bool(model.options.get("managed", True)), "columns": columns}

    def _column(self, key: Key, name: str, field: Any) -> List[Column]:
        kind = self.type(key, field)
        column = getattr(field, "column", None)
        if kind is None or column is None:
            return []
        told = _plain(name, column, kind, _omitted(field))
        told["nullable"] = bool(field.null)
        if _by_database(field):
            told.update(insert="database", omitted="value")
        target = self._target(key, field)
        if target is not None:
            told["references"] = {"table": _table(self.table(target[0])), "column": target[1].column}
        return [told]

    def type(self, key: Key, field: Any) -> Optional[str]:
        """As PostgreSQL is told; None for a field without a column."""
        target = self._target(key, field)
        if target is not None:
            return self._referring(*target)
        if isinstance(field, models.ForeignKey):
            return "bigint"
        try:
            kind = field.db_parameters(self.connection)["type"]
        except AttributeError:
            # Geometry asks PostGIS's backend, which may not be here.
            kind = "geometry" if hasattr(field, "srid") else None
        return None if kind is None else SERIAL.get(str(kind), str(kind))

    def _referring(self, key: Key, field: Any) -> Optional[str]:
        target = self._target(key, field)
        if target is not None:
            return self._referring(*target)
        kind = field.rel_db_type(self.connection)
        return None if kind is None else str(kind)

    def _target(self, key: Key, field: Any) -> Optional[Tuple[Key, Any]]:
        """Model and field that a foreign key refers to."""
        if not isinstance(field, models.ForeignKey):
            return None
        other = self._other(key, field)
        if other is None:
            return None
        fields = self.fields(other)
        name = field.remote_field.field_name
        if name is None or name not in fields:
            name = next((one for one, candidate in fields.items() if candidate.primary_key), None)
        if name is None:
            parent = self._parent(other)
            return None if parent is None else next(((parent, one) for one in self.fields(parent).values() if one.primary_key), None)
        return other, fields[name]

    def _other(self, key: Key, field: Any) -> Optional[Key]:
        to = field.remote_field.model
        if isinstance(to, str):
            if to.lower() == "self":
                return key
            app, _, name = to.rpartition(".")
            found = (app or key[0], name.lower())
        else:
            found = (to._meta.app_label, to._meta.model_name)
        return found if found in self.state.models else None

    def _parent(self, key: Key) -> Optional[Key]:
        """The concrete model it inherits from, whose key is its own as well."""
        for base in self.state.models[key].bases:
            if isinstance(base, str) and "." in base:
                app, _, name = base.rpartition(".")
                if (app, name.lower()) in self.state.models:
                    return app, name.lower()
        return None

    def _automatic(self) -> Any:
        """The key that Django adds where a migration names none: the project's, because states know nothing of an app's own choice."""
        from django.conf import settings
        from django.utils.module_loading import import_string

        field = import_string(settings.DEFAULT_AUTO_FIELD)(auto_created=True, primary_key=True)
        field.set_attributes_from_name("id")
        return field

    def _through(self, key: Key, name: str, field: Any) -> List[Dict[str, Any]]:
        if field.remote_field.through is not None:
            return []
        model = self.state.models[key]
        other = self._other(key, field)
        if other is None:
            return []
        table = field.db_table or self._short(f"{self.table(key).strip(chr(34))}_{name}")
        here, there = model.name_lower, self.state.models[other].name_lower
        if other == key:
            here, there = f"from_{here}", f"to_{here}"
        columns = self._column(key, "id", self._automatic())
        for end, target in ((here, key), (there, other)):
            reference = models.ForeignKey(".".join(target), models.CASCADE)
            reference.set_attributes_from_name(end)
            columns += self._column(key, end, reference)
        return [self._model(f"{model.app_label}.{model.name}_{name}", table, model, columns)]


def _plain(field: str, column: str, kind: str, omitted: str) -> Column:
    return {
        "field": field,
        "column": column,
        "type": kind,
        "nullable": False,
        "insert": "names",
        "omitted": omitted,
        "references": None,
    }


def _by_database(field: Any) -> bool:
    if isinstance(field, models.AutoField) or getattr(field, "generated", False):
        return True
    return getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED and not field.has_default()


def _omitted(field: Any) -> str:
    if field.has_default() or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return "value"
    if field.null:
        return "null"
    return "value" if field.blank and field.empty_strings_allowed else "required"


def _table(name: str) -> str:
    """Django lets a quoted ``schema"."table`` through; so is it named here, without the search path's own."""
    parts = [part for part in name.replace('"', "").split(".") if part]
    return ".".join(parts[1:] if len(parts) > 1 and parts[0] == "public" else parts)
