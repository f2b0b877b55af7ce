"""The collections of the fictional pôle: one frozen, with what members deposited, and one open."""

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from django.utils import timezone

from vivier import demo
from vivier.demo.notice import folder_of
from vivier.intake import Company, Headcount, Options, read
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.ops.demo.people import contributor_of
from vivier_web.ops.demo.pole import Founded
from vivier_web.skills.actions.waves import freeze_wave, open_wave
from vivier_web.skills.models import Wave

DAY = dt.date(2026, 1, 31)  # the last the fictional files know
LATE = 3  # so many members have not deposited: a collection is never whole


@dataclass(frozen=True, slots=True)
class Waves:
    """Hold the frozen wave, the open one, and how many deposits the first has."""

    frozen: Wave
    opened: Wave
    deposits: int


def collect(founded: Founded, *, by: User) -> Waves:
    """Open a wave, let members deposit and freeze it; the next one is open."""
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    frozen = open_wave(
        founded.pole, "Janvier 2026", on=DAY, opens_on=today - 300 * day, closes_on=today - 240 * day, by=by
    )
    opened = open_wave(
        founded.pole, "Automne 2026", on=DAY, opens_on=today - 20 * day, closes_on=today + 40 * day, by=by
    )
    deposits = _deposit_all(founded, frozen)
    freeze_wave(frozen, by=by)
    return Waves(frozen, opened, deposits)


def _deposit_all(founded: Founded, wave: Wave) -> int:
    """Write the files of each member, read them as its browser would, and deposit their counts."""
    try:
        deposit = import_module("vivier_web.skills.actions.deposits").deposit
        as_sent = import_module("vivier.intake.sending").as_sent
    except ImportError:  # until the room of deposits is built
        return 0
    done = 0
    with tempfile.TemporaryDirectory(prefix="vivier-demo-") as folder:
        files = Path(folder) / "pole"
        demo.write(files, seed=founded.seed, members=len(founded.members))
        for organisation, member in founded.members[:-LATE]:
            payload = _payload(files / folder_of(member), organisation, wave, as_sent)
            if payload is not None:
                deposit(wave, organisation, payload, by=contributor_of(organisation, founded))
                done += 1
    return done


def _payload(
    folder: Path, organisation: Organisation, wave: Wave, as_sent: Callable[[Headcount], Any]
) -> dict[str, Any] | None:
    """Read the files of one member as its browser would; None when they hold nobody."""
    counted = read(sorted(folder.iterdir()), on=wave.on, options=Options(siren=organisation.siren, titles=True))
    own = tuple(company for company in counted.companies if company.siren == organisation.siren)
    if not own:
        return None
    return {"company": as_sent(replace(counted, companies=own)), "titles": _titles(own[0]), "single_ages": False}


def _titles(company: Company) -> list[dict[str, object]]:
    """Release the titles that three people bear: what a member's screen ticks by itself."""
    counts: Counter[tuple[str, str]] = Counter()
    for cell in company.titles:
        counts[cell.title, cell.pcs] += cell.n
    return [
        {"title": title, "pcs": pcs, "count": count} for (title, pcs), count in sorted(counts.items()) if count >= 3
    ]
