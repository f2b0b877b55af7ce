"""The addresses of a member."""

from django.urls import include, path

from vivier_web.pages.company import clients, desk, employee

urlpatterns = [
    path("mon-entreprise/", desk.desk, name="company"),
    path("bureau/clients/", clients.desk, name="desk_clients"),
    path("bureau/salarie/", employee.desk, name="desk_employee"),
    path("mon-entreprise/information/", employee.notice, name="notice"),
    path("mon-entreprise/", include("vivier_web.pages.company.deposits.urls")),
    path("mon-entreprise/mobilite/", include("vivier_web.pages.company.mobility.urls")),
    path("mon-entreprise/formations/", include("vivier_web.pages.company.training.urls")),
    path("mon-entreprise/", include("vivier_web.pages.company.needs.urls")),
]
