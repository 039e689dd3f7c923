from .common import *

DEBUG = True
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "dev.sqlite3"}}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
