"""The addresses of this room."""

from django.urls import URLPattern, path

from vivier_web.pages.pole.gaps import board

urlpatterns: list[URLPattern] = [
    path("", board.board, name="gaps_board"),
    path("calculer/", board.ask, name="ask_gaps"),
    path("<int:pk>/avancement/", board.progress, name="gaps_progress"),
    path("<int:pk>/export.<slug:kind>", board.export, name="export_gaps"),
]
