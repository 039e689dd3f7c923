"""The communities themselves."""

from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    """One model, its pages, its JSON interface."""

    name = "communities"
