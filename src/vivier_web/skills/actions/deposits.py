"""Depositing: the counts of one company enter a wave, whole or not at all."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from vivier.intake import Headcount
from vivier.intake.sending import Offer, received, released
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.skills.actions.reports import ask_again, prepare_report
from vivier_web.skills.choices import ReadWhere
from vivier_web.skills.models import Deposit, ReleasedTitle, Wave
from vivier_web.skills.queries.deposits import check_is_member, is_open

_KEYS = {"company", "titles", "single_ages"}


def deposit(
    wave: Wave, organisation: Organisation, payload: object, *, by: User | None, read_where: str = "browser"
) -> Deposit:
    """Keep what a member sent for a wave, in the place of what it sent before; the same thing twice is one.

    `payload` is `{"company": as_sent(…), "titles": [{title, pcs, count}…], "single_ages": bool}`.

    Raises:
        InputError: anything else was sent, or nothing may be deposited any more; nothing was kept.
    """
    headcount, titles, has_single_ages = _checked(payload, organisation, wave)
    with transaction.atomic():
        # Lock the wave: two people of one member may send in the same second, and somebody may freeze it.
        wave = Wave.objects.select_for_update(of=("self",)).select_related("pole").get(pk=wave.pk)
        _check_may_receive(wave, organisation)
        before = Deposit.objects.filter(wave=wave, organisation=organisation, replaced_at=None).first()
        sha256 = _sha256(payload)
        if before is not None and before.sha256 == sha256 and before.cells is not None:
            if before.report_trouble:
                ask_again(before)
            return before
        if before is not None:
            _replace(before)
        kept = Deposit.objects.create(
            pole=wave.pole, wave=wave, organisation=organisation, by=by, read_where=ReadWhere(read_where),
            has_single_ages=has_single_ages, people=headcount.people, cells=payload["company"],  # type: ignore[index]
            quality=_quality(headcount), sha256=sha256,
        )  # fmt: skip
        ReleasedTitle.objects.bulk_create(
            ReleasedTitle(pole=wave.pole, deposit=kept, title=one.title, pcs=one.pcs, count=one.count)
            for one in titles
        )
        record(
            "deposit", by=by, subject=f"deposit:{kept.pk}", pole=wave.pole.slug, organisation=organisation.pk,
            wave=wave.pk, people=headcount.people, titles=len(titles), read_where=read_where,
        )  # fmt: skip
        transaction.on_commit(partial(prepare_report, kept))
    return kept


def _checked(payload: object, organisation: Organisation, wave: Wave) -> tuple[Headcount, tuple[Offer, ...], bool]:
    """Read everything that was sent before touching the database."""
    if not isinstance(payload, dict) or set(payload) != _KEYS or type(payload["single_ages"]) is not bool:
        raise InputError("Cet envoi n’est pas celui de la page de dépôt : rechargez-la, puis recommencez.")
    headcount, titles = received(payload["company"]), released(payload["titles"])
    (company,) = headcount.companies
    if company.siren != organisation.siren:
        raise InputError(
            "Ces effectifs portent le SIREN d’une autre entreprise : déposez les fichiers de celle pour qui vous "
            "répondez ici."
        )
    if headcount.on != wave.on:
        raise InputError("Ces effectifs sont pris à une autre date que celle de la collecte : relisez vos fichiers.")
    if not payload["single_ages"] and any(type(cell.age) is int for cell in company.count.cells):
        raise InputError("Des âges en années ont été envoyés sans votre accord : cochez-le, ou relisez vos fichiers.")
    by_pcs = Counter[str]()
    for cell in company.count.cells:
        by_pcs[cell.pcs] += cell.n
    if Counter(_people(titles)) - by_pcs:
        raise InputError("Des intitulés portent plus de salariés que leur métier n’en compte : relisez vos fichiers.")
    return headcount, titles, payload["single_ages"]


def _people(titles: Iterable[Offer]) -> Counter[str]:
    counted = Counter[str]()
    for one in titles:
        counted[one.pcs] += one.count
    return counted


def _check_may_receive(wave: Wave, organisation: Organisation) -> None:
    today = timezone.localdate()
    if not is_open(wave, today):
        raise InputError(
            "Cette collecte n’est pas ouverte : rien n’a été changé ; demandez à votre pôle de la rouvrir."
        )
    check_is_member(wave.pole_id, organisation)


def _replace(before: Deposit) -> None:
    """Empty the former deposit of the member: only the fact that there was one stays."""
    before.replaced_at, before.cells, before.report = timezone.now(), None, None
    before.save(update_fields=["replaced_at", "cells", "report"])
    before.titles.all().delete()


def _quality(headcount: Headcount) -> dict[str, Any]:
    """Keep what a pôle may know of how good a deposit is: no count of people."""
    (company,) = headcount.companies
    return {
        "kind": company.kind,
        "months": [str(month) for month in company.months],
        "anomalies": dict(sorted(Counter(one.code for one in headcount.anomalies).items())),
        "sources": dict(sorted(Counter(one.kind for one in headcount.sources).items())),
    }


def _sha256(payload: object) -> str:
    said = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
