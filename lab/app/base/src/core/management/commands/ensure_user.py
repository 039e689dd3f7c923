"""An account for people or machines that must exist, such as the one a smoke test signs in with."""

import os
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Create the account, or set its password anew."""

    help = (
        "Makes sure an account exists; its password comes from an environment variable."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The password is never an argument: those are visible to every process."""
        parser.add_argument("username")
        parser.add_argument("--password-from", default="SMOKE_PASSWORD", metavar="NAME")
        parser.add_argument("--staff", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run as often as you like; the last password holds."""
        password = os.environ.get(options["password_from"], "")
        if not password:
            raise CommandError(f"{options['password_from']} is not set.")
        user, created = get_user_model().objects.get_or_create(
            username=options["username"]
        )
        user.is_staff = user.is_superuser = options["staff"]
        user.set_password(password)
        user.save()
        self.stdout.write(
            f"{'Created' if created else 'Updated'} {options['username']}."
        )
