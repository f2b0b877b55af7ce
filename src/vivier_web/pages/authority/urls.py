"""The addresses of an authority."""

from django.urls import include, path

from vivier_web.pages.authority import desk, procedures

urlpatterns = [
    path("bureau/autorites/", desk.desk, name="desk_authority"),
    path("bureau/autorites/dossiers/", include("vivier_web.pages.authority.dossiers.urls")),
    path("bureau/autorites/procedures/", procedures.procedures, name="authority_procedures"),
    path("bureau/autorites/procedures/<int:pk>/", procedures.procedure, name="authority_procedure"),
]
