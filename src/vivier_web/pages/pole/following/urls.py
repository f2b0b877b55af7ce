"""The addresses of this room."""

from django.urls import path

from vivier_web.pages.pole.following import agreement, board, documents, following, needs, outcomes, payments, steps

urlpatterns = [
    path("suivis/", board.board, name="followed_projects"),
    path("retombees/", outcomes.outcomes, name="outcomes"),
    path("retombees.csv", outcomes.export, name="outcomes_csv"),
    path("retombees/<int:year>/figer/", outcomes.freeze, name="freeze_outcomes"),
    path("retombees/<int:year>/rouvrir/", outcomes.reopen, name="reopen_outcomes"),
    path("<int:pk>/suivi/", following.following, name="project_following"),
    path("<int:pk>/suivi/annonce/", following.note, name="note_project_award"),
    path("<int:pk>/suivi/retablir/", following.revive, name="revive_project_award"),
    path("<int:pk>/suivi/achever/", following.end, name="end_project"),
    path("<int:pk>/suivi/reprendre/", following.reopen, name="reopen_project"),
    path("<int:pk>/suivi/convention/", agreement.agreement, name="project_agreement"),
    path("<int:pk>/suivi/versements/", payments.payments, name="project_payments"),
    path("<int:pk>/suivi/versements/demander/", payments.ask, name="ask_project_payment"),
    path("<int:pk>/suivi/versements/<int:payment>/noter/", payments.note, name="note_project_payment"),
    path("<int:pk>/suivi/versements/<int:payment>/retirer/", payments.withdraw, name="withdraw_project_payment"),
    path("<int:pk>/suivi/versements/<int:payment>/remettre/", payments.restore, name="restore_project_payment"),
    path("<int:pk>/suivi/echeances/ajouter/", steps.add, name="add_project_step"),
    path("<int:pk>/suivi/echeances/<int:step>/remettre/", steps.deliver, name="deliver_project_step"),
    path("<int:pk>/suivi/echeances/<int:step>/reprendre/", steps.take_back, name="take_project_step_back"),
    path("<int:pk>/suivi/echeances/<int:step>/reporter/", steps.postpone, name="postpone_project_step"),
    path("<int:pk>/suivi/echeances/<int:step>/oter/", steps.drop, name="drop_project_step"),
    path("<int:pk>/suivi/echeances/<int:step>/retablir/", steps.restore, name="restore_project_step"),
    path("<int:pk>/suivi/revues/planifier/", steps.plan, name="plan_project_review"),
    path("<int:pk>/suivi/revues/<int:review>/tenir/", steps.hold, name="hold_project_review"),
    path("<int:pk>/suivi/conditions/<int:condition>/", steps.settle, name="settle_project_condition"),
    path("<int:pk>/suivi/besoins/", needs.declare, name="declare_need_of_project"),
    path("<int:pk>/suivi/documents/", documents.documents, name="project_documents"),
    path("<int:pk>/suivi/documents/<int:document>/", documents.open_one, name="open_project_document"),
    path("<int:pk>/suivi/documents/<int:document>/retirer/", documents.withdraw, name="withdraw_project_document"),
    path("<int:pk>/suivi/documents/<int:document>/remettre/", documents.restore, name="restore_project_document"),
    path("<int:pk>/suivi/documents/consultations/", documents.log, name="project_document_log"),
    path("<int:pk>/suivi/retombees/", outcomes.of_project, name="project_outcomes"),
]
