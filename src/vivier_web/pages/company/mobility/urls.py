"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.company.mobility import meetings, own

COUPLE = "rencontres/<int:offer>/<int:search>/"

urlpatterns = [
    path("", meetings.board, name="mobility"),
    path("offrir/", own.offer, name="offer_people"),
    path("chercher/", own.search, name="search_people"),
    path("metiers/", own.occupations, name="mobility_occupations"),
    path("offres/<int:pk>/retirer/", own.withdraw_offer, name="withdraw_offer"),
    path("offres/<int:pk>/remettre/", own.resume_offer, name="resume_offer"),
    path("recherches/<int:pk>/retirer/", own.withdraw_search, name="withdraw_search"),
    path("recherches/<int:pk>/remettre/", own.resume_search, name="resume_search"),
    path(COUPLE, meetings.meeting, name="meeting"),
    path(f"{COUPLE}interet/", meetings.interest, name="show_interest"),
    path(f"{COUPLE}reprendre/", meetings.take_back, name="take_interest_back"),
    path(f"{COUPLE}sans-suite/", meetings.decline, name="decline_meeting"),
    path(f"{COUPLE}documents/<slug:slug>.docx", meetings.paper, name="mobility_paper"),
]
