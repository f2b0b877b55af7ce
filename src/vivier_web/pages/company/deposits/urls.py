"""The addresses of this room."""

from django.urls import URLPattern, path

from vivier_web.pages.company.deposits import giving_back, sending

urlpatterns: list[URLPattern] = [
    path("depot/", sending.page, name="deposit"),
    path("depot/envoyer/", sending.send, name="deposit_send"),
    path("depot/lire/", sending.read_here, name="deposit_read"),
    path("depot/envoyer-lu/", sending.send_read, name="deposit_send_read"),
    path("rapport/", giving_back.report, name="report"),
    path("rapport/bdese.xlsx", giving_back.bdese, name="report_bdese"),
    path("documents/<slug:slug>.docx", giving_back.paper, name="paper"),
]
