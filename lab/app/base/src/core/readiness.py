"""Is everything this process depends on there? One function a dependency, each really asking it."""

import logging
import os
import uuid
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from obc_management.celery import app as celery_app

logger = logging.getLogger(__name__)

BROKER_TIMEOUT_SECONDS = 2


def readiness() -> dict[str, bool]:
    """Return for each dependency whether it answers. Why it does not goes to the log only."""
    return {name: _holds(name, check) for name, check in CHECKS.items()}


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        # Whatever a driver raises means the same here: not ready.
        logger.exception("Readiness: %s does not answer.", name)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache() -> bool:
    # A name of its own for each question: two replicas ask at the same time.
    name, value = f"ready-{uuid.uuid4()}", "written"
    cache.set(name, value, timeout=10)
    found = cache.get(name)
    cache.delete(name)
    return found == value


def _broker() -> bool:
    if settings.CELERY_BROKER_URL.startswith("folder://"):
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"])
        return folder.is_dir() and os.access(folder, os.W_OK)
    with celery_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=BROKER_TIMEOUT_SECONDS)
        return bool(broker.connected)


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "cache": _cache,
    "broker": _broker,
}
