"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from communities.gazetteer import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obc_management.settings.production")

application = get_wsgi_application()
warm_up()
