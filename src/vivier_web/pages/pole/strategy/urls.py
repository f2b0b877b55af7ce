"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.pole.strategy import document, editing, printing, proposing, workshop

urlpatterns = [
    path("strategie/", workshop.strategy, name="strategy"),
    path("strategie/proposer/", proposing.propose, name="propose_strategy"),
    path("strategie/<int:pk>/", workshop.proposal, name="strategy_proposal"),
    path("strategie/<int:pk>/avancement/", proposing.progress, name="strategy_progress"),
    path("strategie/<int:pk>/changer/", workshop.change, name="change_strategy"),
    path("strategie/<int:pk>/axes/<slug:key>/", editing.axis, name="strategy_axis"),
    path("strategie/<int:pk>/document/", document.document, name="strategy_document"),
    path("strategie/<int:pk>/document/pdf/", printing.strategy_paper, name="strategy_paper"),
    path(
        "strategie/<int:pk>/document/pdf/avancement/",
        printing.strategy_paper_progress,
        name="strategy_paper_progress",
    ),
    path("strategie/<int:pk>/document.<slug:kind>", document.file, name="strategy_file"),
    path("strategie/<int:pk>/publier/", document.publish, name="publish_strategy"),
]
