"""The addresses of an authority."""

from django.urls import include, path

from vivier_web.pages.authority import campaigns, desk, figures, procedures

urlpatterns = [
    path("bureau/autorites/", desk.desk, name="desk_authority"),
    path("bureau/autorites/chiffres/", figures.figures, name="authority_figures"),
    path("bureau/autorites/dossiers/", include("vivier_web.pages.authority.dossiers.urls")),
    path("bureau/autorites/procedures/", procedures.procedures, name="authority_procedures"),
    path("bureau/autorites/procedures/<int:pk>/", procedures.procedure, name="authority_procedure"),
    path("bureau/autorites/campagnes/", campaigns.campaigns, name="authority_campaigns"),
    path("bureau/autorites/campagnes/ouvrir/", campaigns.open_one, name="open_national_campaign"),
    path("bureau/autorites/campagnes/<int:pk>/", campaigns.campaign, name="authority_campaign"),
]
