"""The addresses of projects."""

from django.urls import path

from vivier_web.pages.pole.projects import boards, finder, money, project

ONE = "<int:pk>/"
PARTNER = f"{ONE}partenaires/<int:partner>/"

urlpatterns = [
    path("", boards.projects, name="projects"),
    path("liste/", boards.projects_list, name="projects_list"),
    path("carte/", boards.projects_map, name="projects_map"),
    path("nouveau/", boards.new_project, name="new_project"),
    path(ONE, project.project, name="project"),
    path(f"{ONE}modifier/", project.edit_project, name="edit_project"),
    path(f"{ONE}geste/", project.move, name="move_project"),
    path(f"{ONE}procedure/", project.choose, name="choose_project_procedure"),
    path(f"{ONE}dossier/", project.file_project, name="open_project_dossier"),
    path(f"{ONE}partenaires/solliciter/", project.invite, name="invite_project_partner"),
    path(PARTNER, project.edit_partner, name="edit_project_partner"),
    path(f"{PARTNER}reponse/", project.answer, name="answer_project_partner"),
    path(f"{PARTNER}de-minimis/", project.prior_aid, name="project_prior_aid"),
    path(f"{ONE}partenaires/", finder.finder, name="project_finder"),
    path(f"{ONE}budget/", money.budget, name="project_budget"),
    path(f"{ONE}budget/importer/", money.import_budget, name="import_project_budget"),
    path(f"{ONE}budget/revenir/", money.restore_budget, name="restore_project_budget"),
    path(f"{ONE}budget.<slug:kind>", money.export_budget, name="export_project_budget"),
    path(f"{ONE}aide/", money.aid, name="project_aid"),
    path(f"{ONE}financement/", money.funding, name="project_funding"),
]
