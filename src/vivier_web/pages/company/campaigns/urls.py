"""The addresses of this room."""

from django.urls import URLPattern, path

from vivier_web.pages.company.campaigns import answering

urlpatterns: list[URLPattern] = [
    path("indicateurs/", answering.page, name="member_indicators"),
    path("indicateurs/garder/", answering.save, name="save_member_indicators"),
    path("indicateurs/annuler/", answering.undo, name="undo_member_indicators"),
    path("indicateurs/envoyer/", answering.send, name="send_member_indicators"),
    path("indicateurs/corriger/", answering.correct, name="correct_member_indicators"),
]
