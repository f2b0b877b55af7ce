"""The addresses of an authority."""

from django.urls import path

from vivier_web.pages.authority import desk

urlpatterns = [path("bureau/autorites/", desk.desk, name="desk_authority")]
