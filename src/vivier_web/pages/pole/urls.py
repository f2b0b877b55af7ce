"""The addresses of a pôle's team, room by room."""

from django.urls import include, path

from vivier_web.pages.pole import tokens

urlpatterns = [
    path("connaitre/", include("vivier_web.pages.pole.members.urls")),
    path("connaitre/", include("vivier_web.pages.pole.needs.urls")),
    path("prevoir/", include("vivier_web.pages.pole.studies.urls")),
    path("equipe/cles/", tokens.tokens, name="tokens"),
    path("equipe/cles/<int:pk>/retirer/", tokens.end, name="end_token"),
    path("equipe/", include("vivier_web.pages.pole.people.urls")),
]
