"""Letters of mobility: that somebody is interested, which says no name; the introduction, once both agreed."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from django_tasks import task

from vivier_web.members.models import Organisation
from vivier_web.skills.models import Introduction
from vivier_web.skills.queries.mobility import contacts_of
from vivier_web.skills.queries.occupations_named import label_of


def _read(pk: int) -> Introduction | None:
    with scopes_disabled():
        sides = ("pole", "offer__organisation", "offer__site", "search__organisation", "search__site")
        return Introduction.objects.select_related(*sides).filter(pk=pk).first()


@task()
def tell_interest(introduction_pk: int) -> None:
    """Write to the side that has not answered: what is sought or offered, and nothing that says by whom."""
    one = _read(introduction_pk)
    if one is None or one.agreed_at or one.closed_at or (one.offer_at is None) == (one.search_at is None):
        return
    silent, other = (one.search, one.offer) if one.search_at is None else (one.offer, one.search)
    said: dict[str, Any] = {
        "title": silent.title,
        "other": label_of(other.pcs, other.rome),
        "lapses_on": one.lapses_on,
    }
    said["is_offering"] = silent is one.offer
    with scope(pole=one.pole):
        _send(one, silent.organisation, "interest", "Une entreprise du pôle attend votre réponse", said)


@task()
def introduce(introduction_pk: int) -> None:
    """Write to both sides who the other is: only when both agreed."""
    one = _read(introduction_pk)
    if one is None or not (one.agreed_at and one.offer_at and one.search_at):
        return
    with scope(pole=one.pole):
        contacts = contacts_of(one.pole, (one.offer.organisation_id, one.search.organisation_id))
        for mine, other in ((one.offer, one.search), (one.search, one.offer)):
            said = {
                "mine": mine,
                "other": other,
                "label": label_of(other.pcs, other.rome),
                "contacts": contacts.get(other.organisation_id, []),
                "is_offering": mine is one.offer,
            }
            _send(one, mine.organisation, "introduction", "Vous êtes mis en relation", said)


def _send(one: Introduction, to: Organisation, letter: str, subject: str, said: dict[str, Any]) -> None:
    addresses = [email for _, email in contacts_of(one.pole, (to.pk,)).get(to.pk, [])]
    said |= {"pole": one.pole, "link": f"{settings.SITE_URL}{reverse('mobility')}?membre={to.pk}"}
    if addresses:
        send_mail(f"[Vivier] {subject}", render_to_string(f"company/email/{letter}.txt", said), None, addresses)
