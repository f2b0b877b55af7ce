"""The addresses of this room."""

from django.urls import URLPattern, path

from vivier_web.pages.pole.needs import board, projects

urlpatterns: list[URLPattern] = [
    path("besoins/", board.board, name="needs_board"),
    path("besoins/<int:wave>/demander/", board.ask, name="ask_needs"),
    path("besoins/<int:wave>/relancer/", board.remind, name="remind_needs"),
    path("besoins/<int:wave>/export.<slug:kind>", board.export, name="export_needs"),
    path("besoins/retours/<int:pk>/", board.released, name="released_needs"),
    path("besoins/projets/", projects.declare, name="declare_project_need"),
    path("besoins/projets/<int:pk>/retirer/", projects.withdraw, name="withdraw_project_need"),
    path("besoins/projets/<int:pk>/retablir/", projects.restore, name="restore_project_need"),
]
