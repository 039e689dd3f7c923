#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    # Whoever types commands works on a laptop; servers start by asgi.py.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
    os.environ.setdefault("ATLAS_ENV", "development")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
