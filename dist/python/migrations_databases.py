"""The project's databases, as PostgreSQL without a server: its backend says how columns and SQL look, and nothing is ever connected."""

from __future__ import annotations

import importlib
from typing import Any, Dict

POSTGRESQL = "django.db.backends.postgresql"
POSTGIS = "django.contrib.gis.db.backends.postgis"


def replace() -> None:
    """After the settings are loaded and before ``django.setup()``. Aliases stay, because routers know them."""
    from django import db
    from django.conf import settings

    from . import migrations_ddl_driver

    migrations_ddl_driver.install()
    given = getattr(settings, "DATABASES", None)
    aliases = dict(given) if isinstance(given, dict) else {}
    aliases.setdefault("default", {})
    settings.DATABASES = {alias: _entry(alias, one) for alias, one in aliases.items()}
    # Settings that touch the database's handler had it read their own.
    for name in ("settings", "databases"):
        db.connections.__dict__.pop(name, None)
    if hasattr(db.connections, "_settings"):
        db.connections._settings = None
    if hasattr(db.connections, "_databases"):
        db.connections._databases = None
    for alias in aliases:
        if hasattr(getattr(db.connections, "_connections", None), alias):
            delattr(db.connections._connections, alias)


def _entry(alias: str, given: Any) -> Dict[str, Any]:
    engine = str(given.get("ENGINE", "")) if isinstance(given, dict) else ""
    entry: Dict[str, Any] = {"ENGINE": _engine(engine), "NAME": "obcms_deploy", "HOST": "", "USER": "", "PASSWORD": ""}
    if isinstance(given, dict):
        entry["TIME_ZONE"] = given.get("TIME_ZONE") if isinstance(given.get("TIME_ZONE"), str) else None
    return entry


def _engine(given: str) -> str:
    """PostGIS where the project has it and its libraries are here: its columns have types of their own."""
    if given.startswith("django.contrib.gis"):
        try:
            importlib.import_module(f"{POSTGIS}.base")
            return POSTGIS
        except Exception:
            # Without GDAL or GEOS the plain backend knows all other columns.
            return POSTGRESQL
    return POSTGRESQL
