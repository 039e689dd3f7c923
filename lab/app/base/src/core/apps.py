"""What every site needs and no one domain owns: health, dashboard, queue probe, browser policy."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """No models; views, middleware, tasks and commands."""

    name = "core"
