"""What changes pôles, members and roles: one verb, one transaction, one line in the journal."""

from vivier_web.members.actions.dealings import (
    add_contact,
    describe_contact,
    describe_dealing,
    forget_contact,
    note_dealing,
    reopen_dealing,
    settle_dealing,
)
from vivier_web.members.actions.groups import link_group
from vivier_web.members.actions.imports import (
    choose_columns,
    drop_import,
    import_stream,
    prepare_import,
    run_import,
    undo_import,
)
from vivier_web.members.actions.memberships import (
    admit_member,
    describe_membership,
    end_membership,
    resume_membership,
)
from vivier_web.members.actions.organisations import (
    describe_organisation,
    describe_site,
    open_site,
    refresh_words,
    register_organisation,
)
from vivier_web.members.actions.poles import award_label, describe_pole, drop_label, found_pole, link_network
from vivier_web.members.actions.roles import (
    end_role,
    forget_person,
    give_back_role,
    grant_role,
    invite,
    send_invitation_again,
)

__all__ = [
    "add_contact",
    "admit_member",
    "award_label",
    "choose_columns",
    "describe_contact",
    "describe_dealing",
    "describe_membership",
    "describe_organisation",
    "describe_pole",
    "describe_site",
    "drop_import",
    "drop_label",
    "end_membership",
    "end_role",
    "forget_contact",
    "forget_person",
    "found_pole",
    "give_back_role",
    "grant_role",
    "import_stream",
    "invite",
    "link_group",
    "link_network",
    "note_dealing",
    "open_site",
    "prepare_import",
    "refresh_words",
    "register_organisation",
    "reopen_dealing",
    "resume_membership",
    "run_import",
    "send_invitation_again",
    "settle_dealing",
    "undo_import",
]
