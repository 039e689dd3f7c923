"""``migrate``, one process at a time: containers that start together do not race."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

# Any number will do, as long as every release uses the same one.
LOCK = 7_203_114


class Command(BaseCommand):
    """Wait for PostgreSQL's advisory lock, migrate, let go."""

    help = "Applies migrations while holding an advisory lock."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Held by the session: a process that dies gives the lock back."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            call_command("migrate", interactive=False, verbosity=options["verbosity"])
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
