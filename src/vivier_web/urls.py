"""All the addresses of the product."""

from django.urls import include, path

from vivier_web.ops import health

urlpatterns = [
    path("sante/", health.alive, name="alive"),
    path("pret/", health.ready, name="ready"),
    path("compte/", include("vivier_web.pages.person.urls")),
    path("", include("vivier_web.pages.urls")),
]
