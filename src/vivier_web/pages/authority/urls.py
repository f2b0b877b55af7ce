"""The addresses of an authority."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
