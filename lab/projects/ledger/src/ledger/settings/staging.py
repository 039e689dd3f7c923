from .deployed import *

SECURE_HSTS_SECONDS = 3600
