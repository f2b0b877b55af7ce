"""The addresses of this room."""

from django.urls import URLPattern, path

from vivier_web.pages.company.skills import matching, sending

urlpatterns: list[URLPattern] = [
    path("", sending.page, name="polyvalence"),
    path("envoyer/", sending.send, name="polyvalence_send"),
    path("lire/", sending.read_here, name="polyvalence_read"),
    path("envoyer-lu/", sending.send_read, name="polyvalence_send_read"),
    path("retirer/", sending.withdraw, name="polyvalence_withdraw"),
    path("rapprocher/", matching.page, name="polyvalence_match"),
]
