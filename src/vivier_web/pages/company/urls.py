"""The addresses of a member."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
