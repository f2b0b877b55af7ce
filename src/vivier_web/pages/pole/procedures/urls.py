"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.pole.procedures import comparing, gestures, library, reading, trying, writing

ONE, SHIPPED, OFFERED = "<int:pk>/", "livree/<slug:key>/", "offerte/<int:pk>/"

urlpatterns = [
    path("", library.library, name="procedures"),
    path("importer/", writing.give, name="import_procedure"),
    path("comparer/", comparing.comparison, name="compare_procedures"),
    path(SHIPPED, reading.shipped, name="shipped_procedure"),
    path(f"{SHIPPED}procedure.toml", reading.export_shipped, name="export_shipped_procedure"),
    path(f"{SHIPPED}adopter/", gestures.adopt, name="adopt_procedure"),
    path(OFFERED, reading.offered, name="offered_procedure"),
    path(f"{OFFERED}adopter/", gestures.adopt_offered, name="adopt_offered_procedure"),
    path(ONE, reading.procedure, name="procedure"),
    path(f"{ONE}procedure.toml", reading.export, name="export_procedure"),
    path(f"{ONE}modifier/", writing.edit, name="edit_procedure"),
    path(f"{ONE}simuler/", trying.trial, name="simulate_procedure"),
    path(f"{ONE}version/", gestures.next_version, name="new_procedure_version"),
    path(f"{ONE}publier/", gestures.publish, name="publish_procedure"),
    path(f"{ONE}ecarter/", gestures.retire, name="retire_procedure"),
    path(f"{ONE}remettre/", gestures.resume, name="resume_procedure"),
    path(f"{ONE}offrir/", gestures.offer, name="offer_procedure"),
    path(f"{ONE}reprendre/", gestures.withdraw_offer, name="withdraw_procedure_offer"),
]
