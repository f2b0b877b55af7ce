"""Reading deposits: what a wave holds, what a member gave, what waits for it."""

import datetime as dt
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from vivier.intake import Headcount
from vivier.vocabulary import InputError
from vivier_web.members.models import Membership, Organisation, Pole
from vivier_web.skills.models import Deposit, Wave


@dataclass(frozen=True, slots=True)
class Waiting:
    """Hold one wave as a member sees it: until when, and what it gave, if anything."""

    wave: Wave
    is_open: bool
    deposit: Deposit | None


def check_is_member(pole: int, organisation: Organisation) -> None:
    """Refuse, with a sentence, one that is not a member of a pôle today."""
    if not Membership.objects.filter(pole=pole, organisation=organisation).of_day(timezone.localdate()).exists():
        raise InputError("Cette entreprise n’est plus adhérente du pôle, ou pas encore : demandez-lui de l’admettre.")


def is_open(wave: Wave, today: dt.date) -> bool:
    """Tell whether something may be deposited in a wave today."""
    return wave.frozen_at is None and wave.erased_at is None and wave.opens_on <= today <= wave.closes_on


def open_waves(pole: Pole, today: dt.date) -> list[Wave]:
    """Give the waves of a pôle that wait for deposits, the first to close first."""
    found = Wave.objects.filter(
        pole=pole, opens_on__lte=today, closes_on__gte=today, frozen_at=None, erased_at=None
    ).order_by("closes_on", "pk")
    return list(found)


def waiting_for(pole: Pole, organisation: Organisation, today: dt.date, *, most: int = 12) -> list[Waiting]:
    """Give the latest waves of a pôle as one member sees them, those already begun."""
    waves = list(Wave.objects.filter(pole=pole, opens_on__lte=today)[:most])
    mine = {one.wave_id: one for one in _light().filter(organisation=organisation, wave__in=waves)}
    return [Waiting(wave, is_open(wave, today), mine.get(wave.pk)) for wave in waves]


def current_deposit(wave: Wave, organisation: Organisation) -> Deposit | None:
    """Give what stands for a member in a wave, its cells left in the database."""
    found: Deposit | None = _light().filter(wave=wave, organisation=organisation).first()
    return found


def latest_deposit(organisation: Organisation) -> Deposit | None:
    """Give the last deposit of a member in the pôle being looked at, its report included."""
    return (
        Deposit.objects.filter(organisation=organisation, replaced_at=None, wave__erased_at=None)
        .select_related("wave", "pole", "organisation")
        .order_by("-wave__on", "-at")
        .first()
    )


def headcount_of_deposit(deposit: Deposit) -> Headcount:
    """Give what one deposit counted; nobody where its cells were erased."""
    return _received(deposit.cells) if deposit.cells else Headcount(deposit.wave.on)


def current_deposits(wave: Wave) -> list[Deposit]:
    """Give the deposits of a wave that none replaced, in a lasting order."""
    return list(Deposit.objects.filter(wave=wave, replaced_at=None).defer("report").order_by("organisation_id"))


def headcount_of(wave: Wave) -> Headcount:
    """Give all that the members of a wave deposited, as an engine reads it, by SIREN."""
    cells = Deposit.objects.filter(wave=wave, replaced_at=None, cells__isnull=False).values_list("cells", flat=True)
    return gathered(wave.on, (one for one in cells.iterator(chunk_size=200) if one is not None))


def gathered(on: dt.date, payloads: Iterable[dict[str, Any]]) -> Headcount:
    """Put side by side what members sent, in an order that does not depend on who sent first."""
    read = [_received(payload) for payload in payloads]
    companies = sorted((one for each in read for one in each.companies), key=lambda company: company.siren)
    days = [each.dated for each in read if each.dated is not None]
    return Headcount(
        on=on,
        companies=tuple(companies),
        anomalies=tuple(sorted(one for each in read for one in each.anomalies)),
        sources=tuple(one for each in read for one in each.sources),
        dated=max(days, default=None),
    )


def _light() -> Any:
    """Look at current deposits without the cells nor the report, which weigh."""
    return Deposit.objects.filter(replaced_at=None).defer("cells", "report").select_related("wave")


def _received(payload: dict[str, Any]) -> Headcount:
    from vivier.intake.sending import received

    return received(payload)


def report_of(deposit: Deposit) -> dict[str, Any] | None:
    """Give the report of a deposit as it was worked out; None while it is not."""
    return json.loads(zlib.decompress(bytes(deposit.report))) if deposit.report is not None else None
