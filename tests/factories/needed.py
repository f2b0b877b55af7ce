"""Returns of members on their needs, made through the actions: what was typed, sent, declared by projects."""

import datetime as dt

from django.utils import timezone

from vivier_web.skills.actions.needs import ask_needs, save_step, send_return
from vivier_web.skills.actions.needs_asking import declare_project_need
from vivier_web.skills.actions.waves import open_wave
from vivier_web.skills.models import Wave
from vivier_web.skills.needs.answers import ProjectNeed
from vivier_web.skills.queries.needs import asked_of

FIRST = 2026  # the first year the wave speaks of


def opened(pole, on=dt.date(FIRST, 1, 31), name="Besoins 2026"):
    """Open a wave for a month around today, which asks for returns."""
    today, month = timezone.localdate(), dt.timedelta(days=30)
    return asked(open_wave(pole, name, on=on, opens_on=today - month, closes_on=today + month, by=None))


def asked(wave):
    """Ask for the returns of a wave, open today whatever it was."""
    today = timezone.localdate()
    Wave.objects.filter(pk=wave.pk).update(opens_on=today, closes_on=today + dt.timedelta(days=9), frozen_at=None)
    wave.refresh_from_db()
    return ask_needs(wave, by=None)


def typed(*hires, first=FIRST, **more):
    """Give what a member types: hires as (title, pcs, year, people, ticks…), nothing else expected unless said."""
    said = {"hires_expected": "yes" if hires else "no", "skills_expected": "no", "trainings_expected": "no"}
    for rank, (title, pcs, year, people, *ticks) in enumerate(hires):
        row = {"title": title, "for": title, "pcs": pcs, "year": str(year), "people": str(people)}
        said |= {f"hires-{rank}-{name}": value for name, value in (row | dict.fromkeys(ticks, "on")).items()}
    said["recruiting"] = "often"
    said |= {f"transition_{kind}": "planned" for kind in ("digital", "ecological", "hand_over", "activity")}
    names = ("recruiting", "training", "attraction", "sharing", "ready")
    return said | {f"perception_{name}": "4" for name in names} | more


def skill(skill, direction="gain", people=2, rank=0):
    row = {"skill": skill, "direction": direction, "people": str(people), "by_year": str(FIRST + 1)}
    return {"skills_expected": "yes"} | {f"skills-{rank}-{name}": said for name, said in row.items()}


def training(topic, people=2, period=f"{FIRST + 1}-1", km=30, rank=0):
    row = {"topic": topic, "people": str(people), "period": period, "km": str(km)}
    return {"trainings_expected": "yes"} | {f"trainings-{rank}-{name}": said for name, said in row.items()}


def saved(call, organisation, said, by=None):
    """Save every step of a return."""
    for step in asked_of(call)[0].steps:
        draft = save_step(call, organisation, step.slug, said, by=by, seconds=60)
    return draft


def answered(call, organisation, said=None, *, by=None, is_released=False):
    """Save every step, then send."""
    saved(call, organisation, typed(("Soudeur TIG", "623d", 2027, 2)) if said is None else said, by)
    return send_return(call, organisation, by=by, is_released=is_released)


def project(pole, people=6, pcs="478b", year=2028):
    return declare_project_need(pole, ProjectNeed("Plateau commun", "Automaticien", pcs, "", year, people), by=None)
