"""All the addresses of the product."""

from django.urls import include, path

from vivier_web.api.urls import addresses
from vivier_web.ops import demo_door, health

urlpatterns = [
    path("sante/", health.alive, name="alive"),
    path("pret/", health.ready, name="ready"),
    path("essai/", demo_door.sign_in, name="demo_sign_in"),
    path("api/", addresses),
    path("compte/", include("vivier_web.pages.person.urls")),
    path("", include("vivier_web.pages.urls")),
]
