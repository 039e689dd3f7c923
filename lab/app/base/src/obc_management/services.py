"""Where the cache and the task queue live: Redis, or a folder on a machine that has none."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from obc_management import local_queue

# Longer than the hard time limit of a task, or Redis would hand a running task out twice.
VISIBILITY_TIMEOUT_SECONDS = 3600

# By default a web request that queues a task waits 19 seconds for a Redis that is away.
RETRY_POLICY = {
    "max_retries": 2,
    "interval_start": 0.1,
    "interval_step": 0.2,
    "interval_max": 0.5,
}


def backing_services(env: Env) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the ``CACHES`` entry and the Celery settings for the service the environment names.

    ``REDIS_URL`` wins; ``LOCAL_QUEUE_DIRECTORY`` (an existing folder that web and worker
    share) serves a single machine. Neither is an error: a cache or a queue that only one
    process can see would look like it works.
    """
    redis_url = env.str("REDIS_URL", default="")
    folder = env.str("LOCAL_QUEUE_DIRECTORY", default="")
    if redis_url:
        return _redis(
            redis_url,
            broker=env.str("CELERY_BROKER_URL", default=redis_url),
            results=env.str("CELERY_RESULT_BACKEND", default=redis_url),
        )
    if folder:
        return _folder(folder)
    raise ImproperlyConfigured(
        "Set REDIS_URL (or LOCAL_QUEUE_DIRECTORY on a machine without Redis)."
    )


def _redis(
    url: str, broker: str, results: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    cache = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "obcms",
    }
    celery = {
        "CELERY_BROKER_URL": broker,
        "CELERY_RESULT_BACKEND": results,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "visibility_timeout": VISIBILITY_TIMEOUT_SECONDS
        },
        "CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS": {"retry_policy": RETRY_POLICY},
    }
    return cache, celery


def _folder(folder: str) -> tuple[dict[str, Any], dict[str, Any]]:
    cache = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": f"{folder}/cache",
    }
    celery = {
        "CELERY_BROKER_URL": f"{local_queue.SCHEME}://",
        "CELERY_RESULT_BACKEND": f"file://{folder}",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "data_folder_in": folder,
            "data_folder_out": folder,
            "control_folder": folder,
            "polling_interval": 0.1,
        },
        "CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS": {},
    }
    return cache, celery
