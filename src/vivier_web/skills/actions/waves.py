"""Opening and freezing a collection, and erasing what it collected when its time has come."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Pole
from vivier_web.skills.models import Deposit, GapRun, ReleasedTitle, SkillsDeposit, Wave

KEPT_AFTER_FREEZING = dt.timedelta(days=365)  # long enough to run a study again, and then no longer


@transaction.atomic
def open_wave(pole: Pole, name: str, *, on: dt.date, opens_on: dt.date, closes_on: dt.date, by: User | None) -> Wave:
    """Open a collection about the day `on`."""
    wave = Wave.objects.create(pole=pole, name=name.strip(), on=on, opens_on=opens_on, closes_on=closes_on)
    record("open_wave", by=by, subject=f"wave:{wave.pk}", pole=pole.slug)
    return wave


@transaction.atomic
def freeze_wave(wave: Wave, *, by: User | None) -> Wave:
    """Freeze a collection: nothing is deposited in it any more, and its cells have a day to be erased."""
    if wave.frozen_at is None:
        wave.frozen_at = timezone.now()
        wave.erase_on = wave.frozen_at.date() + KEPT_AFTER_FREEZING
        wave.save(update_fields=["frozen_at", "erase_on"])
        record("freeze_wave", by=by, subject=f"wave:{wave.pk}", pole=wave.pole.slug)
    return wave


@transaction.atomic
def erase_wave(wave: Wave, *, by: User | None) -> Wave:
    """Erase the cells and titles of a collection; its studies, which betray nobody, stay."""
    ReleasedTitle.objects.filter(deposit__wave=wave).delete()
    Deposit.objects.filter(wave=wave).update(cells=None, report=None)
    SkillsDeposit.objects.filter(wave=wave).update(cells=None, matches={})
    GapRun.objects.filter(wave=wave).update(counted={})
    wave.erased_at = timezone.now()
    wave.save(update_fields=["erased_at"])
    record("erase_wave", by=by, subject=f"wave:{wave.pk}", pole=wave.pole.slug)
    return wave
