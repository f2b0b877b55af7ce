"""The addresses of a pôle's team, room by room."""

from django.urls import include, path

urlpatterns = [
    path("connaitre/", include("vivier_web.pages.pole.members.urls")),
    path("prevoir/", include("vivier_web.pages.pole.studies.urls")),
    path("equipe/", include("vivier_web.pages.pole.people.urls")),
]
