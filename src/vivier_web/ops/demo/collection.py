"""The collections of the fictional pôle: one frozen, with what members deposited, and one open."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from vivier import demo
from vivier.demo.notice import folder_of
from vivier.intake import Options, read
from vivier.intake.sending import alone, as_sent, offers
from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.ops.demo.people import contributor_of
from vivier_web.ops.demo.pole import Founded, Lived
from vivier_web.skills.actions.deposits import deposit
from vivier_web.skills.actions.waves import freeze_wave, open_wave
from vivier_web.skills.models import Wave

DAY = dt.date(2026, 1, 31)  # the last the fictional files know
BEFORE = dt.date(2025, 7, 31)
LATE = 3  # so many members have not deposited: a collection is never whole


@dataclass(frozen=True, slots=True)
class Waves:
    """Hold the frozen wave, the open one, and how many deposits they have together."""

    frozen: Wave
    opened: Wave
    deposits: int


def collect(founded: Founded, *, by: User) -> Waves:
    """Let members deposit in two collections: the first is frozen, the next still waits for some of them."""
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    frozen = open_wave(founded.pole, "Juillet 2025", on=BEFORE, opens_on=today - 60 * day, closes_on=today, by=by)
    opened = open_wave(
        founded.pole, "Janvier 2026", on=DAY, opens_on=today - 20 * day, closes_on=today + 40 * day, by=by
    )
    with tempfile.TemporaryDirectory(prefix="vivier-demo-") as folder:
        files = Path(folder) / "pole"
        demo.write(files, seed=founded.seed, members=len(founded.members))
        done = _deposit_all(founded, files, frozen, founded.members[:-LATE])
        freeze_wave(frozen, by=by)
        done += _deposit_all(founded, files, opened, founded.members[1:-LATE])
    return Waves(frozen, opened, done)


def _deposit_all(founded: Founded, files: Path, wave: Wave, members: Sequence[Lived]) -> int:
    """Read the files of members as their browsers would, and deposit their counts."""
    done = 0
    for organisation, member in members:
        payload = _payload(files / folder_of(member), organisation, wave)
        if payload is not None:
            deposit(wave, organisation, payload, by=contributor_of(organisation, founded))
            done += 1
    return done


def _payload(folder: Path, organisation: Organisation, wave: Wave) -> dict[str, Any] | None:
    """Read the files of one member as its browser would, and tick what its screen ticks; None for nobody."""
    read_here = read(sorted(folder.iterdir()), on=wave.on, options=Options(siren=organisation.siren, titles=True))
    try:
        own = alone(read_here, organisation.siren or "")
    except InputError:
        return None
    shown = [one for one in offers(own) if not (one.is_rare or one.is_named)]
    titles = [dict(zip(("title", "pcs", "count"), astuple(one), strict=False)) for one in shown]
    return {"company": as_sent(own), "titles": titles, "single_ages": False}
