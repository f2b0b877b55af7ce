"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.authority.dossiers import acting, amendments, judging, reading

urlpatterns = [
    path("", reading.dossiers, name="authority_dossiers"),
    path("accords/", reading.grants, name="authority_grants"),
    path("accords/avenants/<int:answer>/", amendments.answer, name="authority_answer_amendment"),
    path("<int:pk>/", reading.dossier, name="authority_dossier"),
    path("<int:pk>/avancer/", acting.conclude, name="authority_conclude"),
    path("<int:pk>/decider/", acting.decide, name="authority_decide"),
    path("<int:pk>/corrections/", acting.corrections, name="authority_corrections"),
    path("<int:pk>/conditions/<int:condition>/", acting.settle, name="authority_settle_condition"),
    path("<int:pk>/accords/<int:grant>/", acting.grant, name="authority_change_grant"),
    path("<int:pk>/prendre/", judging.take_up, name="authority_take_up"),
    path("<int:pk>/solliciter/", judging.ask_colleague, name="authority_ask_colleague"),
    path("<int:pk>/repondre/", judging.answer, name="authority_answer"),
    path("<int:pk>/avis/", judging.opinion, name="authority_opinion"),
    path("<int:pk>/avis/confirmer/", judging.confirm, name="authority_confirm_opinion"),
    path("<int:pk>/attestation/<int:decision>.pdf", reading.attestation, name="authority_attestation"),
]
