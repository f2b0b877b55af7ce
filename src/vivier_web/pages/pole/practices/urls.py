"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.pole.practices import pages

urlpatterns = [
    path("", pages.practices, name="practices"),
    path("nouvelle/", pages.write, name="new_practice"),
    path("<int:pk>/", pages.practice, name="practice"),
    path("<int:pk>/modifier/", pages.write, name="edit_practice"),
    path("<int:pk>/offrir/", pages.offer, name="offer_practice"),
]
