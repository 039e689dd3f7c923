"""SQL expressions that give row number ``g`` (from 1) a value of its own, by the column's type."""

from __future__ import annotations

from typing import Optional

_WHOLE = {"int2": "((g - 1) % 32000 + 1)::int2", "int4": "g::int4", "int8": "g::int8", "oid": "g::oid"}
_BY_TYPE = {
    "float4": "g::float4",
    "float8": "g::float8",
    "money": "g::int::money",
    "text": "'row ' || g",
    "citext": "('row ' || g)::{type}",
    "name": "('row ' || g)::name",
    "bool": "g % 2 = 0",
    "date": "date '2020-01-01' + g::int",
    "timestamp": "timestamp '2020-01-01' + g * interval '1 hour'",
    "timestamptz": "timestamptz '2020-01-01 00:00+00' + g * interval '1 hour'",
    "time": "time '00:00' + (g % 86400) * interval '1 second'",
    "timetz": "timetz '00:00+00' + (g % 86400) * interval '1 second'",
    "interval": "g * interval '1 minute'",
    "uuid": "md5(g::text)::uuid",
    "json": "json_build_object('row', g)",
    "jsonb": "jsonb_build_object('row', g)",
    "bytea": "convert_to('row ' || g, 'UTF8')",
    "inet": "inet '10.0.0.0' + g",
    "cidr": "set_masklen((inet '10.0.0.0' + g)::cidr, 32)",
    "macaddr": "('08:00:2b:' || lpad(to_hex(g / 65536 % 256), 2, '0') || ':' || lpad(to_hex(g / 256 % 256), 2, '0') || ':' || lpad(to_hex(g % 256), 2, '0'))::macaddr",
    "tsvector": "to_tsvector('simple', 'row ' || g)",
    "xml": "('<row>' || g || '</row>')::xml",
    "hstore": "('row=>' || g)::{type}",
    "point": "point(g, g)",
    "int4range": "int4range(g::int * 10, g::int * 10 + 5)",
    "int8range": "int8range(g * 10, g * 10 + 5)",
    "numrange": "numrange(g * 10, g * 10 + 5)",
    "daterange": "daterange(date '2020-01-01' + g::int * 2, date '2020-01-01' + g::int * 2 + 1)",
    "tsrange": "tsrange(timestamp '2020-01-01' + g * interval '1 hour', timestamp '2020-01-01 00:30' + g * interval '1 hour')",
    "tstzrange": "tstzrange(timestamptz '2020-01-01 00:00+00' + g * interval '1 hour', timestamptz '2020-01-01 00:30+00' + g * interval '1 hour')",
}
#: `atttypmod` holds lengths and precisions with this added.
_HEADER = 4


def value(base: str, kind: str, modifier: int, written: str, label: Optional[str]) -> Optional[str]:
    """
    An expression; None for a type that is not known.

    ``base``: name of the type in ``pg_type``; ``kind``: its ``typtype``; ``modifier``: ``atttypmod``; ``written``: as SQL writes the type;
    ``label``: an enum's array of labels, as SQL.
    """
    if kind == "e" and label is not None:
        return f"({label})[(g - 1) % cardinality({label}) + 1]"
    if base.startswith("_"):
        inner = value(base[1:], "b", -1, written[: -len("[]")] if written.endswith("[]") else written, None)
        return None if inner is None else f"ARRAY[{inner}]::{written}"
    if base in _WHOLE:
        return _WHOLE[base]
    if base in ("varchar", "bpchar"):
        return _short(modifier - _HEADER) if modifier > _HEADER else "'row ' || g"
    if base in ("bit", "varbit"):
        return f"(g % 1000000)::int8::bit({modifier if modifier > 0 else 32})"
    if base == "numeric":
        return _number(modifier)
    found = _BY_TYPE.get(base)
    return None if found is None else found.format(type=written)


def _short(length: int) -> str:
    """Differs as long as it can: digits and letters where there is room for few."""
    if length >= 10:
        return "'row ' || g"
    return f"right(lpad(g::text, {length}, '0'), {length})"


def _number(modifier: int) -> str:
    """As large as it may be at most."""
    if modifier < _HEADER:
        return "g::numeric"
    precision, scale = ((modifier - _HEADER) >> 16) & 0xFFFF, (modifier - _HEADER) & 0x7FF
    whole = precision - scale
    if whole >= 7:
        return "g::numeric"
    return f"((g - 1) % {10 ** precision - 1} + 1)::numeric / {10 ** scale}"
