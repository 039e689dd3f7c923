"""Production in all but its promises to browsers: an hour of HSTS can be waited out."""

from .base import env
from .production import *

SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=3600)
