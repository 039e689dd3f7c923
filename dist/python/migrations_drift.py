"""What ``makemigrations`` would write: models that the new release changed without a migration. It is asked nothing and writes nothing."""

from __future__ import annotations

import os
from typing import Any, Dict, List

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter
from django.db.models.fields import NOT_PROVIDED

from .places import Places


def changes(state: Any, graph: Any, places: Places) -> List[Dict[str, Any]]:
    """``Drift`` of the project's own apps, in the order in which the operations would run."""
    detector = MigrationAutodetector(state, ProjectState.from_apps(apps), _Silent())
    found: List[Dict[str, Any]] = []
    for app, migrations in sorted(detector.changes(graph=graph).items()):
        if not _is_own(app, places):
            continue
        for migration in migrations:
            found += [_drift(app, operation, places) for operation in migration.operations]
    return found


class _Silent(MigrationQuestioner):
    """Nobody is there: a rename is a removal and an addition, and no default is made up."""

    def ask_not_null_addition(self, field_name: str, model_name: str) -> Any:
        return NOT_PROVIDED

    def ask_not_null_alteration(self, field_name: str, model_name: str) -> Any:
        return NOT_PROVIDED

    def ask_auto_now_add_addition(self, field_name: str, model_name: str) -> Any:
        return NOT_PROVIDED

    def ask_unique_callable_default_addition(self, field_name: str, model_name: str) -> Any:
        return NOT_PROVIDED


def _is_own(app: str, places: Places) -> bool:
    try:
        path = apps.get_app_config(app).path
    except LookupError:
        return False
    return places.owns(os.path.join(path, "models.py"))


def _drift(app: str, operation: Any, places: Places) -> Dict[str, Any]:
    text = str(operation.describe())
    try:
        written = OperationWriter(operation, indentation=0).serialize()[0].rstrip().rstrip(",")
    except Exception:
        # A value that no migration could hold either: makemigrations would stop here with the same.
        written = text
    name = getattr(operation, "model_name", None) or getattr(operation, "name", None)
    place = None
    try:
        place = places.of_code(apps.get_model(app, str(name)))
    except (LookupError, ValueError):
        # The model is gone.
        pass
    return {"app": app, "text": text, "operation": written, "place": place}
