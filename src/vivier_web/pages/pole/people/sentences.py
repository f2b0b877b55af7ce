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
    "correct_organisation": "a corrigé la fiche de {}",
    "note_dealing": "a noté un échange avec {}",
    "add_contact": "a ajouté une personne chez {}",
    "award_label": "a noté un label du pôle",
    "import_members": "a importé des membres",
    "undo_import": "a annulé un import de membres",
    # Waves, deposits, studies
    "open_wave": "a ouvert une collecte",
    "freeze_wave": "a figé une collecte",
    "erase_wave": "a effacé les données d’une collecte",
    "deposit": "a déposé les effectifs de {}",
    "decide_title": "a codé un intitulé de poste",
    "plan_study": "a préparé une étude",
    "queue_run": "a lancé le calcul d’une étude",
    "requeue_run": "a relancé un calcul interrompu",
    "finish_run": "a terminé le calcul d’une étude",
}
NAMED = ("user", "organisation")  # the subjects whose name is looked up


def sentence(verb: str, about: str) -> str:
    """Say an act in French; a verb without its sentence is shown as it is, rather than hidden.

    >>> sentence("admit_member", "Mécanique du Val")
    'a admis Mécanique du Val comme membre'
    """
    return SENTENCES.get(verb, f"a fait « {verb} »").format(about or "quelqu’un ou quelque chose d’effacé")
