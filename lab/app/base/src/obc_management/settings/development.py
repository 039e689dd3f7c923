"""Settings for a developer's machine: no proxy, no PostgreSQL, no Redis, and pages that explain errors."""

import os
import tempfile
from pathlib import Path

# base.py has no defaults for these, and production must not get any.
os.environ.setdefault("SECRET_KEY", "for-a-developers-machine-and-nowhere-else")
os.environ.setdefault("LOCAL_QUEUE_DIRECTORY", tempfile.gettempdir())

from .base import *
from .base import SOURCE_DIR, STORAGES, env

DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DATABASES = {
    "default": env.db(
        "DATABASE_URL", default=f"sqlite:///{Path(SOURCE_DIR) / 'db.sqlite3'}"
    )
}

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
