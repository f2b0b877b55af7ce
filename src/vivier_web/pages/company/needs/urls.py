"""The addresses of this room."""

from django.urls import URLPattern, path

from vivier_web.pages.company.needs import filling, giving_back

urlpatterns: list[URLPattern] = [
    path("besoins/", filling.page, name="needs_return"),
    path("besoins/garder/", filling.save, name="needs_save"),
    path("besoins/annuler/", filling.undo, name="needs_undo"),
    path("besoins/comme-avant/", filling.repeat, name="needs_repeat"),
    path("besoins/envoyer/", filling.send, name="needs_send"),
    path("besoins/corriger/", filling.correct, name="needs_correct"),
    path("besoins/metiers/", filling.occupations, name="needs_occupations"),
    path("besoins/recu/", giving_back.receipt, name="needs_receipt"),
    path("besoins/recu/accord/", giving_back.release, name="needs_release"),
    path("besoins/retour.<slug:kind>", giving_back.export, name="needs_export"),
    path("besoins/mon-retour.docx", giving_back.document, name="needs_document"),
]
