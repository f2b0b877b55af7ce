"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.pole.dossiers import acting, board, colabels, dossier

urlpatterns = [
    path("", board.board, name="dossiers"),
    path("liste/", board.everyone, name="dossiers_list"),
    path("co-labels/", colabels.colabels, name="colabels"),
    path("co-labels/<int:pk>/", colabels.colabel, name="colabel"),
    path("<int:pk>/co-label/", colabels.ask, name="ask_dossier_colabel"),
    path("<int:pk>/", dossier.dossier, name="dossier"),
    path("<int:pk>/inviter/", acting.invite, name="invite_dossier_expert"),
    path("<int:pk>/recuser/<int:assignment>/", acting.recuse, name="recuse_dossier_expert"),
    path("<int:pk>/relancer/<int:assignment>/", acting.remind, name="remind_dossier_expert"),
    path("<int:pk>/avancer/", acting.move, name="move_dossier"),
    path("<int:pk>/corrections/", acting.corrections, name="ask_dossier_corrections"),
    path("<int:pk>/decider/", acting.decide, name="decide_dossier"),
    path("<int:pk>/conditions/<int:condition>/", acting.settle, name="settle_dossier_condition"),
    path("<int:pk>/octrois/<int:grant>/", acting.grant, name="change_dossier_grant"),
]
