"""The addresses of ProConnect."""

from django.urls import path

from vivier_web.accounts.proconnect import views

urlpatterns = [
    path("", views.login, name="proconnect_login"),
    path("retour/", views.callback, name="proconnect_callback"),
    path("fin/", views.back, name="proconnect_back"),
]
