"""SQL that people wrote in migrations that are applied already: it made what the models' state does not tell of."""

from __future__ import annotations

import re
from typing import Any, Iterable, Iterator, List

#: What changes rows, sets and grants leaves every table as it is.
_MAKES = re.compile(r"\b(?:alter|create|drop)\b", re.IGNORECASE)
#: Longer texts hold data, or whole dumps.
LONGEST = 100_000


def written(applied: Iterable[Any]) -> List[str]:
    """``MigrationFacts.history``: in the order in which they ran."""
    texts = (text for migration in applied for operation in migration.operations for text in _texts(operation))
    return [text for text in texts if len(text) <= LONGEST and _MAKES.search(text)]


def _texts(operation: Any) -> Iterator[str]:
    from django.db.migrations.operations import RunSQL, SeparateDatabaseAndState

    if isinstance(operation, SeparateDatabaseAndState):
        for one in operation.database_operations:
            yield from _texts(one)
    elif isinstance(operation, RunSQL):
        parts = operation.sql if isinstance(operation.sql, (list, tuple)) else [operation.sql]
        for part in parts:
            text = part[0] if isinstance(part, (list, tuple)) and part else part
            # With values apart, and lazily made texts, nothing is known.
            if isinstance(text, str):
                yield text
    else:
        yield from _extension(operation)


def _extension(operation: Any) -> Iterator[str]:
    """Of ``CreateExtension`` and those made from it, without importing the driver that their module asks for."""
    name = getattr(operation, "name", None)
    if isinstance(name, str) and any(base.__name__ == "CreateExtension" for base in type(operation).__mro__):
        yield 'CREATE EXTENSION IF NOT EXISTS "{}"'.format(name.replace('"', '""'))
