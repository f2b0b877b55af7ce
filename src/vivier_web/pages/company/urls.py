"""The addresses of a member."""

from django.urls import include, path

from vivier_web.pages.company import desk

urlpatterns = [
    path("mon-entreprise/", desk.desk, name="company"),
    path("mon-entreprise/", include("vivier_web.pages.company.deposits.urls")),
    path("mon-entreprise/", include("vivier_web.pages.company.needs.urls")),
]
