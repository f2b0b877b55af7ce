"""The addresses of a member."""

from django.urls import include, path

urlpatterns = [
    path("mon-entreprise/", include("vivier_web.pages.company.deposits.urls")),
]
