#!/bin/sh
# Starts one role of the project: web, worker or beat. Each ends in exec, so that the signal that
# stops the container reaches the server itself.
set -eu

cd "$(dirname "$0")/.."
DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-obc_management.settings.production}"
export DJANGO_SETTINGS_MODULE

case "${1:-web}" in
  web)
    # New code with the new schema or not at all: a migration that fails keeps the container from
    # becoming healthy, and the previous one goes on serving.
    python src/manage.py migrate_locked
    exec gunicorn --config gunicorn.conf.py
    ;;
  worker)
    # Celery takes SIGQUIT for "finish soon, hand back the rest"; containers are stopped by SIGTERM.
    REMAP_SIGTERM=SIGQUIT
    export REMAP_SIGTERM
    exec celery --workdir src --app obc_management worker --loglevel info --concurrency "${CELERY_CONCURRENCY:-2}"
    ;;
  beat)
    exec celery --workdir src --app obc_management beat --loglevel info --schedule "${TMPDIR:-/tmp}/celerybeat-schedule"
    ;;
  *)
    echo "Unknown role: $1. One of: web, worker, beat." >&2
    exit 64
    ;;
esac
