"""The addresses of the idea box."""

from django.urls import path

from vivier_web.pages.pole.projects import ideas

urlpatterns = [
    path("", ideas.ideas, name="ideas"),
    path("nouvelle/", ideas.new_idea, name="new_idea"),
    path("strategie/", ideas.idea_sources, name="idea_sources"),
    path("strategie/prendre/", ideas.take_up, name="take_up_idea"),
    path("<int:pk>/", ideas.idea, name="idea"),
    path("<int:pk>/modifier/", ideas.edit_idea, name="edit_idea"),
    path("<int:pk>/remarque/", ideas.remark, name="remark_on_idea"),
    path("<int:pk>/decider/", ideas.decide, name="decide_idea"),
    path("<int:pk>/projet/", ideas.make_project, name="make_project_of_idea"),
]
