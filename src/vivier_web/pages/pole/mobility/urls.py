"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.pole.mobility import board

urlpatterns = [
    path("mobilite/", board.board, name="mobility_board"),
    path("mobilite/<int:pk>/relancer/", board.remind, name="nudge_introduction"),
]
