"""Background tasks."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def ping() -> str:
    """Answer, which shows that a worker takes tasks and that its results come back."""
    return "pong"


@shared_task(ignore_result=True)
def clear_expired_sessions() -> None:
    """Remove the sessions nobody can use any more."""
    call_command("clearsessions")
