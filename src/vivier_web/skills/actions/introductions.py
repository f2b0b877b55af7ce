"""From a first « je suis intéressé » to two names, or to nothing: agreed, declined, withdrawn, lapsed, erased."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Membership, Organisation, Pole
from vivier_web.skills.actions.letters import introduce, tell_interest
from vivier_web.skills.choices import Closed
from vivier_web.skills.models import Introduction, Offer, Search

SILENCE = dt.timedelta(days=30)  # after which an interest without answer lapses
NUDGE_AGAIN = dt.timedelta(days=7)
KEPT = dt.timedelta(days=365)  # after an offer or a search ended, or was withdrawn
GONE = "Cette offre ou cette recherche n’est plus là : la liste a changé depuis que vous l’avez ouverte."


@transaction.atomic
def show_interest(offer: Offer, search: Search, *, side: Organisation, by: User | None) -> Introduction:
    """Say for one side that it is interested; when both have, names are shown to both and a letter goes to each.

    Raises:
        InputError: one of the two is no longer in force, or the other side declined.
    """
    _check_in_force(offer, search)
    one, _ = Introduction.objects.get_or_create(pole=offer.pole, offer=offer, search=search)
    one = Introduction.objects.select_for_update(of=("self",)).select_related("pole").get(pk=one.pk)
    if one.agreed_at is not None:
        return one
    if one.closed_why == Closed.DECLINED:
        raise InputError("Cette mise en relation est restée sans suite : d’autres propositions vous attendent.")
    is_offering = _is_offering(offer, search, side)
    if one.closed_at is None and (one.offer_at if is_offering else one.search_at) is not None:
        return one  # said already: no second letter, and silence still ends on the day announced
    _say_yes(one, by, is_offering=is_offering)
    is_agreed = one.offer_at is not None and one.search_at is not None
    one.agreed_at = timezone.now() if is_agreed else None
    one.lapses_on = None if is_agreed else timezone.localdate() + SILENCE
    one.save()
    # The author of an act is shown to whoever reads the journal: here it would be one of the two names.
    verb = "agree_introduction" if is_agreed else "show_interest"
    record(verb, by=None, subject=f"introduction:{one.pk}", pole=one.pole.slug, offer=offer.pk, search=search.pk)
    (introduce if is_agreed else tell_interest).enqueue(one.pk)
    return one


def _say_yes(one: Introduction, by: User | None, *, is_offering: bool) -> None:
    if one.closed_at is not None:  # lapsed or withdrawn: both sides begin again
        one.closed_at, one.closed_why, one.offer_at, one.search_at = None, "", None, None
    if is_offering:
        one.offer_at, one.offer_by = one.offer_at or timezone.now(), by
    else:
        one.search_at, one.search_by = one.search_at or timezone.now(), by


def _is_offering(offer: Offer, search: Search, side: Organisation) -> bool:
    if side.pk not in (offer.organisation_id, search.organisation_id):
        raise InputError("Cette mise en relation n’est pas la vôtre.")
    return offer.organisation_id == side.pk


def _check_in_force(offer: Offer, search: Search) -> None:
    today = timezone.localdate()
    if offer.organisation_id == search.organisation_id or offer.pole_id != search.pole_id:
        raise InputError(GONE)
    if any(each.withdrawn_at is not None or each.until_on < today for each in (offer, search)):
        raise InputError(GONE)
    both = {offer.organisation_id, search.organisation_id}
    members = Membership.objects.filter(pole=offer.pole_id, organisation__in=both).of_day(today)
    if members.count() != len(both):
        raise InputError(GONE)


@transaction.atomic
def withdraw_interest(one: Introduction, *, side: Organisation) -> None:
    """Take back an interest, as long as the other side has not agreed.

    Raises:
        InputError: both sides agreed already, or one declined, or silence ended it.
    """
    one = (
        Introduction.objects.select_for_update(of=("self",)).select_related("pole", "offer", "search").get(pk=one.pk)
    )
    if one.agreed_at is not None:
        raise InputError("Vous êtes déjà en relation : écrivez directement à l’autre entreprise.")
    if one.closed_at is not None:
        raise InputError("Plus rien n’attend ici : cette mise en relation est déjà close.")
    if _is_offering(one.offer, one.search, side):
        one.offer_at = None
    else:
        one.search_at = None
    record("withdraw_interest", by=None, subject=f"introduction:{one.pk}", pole=one.pole.slug)
    if one.offer_at is None and one.search_at is None:
        one.delete()
    else:
        one.save(update_fields=["offer_at", "search_at"])


@transaction.atomic
def decline(offer: Offer, search: Search, *, side: Organisation) -> Introduction:
    """Say that nothing will come of a proposal; it is not proposed any more, to either side.

    Raises:
        InputError: both sides agreed already.
    """
    _is_offering(offer, search, side)
    one, _ = Introduction.objects.get_or_create(pole=offer.pole, offer=offer, search=search)
    one = Introduction.objects.select_for_update(of=("self",)).select_related("pole").get(pk=one.pk)
    if one.agreed_at is not None:
        raise InputError("Vous êtes déjà en relation : écrivez directement à l’autre entreprise.")
    one.closed_at, one.closed_why, one.lapses_on = timezone.now(), Closed.DECLINED, None
    one.offer_at = one.search_at = None
    one.save()
    record("decline_introduction", by=None, subject=f"introduction:{one.pk}", pole=one.pole.slug)
    return one


@transaction.atomic
def nudge(one: Introduction, *, by: User | None) -> Introduction:
    """Write once more to the side that has not answered, which the team asks for without knowing who it is.

    Raises:
        InputError: nothing waits, or a letter left less than a week ago.
    """
    one = Introduction.objects.select_for_update(of=("self",)).select_related("pole").get(pk=one.pk)
    if one.agreed_at is not None or one.closed_at is not None:
        raise InputError("Plus rien n’attend ici : la réponse est venue entre-temps.")
    if one.nudged_at is not None and timezone.now() - one.nudged_at < NUDGE_AGAIN:
        raise InputError("Une relance est partie il y a moins d’une semaine : laissez le temps de répondre.")
    one.nudged_at = timezone.now()
    one.save(update_fields=["nudged_at"])
    record("nudge_introduction", by=by, subject=f"introduction:{one.pk}", pole=one.pole.slug)
    tell_interest.enqueue(one.pk)
    return one


def lapse_silent(today: dt.date) -> int:
    """End the interests that nobody answered in thirty days; gives how many."""
    return _in_each_pole(lambda pole: _lapse(pole, today))


def erase_old(today: dt.date) -> int:
    """Erase offers and searches that ended or were withdrawn a year ago, and what hangs from them; gives how many."""
    return _in_each_pole(lambda pole: _erase(pole, today))


def _in_each_pole(act: Callable[[Pole], int]) -> int:
    with scopes_disabled():
        concerned = set(Offer.objects.values_list("pole_id", flat=True))
        concerned |= set(Search.objects.values_list("pole_id", flat=True))
        poles = list(Pole.objects.filter(pk__in=concerned))
    total = 0
    for pole in poles:
        with scope(pole=pole):
            total += act(pole)
    return total


@transaction.atomic
def _lapse(pole: Pole, today: dt.date) -> int:
    silent = Introduction.objects.filter(pole=pole, agreed_at=None, closed_at=None, lapses_on__lt=today)
    count = silent.update(closed_at=timezone.now(), closed_why=Closed.LAPSED, lapses_on=None)
    if count:
        record("lapse_introductions", by=None, pole=pole.slug, count=count)
    return count


@transaction.atomic
def _erase(pole: Pole, today: dt.date) -> int:
    day = today - KEPT
    count = 0
    for model in (Offer, Search):
        old = model.objects.filter(pole=pole, until_on__lt=day) | model.objects.filter(
            pole=pole, withdrawn_at__date__lt=day
        )
        rows = list(old.values_list("pk", flat=True))
        model.objects.filter(pk__in=rows).delete()
        count += len(rows)
    if count:
        record("erase_mobility", by=None, pole=pole.slug, count=count)
    return count
