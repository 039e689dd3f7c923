"""Pages and probes that belong to the whole site."""

import hmac
import logging
from uuid import UUID

from celery.result import AsyncResult
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from communities.models import Community

from .readiness import readiness
from .tasks import ping

logger = logging.getLogger(__name__)

# Celery's broker, its result store, and the RuntimeError in which it wraps the latter.
QUEUE_ERRORS = (OperationalError, RedisError, RuntimeError)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The public front page."""
    return render(request, "core/home.html")


@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """What a signed-in person sees first: how many communities, and the newest."""
    communities = Community.objects.order_by("-created_at")
    return render(
        request,
        "core/dashboard.html",
        {"count": communities.count(), "newest": communities[:5]},
    )


# Exempt, so that a POST is told it is the wrong method, not that it lacks a token.
@csrf_exempt
@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Liveness: this process answers, and which release it is. Asks nothing else."""
    return JsonResponse({"status": "healthy", "version": settings.VERSION})


@csrf_exempt
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Readiness: 200 when everything it depends on answers, else 503; names what does not.

    With ``HEALTH_CHECK_SECRET`` set the names are for ``Authorization: Bearer <secret>`` only.
    """
    checks = readiness()
    is_ready = all(checks.values())
    answer: dict[str, object] = {
        "status": "ready" if is_ready else "not_ready",
        "version": settings.VERSION,
    }
    secret = settings.HEALTH_CHECK_SECRET
    if not secret or brings(request, secret):
        answer["checks"] = checks
    return JsonResponse(answer, status=200 if is_ready else 503)


@require_GET
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers in Prometheus' text format, for whoever brings ``Authorization: Bearer <METRICS_TOKEN>``."""
    if not settings.METRICS_TOKEN or not brings(request, settings.METRICS_TOKEN):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    lines = [
        "# HELP obcms_communities Communities on record.",
        "# TYPE obcms_communities gauge",
        f"obcms_communities {Community.objects.count()}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; version=0.0.4")


@login_required
@require_POST
@never_cache
def start_ping(request: HttpRequest) -> JsonResponse:
    """Queue a ping: 202 with its id, or 503 when the queue cannot be reached."""
    try:
        task = ping.delay()
    except QUEUE_ERRORS:
        return queue_is_away()
    return JsonResponse({"id": task.id}, status=202)


@login_required
@require_safe
@never_cache
def ping_state(request: HttpRequest, task_id: UUID) -> JsonResponse:
    """Celery's state of the ping. An id nobody queued is PENDING, as Celery cannot tell."""
    task = AsyncResult(str(task_id))
    try:
        return JsonResponse({"id": task.id, "state": task.state})
    except QUEUE_ERRORS:
        return queue_is_away()


def queue_is_away() -> JsonResponse:
    """The answer while Redis is: not our fault, worth another try."""
    logger.exception("The task queue does not answer.")
    return JsonResponse({"error": "The task queue does not answer."}, status=503)


def brings(request: HttpRequest, token: str) -> bool:
    """Whether the request carries this bearer token; takes as long for a wrong one as for the right one."""
    brought = request.headers.get("Authorization", "")
    return hmac.compare_digest(brought.encode(), f"Bearer {token}".encode())
