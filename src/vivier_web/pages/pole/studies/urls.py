"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.pole.studies import compare, exports, method, occupation, plans, printing, runs, titles, waves

urlpatterns = [
    path("etudes/", plans.studies, name="studies"),
    path("etudes/nouvelle/", plans.new_study, name="new_study"),
    path("etudes/<int:pk>/", plans.study, name="study"),
    path("etudes/<int:pk>/relancer/", plans.run_again, name="run_again"),
    path("calculs/<int:pk>/", runs.run, name="run"),
    path("calculs/<int:pk>/avancement/", runs.progress, name="run_progress"),
    path("calculs/<int:pk>/comparer/", compare.compare, name="compare_runs"),
    path("calculs/<int:pk>/export.<slug:kind>", exports.export, name="export_run"),
    path("calculs/<int:pk>/metiers/<slug:code>/", occupation.occupation, name="run_occupation"),
    path("calculs/<int:pk>/pdf/", printing.run_paper, name="run_paper"),
    path("calculs/<int:pk>/pdf/avancement/", printing.run_paper_progress, name="run_paper_progress"),
    path("calculs/<int:pk>/<slug:tab>/", runs.run, name="run_tab"),
    path("intitules/", titles.queue, name="titles"),
    path("intitules/decider/", titles.decide, name="decide_title"),
    path("intitules/reprendre/", titles.undo, name="undo_title"),
    path("vagues/", waves.waves, name="waves"),
    path("vagues/nouvelle/", waves.new_wave, name="new_wave"),
    path("vagues/<int:pk>/", waves.wave, name="wave"),
    path("vagues/<int:pk>/figer/", waves.freeze, name="freeze_wave"),
    path("methode/<slug:name>/", method.method, name="method"),
]
