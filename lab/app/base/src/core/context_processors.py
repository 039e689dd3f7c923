"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """Return the site's name and the short name of the running release."""
    return {"site_title": settings.SITE_TITLE, "release": settings.VERSION[:7]}
