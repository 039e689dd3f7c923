"""One module for every machine: DJANGO_ENV says which of the files beside this one holds."""

from decouple import config

ENVIRONMENT = config("DJANGO_ENV")

if ENVIRONMENT == "production":
    from .production import *
elif ENVIRONMENT == "staging":
    from .staging import *
elif ENVIRONMENT == "development":
    from .development import *
else:
    raise RuntimeError(f"DJANGO_ENV is {ENVIRONMENT!r}: production, staging or development")
