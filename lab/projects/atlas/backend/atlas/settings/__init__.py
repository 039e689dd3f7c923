"""Settings in parts: what every machine shares by topic, then the file of the machine."""

from os import environ

from split_settings.tools import include, optional

include(
    "components/common.py",
    "components/data.py",
    "components/security.py",
    f"environments/{environ.get('ATLAS_ENV', 'production')}.py",
    optional("environments/local.py"),
)
