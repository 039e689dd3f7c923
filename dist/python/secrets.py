"""What may be told of a secret: the same numbers that ``src/checks/secrets/strength.ts`` computes, from the same marks."""

from __future__ import annotations

import hashlib
import hmac
import math
import re
from typing import Any, Dict, List, Optional, Sequence, Set

#: Longer values are judged by their beginning.
MOST_CHARACTERS = 4096
#: Blanks and quotation marks, the same few for JavaScript and Python.
ENDS = " \t\r\n\f\v\"'`"
#: Smallest first. What none holds is counted as the last.
ALPHABETS = (
    (10, ("0-9",)),
    (16, ("0-9a-f", "0-9A-F")),
    (26, ("a-z", "A-Z")),
    (36, ("a-z0-9", "A-Z0-9")),
    (52, ("a-zA-Z",)),
    (62, ("a-zA-Z0-9",)),
    (64, ("a-zA-Z0-9_=-", "a-zA-Z0-9+/=-")),
    (95, (" -~",)),
)
#: Digits and signs that stand for letters in ``P@ssw0rd``.
LETTERS = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s"}
#: Shorter words count only where they stand alone.
SHORTEST_INSIDE = 4


class Secrets:
    """The marks and names of one question, made ready for use."""

    def __init__(self, key: str, marks: Dict[str, Any], names: str) -> None:
        self._key = bytes.fromhex(key)
        self._patterns = [(mark["name"], re.compile(mark["pattern"], re.ASCII | re.I)) for mark in marks["patterns"]]
        self._words = frozenset(marks["words"])
        self._longest = max((len(word) for word in self._words), default=0)
        #: Values that were measured in this process and that nobody takes for anything else.
        self.seen: Set[str] = set()
        self._names = re.compile(names, re.ASCII | re.I)
        self._alphabets = [
            (size, [re.compile("[" + inside + "]*") for inside in classes]) for size, classes in ALPHABETS
        ]

    def is_name(self, name: str) -> bool:
        """Whether a setting or a variable of this name is a secret."""
        return self._names.search(name) is not None

    def facts(self, value: str) -> Dict[str, object]:
        """``SecretFacts`` and the ``$`` that marks them among settings."""
        bare = value.strip(ENDS)
        measured = bare[:MOST_CHARACTERS]
        if len(set(bare)) >= 8 and len(bare) >= 12 and any(character.isdigit() for character in bare):
            self.seen.add(bare)
        return {
            "$": "secret",
            "length": len(bare),
            "distinct": len(set(measured)),
            "alphabet": self._alphabet(measured),
            "placeholder": self._placeholder(measured),
            "words": self._word_share(measured),
            "repetitive": is_repetitive(measured),
            "ragged": bare != value,
            "tag": hmac.new(self._key, value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest(),
        }

    def _placeholder(self, value: str) -> Optional[str]:
        for name, pattern in self._patterns:
            if pattern.search(value):
                return str(name)
        return None

    def _alphabet(self, value: str) -> int:
        for size, expressions in self._alphabets:
            if any(expression.fullmatch(value) for expression in expressions):
                return size
        return 95

    def _word_share(self, value: str) -> float:
        if not value:
            return 0
        runs = re.findall("[a-z]+", "".join(_fold(character) for character in value))
        covered = sum(self._covered(run) for run in runs)
        return math.floor(covered / len(value) * 1000 + 0.5) / 1000

    def _covered(self, run: str) -> int:
        if run in self._words:
            return len(run)
        covered = at = 0
        while at + SHORTEST_INSIDE <= len(run):
            length = min(self._longest, len(run) - at)
            while length >= SHORTEST_INSIDE and run[at : at + length] not in self._words:
                length -= 1
            covered += length if length >= SHORTEST_INSIDE else 0
            at += length if length >= SHORTEST_INSIDE else 1
        return covered


def _fold(character: str) -> str:
    if "A" <= character <= "Z":
        return character.lower()
    return LETTERS.get(character, character)


def is_repetitive(value: Sequence[str]) -> bool:
    """One or two different characters, a text said again, or steps of at most one for three quarters of the way."""
    length = len(value)
    if length < 4:
        return False
    if len(set(value)) <= 2 or _has_period(value):
        return True
    steps = sum(abs(ord(after) - ord(before)) <= 1 for before, after in zip(value, value[1:]))
    return steps >= 0.75 * (length - 1)


def _has_period(value: Sequence[str]) -> bool:
    border: List[int] = [0]
    for index in range(1, len(value)):
        length = border[index - 1]
        while length > 0 and value[index] != value[length]:
            length = border[length - 1]
        border.append(length + 1 if value[index] == value[length] else 0)
    return len(value) - border[-1] <= len(value) / 2
