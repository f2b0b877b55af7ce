"""What says which companies are one group."""

from django.db import transaction

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.identifiers import siren_of
from vivier_web.members.models import GroupLink, Organisation, Pole


@transaction.atomic
def link_group(pole: Pole, organisation: Organisation, head: str, *, by: User | None) -> GroupLink | None:
    """Say which group an organisation belongs to, by the SIREN of its head; nothing: it is on its own.

    Raises:
        InputError: it is no SIREN, or that of the organisation itself.
    """
    above = siren_of(head) if head.strip() else ""
    if above and above == organisation.siren:
        raise InputError("Donnez deux SIREN différents : la société, puis la tête de son groupe.")
    link = None
    if above:
        link, _ = GroupLink.objects.update_or_create(
            pole=pole, organisation=organisation, defaults={"head": above, "by": by}
        )
    else:
        GroupLink.objects.filter(pole=pole, organisation=organisation).delete()
    record("link_group", by=by, subject=f"organisation:{organisation.pk}", pole=pole.slug)
    return link
