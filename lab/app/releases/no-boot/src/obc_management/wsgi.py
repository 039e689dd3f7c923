"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from .telemetry import traced

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obc_management.settings.production")

application = traced(get_wsgi_application())
