"""The settings again with one variable changed: which, how, and what came out differently."""

from __future__ import annotations

from typing import Any, Dict, List, NamedTuple, Optional

#: Of one evaluation.
MOST = 40
#: What decides how the interpreter starts, not what the settings are.
NEVER = frozenset(("DJANGO_SETTINGS_MODULE", "PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV"))


#: Off and on, as people write them; the first is taken where nothing shows which they use.
SPELLINGS = (("0", "1"), ("False", "True"), ("false", "true"), ("off", "on"), ("no", "yes"), ("FALSE", "TRUE"))


class Change(NamedTuple):
    """One variation to be tried."""

    variable: str
    #: ``absent``, ``off`` or ``on``.
    change: str
    environment: Dict[str, str]


def plan(asked: Dict[str, Any], answer: Dict[str, Any], defaults: List[str]) -> List[Change]:
    """What is worth trying, the switches of DEBUG first; then what is known to have a default; then the rest, which mostly fails closed."""
    environment: Dict[str, str] = asked["environment"]
    reads = {read["name"]: read for read in answer["reads"] if read["name"] not in NEVER}
    deciding = set(((answer["settings"] or {}).get("values", {}).get("DEBUG") or {}).get("variables", ()))
    switches = [name for name in reads if "DEBUG" in name.upper()]
    deciding_others = [name for name in reads if name in deciding and name not in switches]
    rest = [name for name in reads if name not in switches and name not in deciding_others]
    changes: List[Change] = []
    for name in switches + deciding_others:
        if name in environment:
            changes.append(_without(environment, name))
        if name in switches or reads[name]["cast"] == "bool":
            spelled = spelling(environment, name, asked.get("booleans"))
            given = environment.get(name, "").strip().lower()
            for change, position in (("off", 0), ("on", 1)):
                if name not in environment or given not in [pair[position].lower() for pair in SPELLINGS]:
                    changes.append(Change(name, change, dict(environment, **{name: spelled[change]})))
    known = set(defaults)
    for name in sorted(rest, key=lambda name: name not in known):
        if name in environment:
            changes.append(_without(environment, name))
    return changes[:MOST]


def spelling(environment: Dict[str, str], name: str, asked: Optional[Dict[str, str]]) -> Dict[str, str]:
    """How this project writes booleans: as the variable itself is written, as the question says, or as most of the environment is."""
    own = [pair for pair in SPELLINGS if environment.get(name) in pair]
    if not own and asked:
        return asked
    values = list(environment.values())
    counted = sorted(SPELLINGS, key=lambda pair: -sum(values.count(word) for word in pair if word not in ("0", "1")))
    off, on = (own or counted)[0]
    return {"off": off, "on": on}


def compare(change: Change, base: Dict[str, Any], control: Optional[Dict[str, Any]], then: Dict[str, Any]) -> Dict[str, Any]:
    """``Variation``. What differs in ``control`` too, where nothing was changed, differs by itself."""
    variation = {"variable": change.variable, "change": change.change, "failure": then["failure"], "differences": []}
    if then["settings"] is None or then["failure"] is not None:
        return dict(variation, end="closed")
    given, now = base["settings"]["values"], then["settings"]["values"]
    same = control["settings"]["values"] if control is not None and control["settings"] is not None else given
    differences = []
    for name in sorted(set(given) | set(now)):
        before, after, again = given.get(name), now.get(name), same.get(name)
        if _value(before) == _value(after) or _value(again) != _value(before):
            continue
        differences.append(
            {
                "setting": name,
                "given": _value(before),
                "then": _value(after),
                "place": _place(after) or _place(before),
            }
        )
    return dict(variation, end="differs" if differences else "same", differences=differences)


def _without(environment: Dict[str, str], name: str) -> Change:
    return Change(name, "absent", {key: value for key, value in environment.items() if key != name})


def _value(setting: Optional[Dict[str, Any]]) -> Any:
    return None if setting is None else setting["value"]


def _place(setting: Optional[Dict[str, Any]]) -> Any:
    return None if setting is None else setting["place"]
