"""Production in all but its promises: an hour of HSTS can be waited out, and no search engine keeps a copy."""

from .base import env
from .production import *

SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_HSTS_PRELOAD = False
ROBOTS_TAG = env.str("ROBOTS_TAG", default="noindex, nofollow")
