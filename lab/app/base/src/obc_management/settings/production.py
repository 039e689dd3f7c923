"""Settings behind an HTTPS proxy. What may not have a default stops the start when it is missing."""

from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import CONN_MAX_AGE_SECONDS, env

# For an hour of searching on a closed site; everybody who finds it reads our settings.
DEBUG = env.bool("DJANGO_DEBUG", default=False)

DATABASES = {
    "default": env.db("DATABASE_URL")
    | {"CONN_MAX_AGE": CONN_MAX_AGE_SECONDS, "CONN_HEALTH_CHECKS": True}
}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database.")


def required_list(name: str) -> list[str]:
    """Return the comma-separated variable without blanks; missing or empty stops the start."""
    values = [value.strip() for value in env.list(name, default=[]) if value.strip()]
    if not values:
        raise ImproperlyConfigured(f"{name} must name at least one value.")
    return values


# Docker's probe asks from inside the container and says "localhost".
HEALTH_CHECK_HOSTS = ["localhost", "127.0.0.1"]
ALLOWED_HOSTS = required_list("ALLOWED_HOSTS") + HEALTH_CHECK_HOSTS
CSRF_TRUSTED_ORIGINS = required_list("CSRF_TRUSTED_ORIGINS")
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_ALLOW_ALL_ORIGINS = env.bool("CORS_ALLOW_ALL_ORIGINS", default=False)
CORS_ALLOW_CREDENTIALS = env.bool("CORS_ALLOW_CREDENTIALS", default=False)
CORS_URLS_REGEX = r"^/api/"

# Traefik sets both headers itself and drops what a client sends under these names.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
USE_X_FORWARDED_HOST = True

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# The probe speaks plain HTTP; redirected, it would prove nothing.
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool(
    "SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True
)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = env.str(
    "SECURE_REFERRER_POLICY", default="strict-origin-when-cross-origin"
)
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_SECURE = env.bool("SESSION_COOKIE_SECURE", default=True)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = env.bool("CSRF_COOKIE_SECURE", default=True)
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=30),
    # A refresh token is good for one use: a stolen one shows when its owner is refused.
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=True)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="obcms@localhost")
