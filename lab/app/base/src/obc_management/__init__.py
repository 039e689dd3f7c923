"""The project; importing it makes the Celery app known to tasks declared with ``shared_task``."""

from .celery import app as celery_app

__all__ = ["celery_app"]
