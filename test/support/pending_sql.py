"""Answers with what ``migrations_sql.pending`` says of the app ``shop`` in the working folder; with ``real`` also with what Django itself says
while it migrates the database of the environment. Arguments: folder of the probe's Python, first pending migration, ``said`` or ``real``."""

import json
import os
import sys

SOURCE, FIRST, MODE = sys.argv[1:4]
sys.path[:0] = [SOURCE, os.getcwd()]
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"

from python import migrations_ddl_driver, migrations_sql  # noqa: E402
from python.places import Places  # noqa: E402

if MODE == "said":
    migrations_ddl_driver.install()

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.db.migrations.state import ProjectState  # noqa: E402


def said():
    loader = MigrationLoader(None)
    plan = [loader.graph.nodes[key] for key in loader.graph.forwards_plan(loader.graph.leaf_nodes("shop")[0])]
    state = ProjectState(real_apps=loader.unmigrated_apps)
    for migration in plan:
        if migration.app_label != "shop" or migration.name < FIRST:
            migration.mutate_state(state, preserve=False)
    waiting = [one for one in plan if one.app_label == "shop" and one.name >= FIRST]
    answer = migrations_sql.pending(loader, waiting, state, 18, Places(os.path.realpath(os.getcwd())))
    answer["standIn"] = migrations_ddl_driver.is_installed()
    return answer


def real():
    from django.core.management import call_command
    from django.db.migrations.executor import MigrationExecutor

    told = []
    names = sorted(name for app, name in MigrationLoader(None).graph.nodes if app == "shop")
    for name in names:
        told.append([f"shop.{name}", _sql(MigrationExecutor(connection), name, False), None])
        call_command("migrate", "shop", name, verbosity=0)
        try:
            told[-1][2] = _sql(MigrationExecutor(connection), name, True)
        except Exception:
            # It cannot be reversed.
            told[-1][2] = None
    return told


def _sql(executor, name, backwards):
    lines = executor.loader.collect_sql([(executor.loader.graph.nodes[("shop", name)], backwards)])
    return [one for one in lines if not one.startswith("--") and one not in ("BEGIN;", "COMMIT;")]


json.dump(said() if MODE == "said" else real(), sys.stdout)
