"""Django's card of this app."""

from django.apps import AppConfig


class Config(AppConfig):
    """Name this app for Django."""

    name = "vivier_web.indicators"
    label = "indicators"
