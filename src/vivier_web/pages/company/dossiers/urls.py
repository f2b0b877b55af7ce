"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.company.dossiers import filling, following

urlpatterns = [
    path("", following.dossiers, name="my_dossiers"),
    path("ouvrir/<int:version>/", filling.start, name="start_dossier"),
    path("<int:pk>/", following.dossier, name="my_dossier"),
    path("<int:pk>/remplir/", filling.fill, name="fill_dossier"),
    path("<int:pk>/collectivite/", filling.address_to, name="address_dossier"),
    path("<int:pk>/retirer/", filling.withdraw, name="withdraw_dossier"),
    path("<int:pk>/attestation/<int:decision>.pdf", following.attestation, name="dossier_attestation"),
]
