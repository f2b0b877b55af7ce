"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.pole.publications import knowing, passing, room

urlpatterns = [
    path("", room.publications, name="publications"),
    path("preparer/", room.prepare, name="prepare_publication"),
    path("connus/", knowing.known, name="known_figures"),
    path("<int:pk>/", passing.passage, name="publication_work"),
    path("<int:pk>/avancement/", passing.progress, name="publication_progress"),
    path("<int:pk>/publier/", passing.publish, name="publish_figures"),
    path("<int:pk>/accords/", passing.ask, name="ask_agreements"),
    path("parues/<int:pk>/retirer/", passing.withdraw, name="withdraw_publication"),
    path("parues/<int:pk>/remettre/", passing.restore, name="restore_publication"),
]
