"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.company.training import seats

urlpatterns = [
    path("", seats.own, name="member_training"),
    path("accord/", seats.agree, name="agree_training"),
    path("<int:pk>/<slug:session>/", seats.answer, name="answer_training"),
]
