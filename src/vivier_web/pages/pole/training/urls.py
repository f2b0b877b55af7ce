"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.pole.training import catalogue, exports, plans, results

ROW = "<slug:kind>/<int:pk>/"
PLAN = "plans/<int:pk>/"

urlpatterns = [
    path("", plans.plans, name="training"),
    path("nouveau/", plans.new_plan, name="new_training_plan"),
    path("catalogue/", catalogue.catalogue, name="training_catalogue"),
    path("besoins/", catalogue.wishes, name="training_needs"),
    path("importer/<slug:kind>/", catalogue.give_table, name="import_training"),
    path("imports/<int:pk>/annuler/", catalogue.undo_table, name="undo_training_import"),
    path("ajouter/<slug:kind>/", catalogue.add, name="add_training"),
    path(f"{ROW}retirer/", catalogue.withdraw, name="withdraw_training"),
    path(f"{ROW}remettre/", catalogue.restore, name="restore_training"),
    path(f"{ROW}accepter/", catalogue.accept, name="accept_training"),
    path(PLAN, results.plan, name="training_plan"),
    path(f"{PLAN}avancement/", results.progress, name="training_plan_progress"),
    path(f"{PLAN}arreter/", plans.stop, name="stop_training_plan"),
    path(f"{PLAN}relancer/", plans.rerun, name="rerun_training_plan"),
    path(f"{PLAN}proposer/", plans.propose, name="propose_training_plan"),
    path(f"{PLAN}reprendre/", plans.recall, name="recall_training_plan"),
    path(f"{PLAN}sessions.<slug:kind>", exports.export, name="export_training_plan"),
]
