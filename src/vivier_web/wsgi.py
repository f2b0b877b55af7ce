"""What a web server calls; every page is loaded before the first visitor comes."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vivier_web.settings")
application = get_wsgi_application()
get_resolver()._populate()  # noqa: SLF001 (once, for the processes that are forked from here)
