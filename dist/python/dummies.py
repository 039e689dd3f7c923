"""Stand-ins for variables whose absence stops the settings: of a plausible shape, the same in every run, and telling what they are."""

from __future__ import annotations

import re
from typing import Dict, Optional, Tuple

#: Fills of one evaluation; a project that demands more is not waiting for variables.
MOST = 40

#: Sixty characters of four kinds, without a word or a sequence in them.
KEY = "q7Vz_3mXr9Kt-5wJc2Hy8Bf+6Np4Ld=1Gs0Rv@Tx%Wk3Mz7Qb9Yh5Cj2Fn8P"

#: By name, the first that fits. Addresses end in names that no network knows.
SHAPES: Tuple[Tuple[str, str], ...] = (
    (r"(^|_)(DATABASE|DB|POSTGRES|POSTGRESQL|PG)_(URL|URI|DSN)$|^(DATABASE|DB)$", "postgres://dummy:{key}@database.invalid:5432/dummy"),
    (r"(^|_)(REDIS|CACHE|CELERY|BROKER|RESULT|QUEUE|CHANNEL)\w*_(URL|URI|BACKEND)$|^REDIS$", "redis://:{key}@redis.invalid:6379/0"),
    (r"(^|_)(AMQP|RABBITMQ)\w*_(URL|URI)$", "amqp://dummy:{key}@rabbitmq.invalid:5672//"),
    (r"(^|_)EMAIL_URL$", "smtp://dummy:{key}@mail.invalid:587"),
    (r"(^|_)SENTRY_DSN$|_DSN$", "https://0123456789abcdef0123456789abcdef@sentry.invalid/1"),
    (r"ORIGINS?$|WHITELIST$", "https://dummy.invalid"),
    (r"ALLOWED_HOSTS?$|(^|_)DOMAINS?$|(^|_)HOSTS?$|HOSTNAME$|_SERVER$|_ENDPOINT_HOST$", "dummy.invalid"),
    (r"DIRECTORY$|(^|_)DIR$|_ROOT$|_PATH$|_FOLDER$", "/tmp"),
    (r"(^|_)(URL|URI|ENDPOINT|ISSUER|BASE_?URL)$", "https://dummy.invalid"),
    (r"(^|_)(ADMINS|MANAGERS)$", "dummy@dummy.invalid"),
    (r"(EMAIL|_FROM|MAIL_SENDER)$", "dummy@dummy.invalid"),
    (r"(KEY|SECRET|TOKEN|PASSWORD|PASSWD|PASS|PWD|SALT|CREDENTIALS?)(_\w+)?$", "{key}"),
    (r"(^|_)(IPS?|ADDRESS|ADDR)$", "192.0.2.1"),
    (r"(^|_)(TIME_?ZONE|TZ)$", "UTC"),
    (r"LOG_?LEVEL$", "INFO"),
    (r"(^|_)REGION(_NAME)?$", "eu-central-1"),
    (r"LANGUAGE(_CODE)?$", "en-us"),
    (r"(PORT|TIMEOUT|SECONDS|AGE|SIZE|LIMIT|COUNT|WORKERS|THREADS|CONCURRENCY|TTL|RETRIES|_ID|DAYS|HOURS|MINUTES|RATE)$", "{number}"),
    (r"^(USE|ENABLE|DISABLE|IS|HAS|ALLOW)_|(DEBUG|ENABLED|DISABLED|_TLS|_SSL|_SECURE|REDIRECT|PRELOAD|SUBDOMAINS)$", "False"),
)
#: What a cast demands, whatever the name says.
CASTS: Dict[str, str] = {"bool": "False", "int": "{number}", "float": "{number}", "json": "{{}}", "dict": "dummy=dummy"}
NUMBERS: Dict[str, str] = {"EMAIL_PORT": "587", "DB_PORT": "5432", "REDIS_PORT": "6379", "POSTGRES_PORT": "5432"}


def value(name: str, cast: Optional[str], repository_file: Optional[str] = None) -> str:
    """A value for the variable. Two variables never get the same secret, because projects compare them."""
    shape = CASTS.get(cast or "")
    if shape is None:
        shape = next((shape for pattern, shape in SHAPES if re.search(pattern, name.upper())), None)
    if shape is None and cast == "url":
        shape = "postgres://dummy:{key}@database.invalid:5432/dummy"
    if shape is None:
        shape = "dummy-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return shape.format(key=_key(name, "://" in shape), number=NUMBERS.get(name.upper(), "1"))


def _key(name: str, in_address: bool) -> str:
    turn = sum(name.encode("utf-8", "replace")) % len(KEY)
    key = KEY[turn:] + KEY[:turn]
    return re.sub(r"[^A-Za-z0-9_-]", "x", key) if in_address else key
