"""How gunicorn serves the site. Read from the folder gunicorn is started in, before ``--chdir``."""

import multiprocessing
import os
from pathlib import Path

wsgi_app = "obc_management.wsgi:application"
chdir = str(Path(__file__).resolve().parent / "src")

# Coolify tells the container both; an all-interfaces bind is right inside one.
bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8000')}"

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or min(multiprocessing.cpu_count(), 4))
threads = int(os.environ.get("GUNICORN_THREADS", "4"))
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 1000
max_requests_jitter = 100

# Django alone decides which header of the proxy it believes (SECURE_PROXY_SSL_HEADER). By default
# gunicorn would also believe X-Forwarded-Proto, but only from a proxy on this machine.
secure_scheme_headers = {}

# The heartbeat file belongs in memory: on a busy disk a healthy worker looks dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
# Nothing talks to a running server; without the socket it needs no home folder.
control_socket_disable = True

accesslog = "-"
errorlog = "-"
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "info")
