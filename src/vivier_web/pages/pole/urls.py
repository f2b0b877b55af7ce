"""The addresses of a pôle's team."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
