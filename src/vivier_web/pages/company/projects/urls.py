"""The addresses of the ideas and projects of a member."""

from django.urls import path

from vivier_web.pages.company.projects import ideas, projects

IDEA, ONE = "idees/<int:pk>/", "<int:pk>/"

urlpatterns = [
    path("", projects.projects, name="member_projects"),
    path("idees/", ideas.ideas, name="member_ideas"),
    path("idees/nouvelle/", ideas.new_idea, name="new_member_idea"),
    path(IDEA, ideas.idea, name="member_idea"),
    path(f"{IDEA}modifier/", ideas.edit_idea, name="edit_member_idea"),
    path(f"{IDEA}interet/", ideas.support, name="support_member_idea"),
    path(f"{IDEA}remarque/", ideas.remark, name="remark_on_member_idea"),
    path(ONE, projects.project, name="member_project"),
    path(f"{ONE}reponse/", projects.answer, name="answer_member_project"),
    path(f"{ONE}de-minimis/", projects.prior_aid, name="member_project_prior_aid"),
    path(f"{ONE}budget/", projects.budget, name="member_project_budget"),
    path(f"{ONE}budget/importer/", projects.import_budget, name="import_member_project_budget"),
    path(f"{ONE}budget/revenir/", projects.restore_budget, name="restore_member_project_budget"),
    path(f"{ONE}budget.<slug:kind>", projects.export_budget, name="export_member_project_budget"),
    path(f"{ONE}aide/", projects.aid, name="member_project_aid"),
]
