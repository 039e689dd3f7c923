"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """Return the site's name, the short name of the running release and whom to write to."""
    return {
        "site_title": settings.SITE_TITLE,
        "release": settings.VERSION[:7],
        "support": settings.SUPPORT_EMAIL,
    }
