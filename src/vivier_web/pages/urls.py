"""Every page and its address, in French; each audience names its own."""

from django.urls import include, path

from vivier_web.pages import home
from vivier_web.pages.person import desk as person
from vivier_web.pages.person import offers
from vivier_web.pages.public import figures, interface, statements
from vivier_web.pages.shared import joining

urlpatterns = [
    path("", home.home, name="home"),
    path("pole/", home.choose_pole, name="choose_pole"),
    path("bureau/expertise/", person.expert, name="desk_expert"),
    path("bureau/expertise/dossiers/", include("vivier_web.pages.person.dossiers.urls")),
    path("bureau/formation/", person.training, name="desk_training"),
    path("bureau/formation/proposer/<slug:kind>/", offers.offer, name="offer_training"),
    path("bureau/formation/<slug:kind>/<int:pk>/retirer/", offers.withdraw, name="withdraw_training_offer"),
    path("bureau/reunis/<slug:circle>/<str:cube>/<slug:day>/publier/", joining.put_together, name="publish_joint"),
    path("bureau/reunis/avancement/", joining.progress, name="joint_progress"),
    path("bureau/reunis/<int:pk>/retirer/", joining.withdraw, name="withdraw_joint"),
    path("bureau/reunis/<int:pk>/remettre/", joining.restore, name="restore_joint"),
    path("accessibilite/", statements.accessibility, name="accessibility"),
    path("donnees/", figures.catalogue, name="open_data"),
    path("donnees/catalogue.jsonld", figures.harvest, name="open_catalogue"),
    path("donnees/<slug:key>/", figures.dataset, name="published_dataset"),
    path("donnees/<slug:key>/<slug:name>", figures.file, name="published_file"),
    path("api/guide/", interface.api_guide, name="api_guide"),
    path("", include("vivier_web.pages.pole.urls")),
    path("", include("vivier_web.pages.company.urls")),
    path("", include("vivier_web.pages.authority.urls")),
]
