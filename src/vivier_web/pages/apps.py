"""Django's card of the pages."""

from django.apps import AppConfig


class Config(AppConfig):
    """Name the pages for Django, which finds their templates and static files by it."""

    name = "vivier_web.pages"
    label = "pages"
