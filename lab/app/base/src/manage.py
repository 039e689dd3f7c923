#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    """Run a management command; production settings unless the environment says otherwise."""
    os.environ.setdefault(
        "DJANGO_SETTINGS_MODULE", "obc_management.settings.production"
    )
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
