"""The addresses of this desk."""

from django.urls import path

from vivier_web.pages.person.dossiers import judging

urlpatterns = [
    path("<int:pk>/", judging.judge, name="judge_dossier"),
    path("<int:pk>/repondre/", judging.answer, name="answer_assignment"),
    path("<int:pk>/confirmer/", judging.confirm, name="confirm_opinion"),
]
