"""Settings that hold everywhere. Nothing here depends on DEBUG, so no environment can bend it."""

from pathlib import Path

import environ
from celery.schedules import crontab

from ..services import RETRY_POLICY, backing_services

env = environ.Env()

SOURCE_DIR = Path(__file__).resolve().parents[2]

SITE_TITLE = env.str("SITE_NAME", default="OBCMS")
# Coolify hands the commit it built to the container.
VERSION = env.str("SOURCE_COMMIT", default="unknown")
# The key to /metrics/; without one the page is closed to everybody.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# When set, /ready/ names what does not answer only to whoever brings it.
HEALTH_CHECK_SECRET = env.str("HEALTH_CHECK_SECRET", default="")
# When set, /admin/ is closed to every other address.
ALLOWED_ADMIN_IPS = env.list("ALLOWED_ADMIN_IPS", default=[])
# What search engines are told; nothing while empty.
ROBOTS_TAG = env.str("ROBOTS_TAG", default="")

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "corsheaders",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "core",
    "communities",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.BrowserPolicyMiddleware",
    "core.middleware.AdminAddressMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "obc_management.urls"
WSGI_APPLICATION = "obc_management.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.site",
            ],
        },
    },
]

# Persistent connections, looked at before they are used again.
CONN_MAX_AGE_SECONDS = 600
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE, CELERY_SERVICES = backing_services(env)
CACHES = {"default": CACHE}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "Asia/Manila"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = SOURCE_DIR / "staticfiles"
STATICFILES_DIRS = [SOURCE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
# For names without a hash, which may mean another file tomorrow; hashed ones are kept for good.
WHITENOISE_MAX_AGE = env.int("STATIC_MAX_AGE", default=60)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework_simplejwt.authentication.JWTAuthentication"
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
}

CELERY_BROKER_URL = CELERY_SERVICES["CELERY_BROKER_URL"]
CELERY_RESULT_BACKEND = CELERY_SERVICES["CELERY_RESULT_BACKEND"]
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_SERVICES["CELERY_BROKER_TRANSPORT_OPTIONS"]
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = CELERY_SERVICES[
    "CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS"
]
CELERY_TASK_PUBLISH_RETRY_POLICY = RETRY_POLICY
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
# Shorter than stop_grace_period of the worker's container, so that it ends before it is killed.
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 45.0
CELERY_BEAT_SCHEDULE = {
    "clear-expired-sessions": {
        "task": "core.tasks.clear_expired_sessions",
        "schedule": crontab(hour=3, minute=0),
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "[{levelname}] {asctime} {name} {message}", "style": "{"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "line",
        }
    },
    "root": {
        "handlers": ["console"],
        "level": env.str("LOG_LEVEL", default="INFO"),
    },
    # Django's own handlers mail the admins and print only while debugging.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
