"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.pole.committee import acting, meetings, panels

urlpatterns = [
    path("", meetings.meetings, name="committees"),
    path("ouvrir/", acting.open_meeting, name="open_committee"),
    path("panels/", panels.panels, name="panels"),
    path("panels/demander/", panels.ask, name="ask_panel"),
    path("panels/<int:pk>/", panels.panel, name="panel"),
    path("panels/<int:pk>/changer/", panels.change, name="change_panel"),
    path("panels/<int:pk>/envoyer/", panels.send, name="send_panel"),
    path("experts/<int:pk>/", panels.card, name="expert_card"),
    path("experts/<int:pk>/liens/", panels.tie, name="expert_tie"),
    path("<int:pk>/", meetings.committee, name="committee"),
    path("<int:pk>/presents/", acting.seat, name="seat_committee"),
    path("<int:pk>/arrivees/", acting.put_waiting, name="put_before_committee"),
    path("<int:pk>/tout/", acting.decide_all, name="decide_committee_list"),
    path("<int:pk>/clore/", acting.close, name="close_committee"),
    path("<int:pk>/rouvrir/", acting.reopen, name="reopen_committee"),
    path("<int:pk>/experts/", meetings.panel_of_meeting, name="experts_of_committee"),
    path("<int:pk>/relire/", acting.reread, name="reread_committee"),
    path("<int:pk>/proces-verbal/", meetings.minutes, name="minutes"),
    path("<int:pk>/proces-verbal.pdf", meetings.minutes_pdf, name="minutes_pdf"),
    path("<int:pk>/points/<int:item>/decider/", acting.decide, name="decide_committee_item"),
    path("<int:pk>/points/<int:item>/place/", acting.shift, name="shift_committee_item"),
    path("<int:pk>/points/<int:item>/sortie/", acting.leave, name="leave_committee_item"),
]
