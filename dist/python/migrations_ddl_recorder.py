"""Where SQL goes that nobody sends: one list for each operation, with the names that had to be worked out for it."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Set, Tuple

from . import migrations_ddl_names as names
from .migrations_ddl_ledger import Ledger


class Recorder:
    """``said`` holds ``(text, whether a name in it was worked out)`` in the order PostgreSQL would get it."""

    def __init__(self) -> None:
        self.said: List[Tuple[str, bool]] = []
        self.ledger = Ledger()
        self._guessed: Set[str] = set()

    def begin(self) -> None:
        """A new operation: names that were worked out for another one say nothing about its SQL."""
        self.said = []
        self._guessed = set()

    def add(self, text: str) -> None:
        """A statement, or several in one text."""
        cleaned = text.strip().rstrip(";").rstrip()
        if cleaned:
            self.said.append((cleaned, any(_uses(cleaned, name) for name in self._guessed)))
            self.ledger.observe(cleaned)

    def names(self, editor: Any, model: Any, columns: Optional[List[str]], asked: Dict[str, Any]) -> List[str]:
        """Names of a table's constraints and indexes over these columns that have the wanted facts."""
        table = names.plain(model._meta.db_table)
        found = [
            self._known(one.name, certain)
            for one, certain in self.ledger.named(table, names.constraints_of(editor, model))
            if names.agrees(one, columns, asked)
        ]
        return found or self._forgotten(editor, model, table, columns or [], asked)

    def sequence(self, table: str, column: str) -> str:
        """Of an identity or serial column."""
        known = self.ledger.of(table, [column], "seq")
        return self._known(known.name if known is not None else names.postgres_name(table, column, "seq"), False)

    def _forgotten(self, editor: Any, model: Any, table: str, columns: List[str], asked: Dict[str, Any]) -> List[str]:
        """What is taken away when the model does not have it any more: unique_together, columns of a renamed relation."""
        kind = "fk" if asked.get("foreign_key") else "unique" if asked.get("unique") else "index"
        known = self.ledger.of(table, columns, kind)
        if known is not None:
            return [self._known(known.name, known.certain)]
        if len(columns) > 1 and (asked.get("unique") or asked.get("index")):
            return [self._known(names.together(editor, model, columns, kind == "unique").name, False)]
        return []

    def _known(self, name: str, certain: bool) -> str:
        if not certain:
            self._guessed.add(name)
        return name


def _uses(sql: str, name: str) -> bool:
    """Not when it makes the thing under that name."""
    return f'"{name}"' in sql and f'ADD CONSTRAINT "{name}"' not in sql
