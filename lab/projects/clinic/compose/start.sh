#!/bin/bash
set -o errexit
set -o pipefail
set -o nounset

exec gunicorn config.wsgi --bind 0.0.0.0:5000 --chdir=/app --workers "${WEB_CONCURRENCY:-3}" --worker-tmp-dir /dev/shm --access-logfile -
