"""The addresses of this room."""

from django.urls import URLPattern, path

from vivier_web.pages.pole.campaigns import answering, board, vintages

urlpatterns: list[URLPattern] = [
    path("campagnes/", board.campaigns, name="campaigns"),
    path("campagnes/jeux/<slug:key>/", vintages.indicator_set, name="indicator_set"),
    path("campagnes/<int:pk>/", board.campaign, name="campaign"),
    path("campagnes/<int:pk>/prolonger/", board.extend, name="extend_campaign"),
    path("campagnes/<int:pk>/relancer/", board.remind_all, name="remind_campaign"),
    path("campagnes/<int:pk>/figer/", board.freeze, name="freeze_campaign"),
    path("campagnes/<int:pk>/reponse/", answering.page, name="answer_campaign"),
    path("campagnes/<int:pk>/reponse/garder/", answering.save, name="save_campaign"),
    path("campagnes/<int:pk>/reponse/annuler/", answering.undo, name="undo_campaign"),
    path("campagnes/<int:pk>/reponse/envoyer/", answering.send, name="send_campaign"),
    path("campagnes/<int:pk>/reponse/corriger/", answering.correct, name="correct_campaign"),
    path("campagnes/<int:pk>/millesimes/<int:number>/", vintages.vintage, name="vintage"),
]
