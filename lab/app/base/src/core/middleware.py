"""What every request meets: headers Django 5.2 has no setting for, and who may see the admin."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=()"


class BrowserPolicyMiddleware:
    """Tells browsers to load only our own files and to keep devices closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if settings.ROBOTS_TAG:
            response.headers.setdefault("X-Robots-Tag", settings.ROBOTS_TAG)
        return response


class AdminAddressMiddleware:
    """Keeps /admin/ to the addresses in ``ALLOWED_ADMIN_IPS``, when there are any."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        """Refuse in Django's own way, so that the page looks like every other refusal."""
        allowed = settings.ALLOWED_ADMIN_IPS
        if not allowed or not request.path.startswith("/admin/"):
            return
        # The first entry is the visitor: Traefik drops what a client says of itself.
        forwarded = request.headers.get("X-Forwarded-For", "")
        visitor = forwarded.split(",")[0].strip() or request.META["REMOTE_ADDR"]
        if visitor not in allowed:
            raise PermissionDenied
