"""Django's card of this app."""

from django.apps import AppConfig


class Config(AppConfig):
    """Name this app for Django; allauth finds the provider beside it."""

    name = "vivier_web.accounts.proconnect"
    label = "proconnect"
