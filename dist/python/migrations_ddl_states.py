"""The state before an operation, kept beside the one that the operation changes: as ``ProjectState.clone``, with no more copied than is touched."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import Any, Iterator

#: Operations that change the state of more models than their own.
FAR = ("RenameModel", "RenameField")


def before(state: Any, operation: Any, app: str) -> Any:
    """A state that does not change when the operation changes ``state``."""
    kind = type(operation)
    if kind.__name__ in FAR or not kind.__module__.startswith("django.db.migrations.operations."):
        return state.clone()
    name = getattr(operation, "model_name", None) or getattr(operation, "name", None)
    if not isinstance(name, str):
        return state.clone()
    kept = type(state)(models=dict(state.models), real_apps=state.real_apps)
    key = (app, name.lower())
    if key in kept.models:
        kept.models[key] = kept.models[key].clone()
    kept.apps = _sharing(state.apps)
    kept.is_delayed = state.is_delayed
    return kept


def _sharing(apps: Any) -> Any:
    """As ``StateApps.clone``, which copies each dictionary of models deeply although the classes in it are never copied."""
    clone = type(apps)([], {})
    clone.all_models.update((label, dict(models)) for label, models in apps.all_models.items())
    for label in apps.app_configs:
        config = type(apps.app_configs[label])(label)
        config.apps = clone
        config.import_models()
        clone.app_configs[label] = config
    clone.real_models = apps.real_models
    return clone


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Each operation makes model classes anew; looking for garbage after every few of them takes a tenth of the time."""
    thresholds = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
