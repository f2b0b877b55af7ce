"""One French sentence for each verb of the journal; `{}` is where what the act is about is named."""

SENTENCES = {
    # People
    "open_account": "a ouvert le compte de {}",
    "grant_role": "a donné un rôle à {}",
    "end_role": "a retiré un rôle à {}",
    "give_back_role": "a rendu un rôle à {}",
    "send_invitation": "a envoyé une invitation à {}",
    "accept_invitation": "a choisi son mot de passe",
    "link_identity": "a lié son compte à ProConnect",
    "account_connected": "a reçu la lettre qui dit ce lien",
    "password_changed": "a changé son mot de passe",
    "password_reset": "a remplacé son mot de passe oublié",
    "password_set": "a choisi un mot de passe",
    "totp_activated": "a relié une application de codes",
    "totp_deactivated": "a retiré son application de codes",
    "webauthn_added": "a ajouté une clé d’accès",
    "webauthn_removed": "a retiré une clé d’accès",
    "recovery_codes_generated": "a fait de nouveaux codes de secours",
    "erase_person": "a effacé les données de {}",
    # Members
    "found_pole": "a ouvert le pôle",
    "link_network": "a rattaché le pôle à un réseau",
    "register_organisation": "a enregistré {}",
    "admit_member": "a admis {} comme membre",
    "end_membership": "a noté le départ de {}",
    "resume_membership": "a repris l’adhésion de {}",
    "describe_membership": "a corrigé l’adhésion de {}",
    "describe_organisation": "a corrigé la fiche de {}",
    "open_site": "a ajouté un établissement de {}",
    "describe_site": "a corrigé un établissement de {}",
    "note_dealing": "a noté un échange avec {}",
    "describe_dealing": "a corrigé un échange avec {}",
    "settle_dealing": "a noté une suite comme faite avec {}",
    "reopen_dealing": "a remis une suite à faire avec {}",
    "add_contact": "a ajouté une personne chez {}",
    "describe_contact": "a corrigé une personne de {}",
    "forget_contact": "a effacé une personne de {}",
    "describe_pole": "a corrigé la fiche du pôle",
    "award_label": "a noté un label du pôle",
    "drop_label": "a retiré un label du pôle",
    "prepare_import": "a préparé un import de membres",
    "choose_columns": "a choisi les colonnes d’un import",
    "run_import": "a importé des membres",
    "drop_import": "a abandonné un import de membres",
    "undo_import": "a annulé un import de membres",
    # Programs
    "make_token": "a créé une clé pour un programme",
    "end_token": "a retiré la clé d’un programme",
    # Waves, deposits, studies
    "open_wave": "a ouvert une collecte",
    "freeze_wave": "a figé une collecte",
    "erase_wave": "a effacé les données d’une collecte",
    "deposit": "a déposé les effectifs de {}",
    "work_out_report": "a calculé le rapport de {}",
    "decide_title": "a codé un intitulé de poste",
    "undo_title": "est revenu sur un intitulé de poste",
    "ask_needs": "a demandé leurs besoins aux membres",
    "save_needs": "a gardé une étape du retour de {}",
    "undo_needs": "est revenu sur un changement du retour de {}",
    "repeat_needs": "a repris les réponses de l’an dernier pour {}",
    "send_needs": "a envoyé le retour de {} sur ses besoins",
    "correct_needs": "a repris le retour de {} pour le corriger",
    "release_needs": "a permis à l’équipe de lire le retour de {}",
    "withdraw_needs_release": "ne permet plus à l’équipe de lire le retour de {}",
    "remind_needs": "a relancé les membres pour leurs besoins",
    "declare_project_need": "a déclaré le besoin d’un projet",
    "withdraw_project_need": "a retiré le besoin d’un projet",
    "restore_project_need": "a rétabli le besoin d’un projet",
    "erase_needs": "a effacé les anciens retours sur les besoins",
    "plan_study": "a préparé une étude",
    "queue_run": "a lancé le calcul d’une étude",
    "requeue_run": "a relancé un calcul interrompu",
    "finish_run": "a terminé le calcul d’une étude",
    "fail_run": "a abandonné un calcul interrompu trop souvent",
}
NAMED = ("user", "organisation")  # the subjects whose name is looked up


def sentence(verb: str, about: str) -> str:
    """Say an act in French; a verb without its sentence is shown as it is, rather than hidden.

    >>> sentence("admit_member", "Mécanique du Val")
    'a admis Mécanique du Val comme membre'
    """
    return SENTENCES.get(verb, f"a fait « {verb} »").format(about or "quelqu’un ou quelque chose d’effacé")
