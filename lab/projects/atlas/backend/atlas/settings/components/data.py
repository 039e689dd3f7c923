import os

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "atlas",
        "USER": "atlas",
        "PASSWORD": os.environ.get("ATLAS_DB_PASSWORD", ""),
        "HOST": os.environ.get("ATLAS_DB_HOST", "db"),
        "PORT": "5432",
        "CONN_MAX_AGE": 0,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ.get("ATLAS_CACHE", "redis://cache:6379/0"),
        "KEY_PREFIX": "atlas",
    }
}
EMAIL_HOST = os.environ.get("ATLAS_SMTP", "smtp")
EMAIL_PORT = 587
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 10
EMAIL_HOST_USER = os.environ.get("ATLAS_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ATLAS_SMTP_PASSWORD", "")
DEFAULT_FROM_EMAIL = "atlas@atlas.example"
SERVER_EMAIL = "atlas@atlas.example"
