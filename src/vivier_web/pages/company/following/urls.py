"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.company.following import amendments, documents, following, outcomes

urlpatterns = [
    path("suivis/", following.projects, name="my_followed_projects"),
    path("<int:pk>/suivi/", following.following, name="my_project_following"),
    path("<int:pk>/suivi/echeances/<int:step>/remettre/", following.deliver, name="deliver_my_step"),
    path("<int:pk>/suivi/echeances/<int:step>/reprendre/", following.take_back, name="take_my_step_back"),
    path("<int:pk>/suivi/avenants/", amendments.amendments, name="my_project_amendments"),
    path("<int:pk>/suivi/avenants/demander/", amendments.ask, name="ask_my_amendment"),
    path("<int:pk>/suivi/avenants/<int:answer>/", amendments.answer, name="answer_my_amendment"),
    path("<int:pk>/suivi/documents/", documents.documents, name="my_project_documents"),
    path("<int:pk>/suivi/documents/<int:document>/", documents.open_one, name="open_my_project_document"),
    path("<int:pk>/suivi/documents/<int:document>/retirer/", documents.withdraw, name="withdraw_my_project_document"),
    path("<int:pk>/suivi/documents/<int:document>/remettre/", documents.restore, name="restore_my_project_document"),
    path("<int:pk>/suivi/documents/consultations/", documents.log, name="my_project_document_log"),
    path("<int:pk>/suivi/retombees/", outcomes.outcomes, name="my_project_outcomes"),
    path("<int:pk>/suivi/retombees.csv", outcomes.export, name="my_project_outcomes_csv"),
    path("<int:pk>/suivi/retombees/<int:year>/", outcomes.declare, name="declare_my_outcomes"),
]
