"""The addresses of an authority."""

from django.urls import path

from vivier_web.pages.authority import desk, figures, procedures

urlpatterns = [
    path("bureau/autorites/", desk.desk, name="desk_authority"),
    path("bureau/autorites/chiffres/", figures.figures, name="authority_figures"),
    path("bureau/autorites/procedures/", procedures.procedures, name="authority_procedures"),
    path("bureau/autorites/procedures/<int:pk>/", procedures.procedure, name="authority_procedure"),
]
