"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.pole.members import cards, dealings, found, imports, lists, pole_card

urlpatterns = [
    path("membres/", lists.members, name="members"),
    path("membres/export.csv", lists.members_csv, name="members_csv"),
    path("membres/carte/", lists.members_map, name="members_map"),
    path("recherche/", found.search, name="search"),
    path("membres/nouveau/", cards.register_member, name="register_member"),
    path("membres/import/", imports.imports, name="imports"),
    path("membres/import/<int:pk>/", imports.import_, name="import"),
    path("membres/import/<int:pk>/faire/", imports.run_import, name="run_import"),
    path("membres/import/<int:pk>/annuler/", imports.undo_import, name="undo_import"),
    path("membres/import/<int:pk>/abandonner/", imports.drop_import, name="drop_import"),
    path("membres/<int:pk>/", cards.member, name="member"),
    path("membres/<int:pk>/modifier/", cards.edit_organisation, name="edit_organisation"),
    path("membres/<int:pk>/readmettre/", cards.admit_again, name="admit_again"),
    path("membres/<int:pk>/etablissements/", cards.add_site, name="add_site"),
    path("membres/<int:pk>/etablissements/<int:site>/", cards.edit_site, name="edit_site"),
    path("membres/<int:pk>/adhesions/<int:adhesion>/", cards.edit_adhesion, name="edit_adhesion"),
    path("membres/<int:pk>/adhesions/<int:adhesion>/fin/", cards.end_adhesion, name="end_adhesion"),
    path("membres/<int:pk>/adhesions/<int:adhesion>/reprise/", cards.resume_adhesion, name="resume_adhesion"),
    path("membres/<int:pk>/echanges/", dealings.add_dealing, name="add_dealing"),
    path("membres/<int:pk>/echanges/<int:dealing>/", dealings.edit_dealing, name="edit_dealing"),
    path("membres/<int:pk>/echanges/<int:dealing>/fait/", dealings.settle_dealing, name="settle_dealing"),
    path("membres/<int:pk>/echanges/<int:dealing>/a-faire/", dealings.reopen_dealing, name="reopen_dealing"),
    path("membres/<int:pk>/personnes/", dealings.add_contact, name="add_contact"),
    path("membres/<int:pk>/personnes/retablir/", dealings.recall_contact, name="recall_contact"),
    path("membres/<int:pk>/personnes/<int:contact>/", dealings.edit_contact, name="edit_contact"),
    path("membres/<int:pk>/personnes/<int:contact>/effacer/", dealings.forget_contact, name="forget_contact"),
    path("pole/", pole_card.pole_card, name="pole_card"),
    path("pole/modifier/", pole_card.edit_pole, name="edit_pole"),
    path("pole/labels/", pole_card.add_label, name="add_label"),
    path("pole/labels/retablir/", pole_card.recall_label, name="recall_label"),
    path("pole/labels/<int:label>/retirer/", pole_card.drop_label, name="drop_label"),
]
