"""Publications of the fictional pôle: two frozen collections through the gate, a group, a rehearsal left to read."""

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from vivier.intake import Cell, Company, Headcount
from vivier.intake.sending import as_sent
from vivier_web.accounts.models import User
from vivier_web.indicators.actions.agreements import answer_agreement, ask_agreements
from vivier_web.indicators.actions.publishing import prepare_publication, publish, work_out_publication
from vivier_web.indicators.choices import Answer
from vivier_web.indicators.models import Agreement, PublicationWork
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.indicators.queries.publications import shown_by
from vivier_web.members.actions import link_group
from vivier_web.ops.demo.collection import Waves
from vivier_web.ops.demo.people import contributor_of
from vivier_web.ops.demo.pole import Founded
from vivier_web.skills.actions.deposits import deposit
from vivier_web.skills.actions.waves import freeze_wave, open_wave
from vivier_web.skills.models import Deposit, Wave
from vivier_web.skills.queries.deposits import headcount_of_deposit
from vivier_web.skills.queries.titles import reference_store

LONG_AGO = dt.date(2024, 7, 31)
GIVERS = 30  # so many had deposited two years ago
REFUSES = 4  # the rank of the one that declines
BY_FILES = {"zones": ("cog",), "families": ("fap2009", "fap2009-pcs2003")}
FEWEST = 8  # members: below, there is nothing to publish


def publish_some(founded: Founded, waves: Waves, *, by: User) -> None:
    """Publish two collections, the last by zones and families where they are known; leave a finer rehearsal."""
    if len(founded.members) < FEWEST:
        return
    first, second = founded.members[0][0], founded.members[1][0]
    link_group(founded.pole, second, first.siren or "", by=by)
    for wave in (_earlier(founded, waves.frozen, by=by), waves.frozen):
        work_out_publication(publish(founded.pole, _asked(wave, "medium"), by=by).pk)
    work = work_out_publication(prepare_publication(founded.pole, _asked(waves.frozen, "fine"), by=by).pk)
    _ask_and_sign_half(work, founded, by=by)
    for detail in installed():
        work_out_publication(publish(founded.pole, _asked(waves.frozen, detail), by=by).pk)


def installed() -> tuple[str, ...]:
    """Give the details whose official files are installed: without them all is of an unknown zone or domain."""
    held = reference_store()
    return tuple(detail for detail, files in BY_FILES.items() if all(map(held.has, files)))


def _ask_and_sign_half(work: PublicationWork, founded: Founded, *, by: User) -> None:
    """Ask the members concerned for their agreement; one in two has signed, one has declined, the others wait."""
    found = shown_by(work)
    if found is None or not found.outlook.is_mostly_hidden:
        return
    ask_agreements(work, by=by)
    for rank, one in enumerate(Agreement.objects.filter(work=work).select_related("organisation").order_by("pk")):
        if rank % 2 == 0:
            reply = Answer.DECLINED if rank == REFUSES else Answer.SIGNED
            answer_agreement(one, reply, by=contributor_of(one.organisation, founded))


def _asked(wave: Wave, detail: str) -> Asked:
    return Asked("effectifs", f"wave:{wave.pk}", detail, {"perimeter": "all", "value": ""})


def _earlier(founded: Founded, model: Wave, *, by: User) -> Wave:
    """Collect what members were two years before: a little fewer people here and there."""
    today = timezone.localdate()
    wave = open_wave(
        founded.pole, "Juillet 2024", on=LONG_AGO, opens_on=today - dt.timedelta(days=90), closes_on=today, by=by
    )
    given = Deposit.objects.filter(wave=model, replaced_at=None).select_related("organisation").order_by("pk")
    for one in given[:GIVERS]:
        (company,) = headcount_of_deposit(one).companies
        sent = as_sent(Headcount(LONG_AGO, (_before(company),)))
        payload = {"company": sent, "titles": [], "single_ages": one.has_single_ages}
        deposit(wave, one.organisation, payload, by=contributor_of(one.organisation, founded))
    return freeze_wave(wave, by=by)


def _before(company: Company) -> Company:
    """Take one person off each ninth cell, whatever its establishment."""
    count = company.count
    cells = tuple(
        Cell(one.pcs, one.age, one.sex, one.contract, one.n - (rank % 9 == 4 and one.n > 1))
        for rank, one in enumerate(count.cells)
    )
    people = sum(one.n for one in cells)
    made = replace(count, people=people, contracts=max(count.contracts, people), cells=cells, boeth=0)
    return replace(company, on=LONG_AGO, count=made, sites=(), flows=(), exposed=(), months=(), titles=())
