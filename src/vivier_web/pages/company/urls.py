"""The addresses of a member."""

from django.urls import include, path

from vivier_web.pages.company import agreements, clients, desk, employee, strategy

urlpatterns = [
    path("mon-entreprise/", desk.desk, name="company"),
    path("mon-entreprise/strategie/", strategy.retained, name="retained_strategy"),
    path("mon-entreprise/accords/", agreements.agreements, name="member_agreements"),
    path("mon-entreprise/accords/<int:pk>/<slug:reply>/", agreements.answer, name="answer_agreement"),
    path("bureau/clients/", clients.desk, name="desk_clients"),
    path("bureau/salarie/", employee.desk, name="desk_employee"),
    path("mon-entreprise/information/", employee.notice, name="notice"),
    path("mon-entreprise/", include("vivier_web.pages.company.deposits.urls")),
    path("mon-entreprise/mobilite/", include("vivier_web.pages.company.mobility.urls")),
    path("mon-entreprise/dossiers/", include("vivier_web.pages.company.dossiers.urls")),
    path("mon-entreprise/projets/", include("vivier_web.pages.company.projects.urls")),
    path("mon-entreprise/projets/", include("vivier_web.pages.company.following.urls")),
    path("mon-entreprise/formations/", include("vivier_web.pages.company.training.urls")),
    path("mon-entreprise/", include("vivier_web.pages.company.needs.urls")),
    path("mon-entreprise/", include("vivier_web.pages.company.campaigns.urls")),
    path("mon-entreprise/competences/", include("vivier_web.pages.company.skills.urls")),
]
