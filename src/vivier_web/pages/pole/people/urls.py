"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.pole.people import journal, team

urlpatterns = [
    path("", team.people, name="people"),
    path("inviter/", team.choose_role, name="invite"),
    path("inviter/<str:kind>/", team.invite_to, name="invite_to"),
    path("roles/<int:pk>/renvoyer/", team.send_again, name="role_send_again"),
    path("roles/<int:pk>/retirer/", team.take_back, name="role_end"),
    path("roles/<int:pk>/rendre/", team.give_back, name="role_give_back"),
    path("journal/", journal.acts, name="journal"),
]
