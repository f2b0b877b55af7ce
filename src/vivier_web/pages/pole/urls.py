"""The addresses of a pôle's team, room by room."""

from django.urls import include, path

from vivier_web.pages.pole import desk, network, steering, tokens
from vivier_web.pages.pole.committee import calls
from vivier_web.pages.pole.publications import network as published

urlpatterns = [
    path("bureau/equipe/", desk.desk, name="desk_team"),
    path("bureau/reseau/", network.desk, name="desk_network"),
    path("bureau/reseau/chiffres/", published.figures, name="network_figures"),
    path("bureau/gouvernance/", steering.desk, name="desk_steering"),
    path("connaitre/", include("vivier_web.pages.pole.members.urls")),
    path("connaitre/", include("vivier_web.pages.pole.needs.urls")),
    path("prevoir/", include("vivier_web.pages.pole.studies.urls")),
    path("prevoir/", include("vivier_web.pages.pole.mobility.urls")),
    path("prevoir/competences/", include("vivier_web.pages.pole.gaps.urls")),
    path("decider/", include("vivier_web.pages.pole.strategy.urls")),
    path("agir/dossiers/", include("vivier_web.pages.pole.dossiers.urls")),
    path("agir/idees/", include("vivier_web.pages.pole.projects.idea_urls")),
    path("agir/projets/", include("vivier_web.pages.pole.projects.urls")),
    path("agir/appels/", calls.calls, name="calls"),
    path("agir/comite/", include("vivier_web.pages.pole.committee.urls")),
    path("agir/pratiques/", include("vivier_web.pages.pole.practices.urls")),
    path("agir/formations/", include("vivier_web.pages.pole.training.urls")),
    path("agir/procedures/", include("vivier_web.pages.pole.procedures.urls")),
    path("evaluer/", include("vivier_web.pages.pole.campaigns.urls")),
    path("agir/projets/", include("vivier_web.pages.pole.following.urls")),
    path("evaluer/publications/", include("vivier_web.pages.pole.publications.urls")),
    path("equipe/cles/", tokens.tokens, name="tokens"),
    path("equipe/cles/<int:pk>/retirer/", tokens.end, name="end_token"),
    path("equipe/", include("vivier_web.pages.pole.people.urls")),
]
