"""The tabs of a run: which cards of the study's own page each shows, and under each, where its figures come from."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from vivier.report.figures import figure
from vivier.report.page.ages import ages
from vivier.report.page.coverage import populations
from vivier.report.page.document import warrant
from vivier.report.page.elements import section
from vivier.report.page.exposed import exposed
from vivier.report.page.families import families
from vivier.report.page.headcount import headcount
from vivier.report.page.outlook import outlook
from vivier.report.page.rome import rome
from vivier.report.page.sources import left_out, sources
from vivier_web.skills.published import PublishedRun

_CARD = re.compile(r'<article class="(card[^"]*)"(?: id="tableau-([a-z0-9_]+)")?>(.*?)</article>', re.DOTALL)
_SECTIONS: dict[str, Callable[[Any], str]] = {
    "couverture": lambda study: section("couverture", "Couverture", (populations(study),)),
    "effectif": headcount, "ages": ages, "departs": outlook, "exposition": exposed, "region": families, "rome": rome,
    "ecarte": left_out, "sources": sources,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tab:
    """Hold one tab: its address, its word, the cards it shows (`section/anchor`, or `section:rank`)."""

    slug: str
    title: str
    cards: tuple[str, ...]


TABS = (
    Tab("synthese", "Synthèse", (
        "departs/effectif_sans_embauche", "departs/departs", "exposition/exposition", "exposition:1",
    )),
    Tab("effectif", "Effectif et âges", (
        "ages/pyramide", "ages/seniors_55", "effectif/effectif", "effectif/hors_projection", "couverture/couverture",
    )),
    Tab("metiers", "Métiers", ("effectif/metiers", "ages:2", "rome/rome")),
    Tab("departs", "Départs et postes", (
        "departs/departs", "departs/effectif_sans_embauche", "departs/postes", "departs/taux",
    )),
    Tab("scenarios", "Scénarios", ("departs/scenarios",)),
    Tab("exposition", "Exposition", ("exposition/exposition", "exposition:1", "region/familles")),
    Tab("qualite", "Qualité des données", ("ecarte:0", "ecarte/laisse_de_cote", "sources:0", "sources:1")),
)  # fmt: skip
BY_SLUG = {tab.slug: tab for tab in TABS}

METHODS = {"effectif_sans_embauche": "projection", "departs": "projection", "postes": "projection",
           "exposition": "projection", "scenarios": "projection", "taux": "projection",
           "familles": "etude", "tension": "etude", "rome": "etude"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Whence:
    """Hold the answer to « d’où vient ce chiffre ? » for one table of a run."""

    table: str
    title: str
    rule: str
    method: str
    n: int
    is_projected: bool


def whence(run: PublishedRun, name: str) -> Whence:
    """Say where a table of a run comes from."""
    table = run.study.table(name)
    shown = [row.figure for row in table.rows if row.figure is not None]
    return Whence(
        name,
        table.title,
        table.definition,
        METHODS.get(name, "secret"),
        max((one.n for one in shown), default=0),
        any(one.interval_80 is not None for one in shown),
    )


def cards(run: PublishedRun, tab: Tab) -> SafeString:
    """Write the cards of a tab, each with where it comes from; those the study does not have are left out."""
    wanted = dict.fromkeys(re.split("[/:]", name)[0] for name in tab.cards)
    found: dict[str, str] = {}
    for name in wanted:
        found |= _found(run, name)
    return mark_safe("\n".join(found[name] for name in tab.cards if name in found))  # noqa: S308 (the report escapes)


_KEPT: dict[tuple[str, str], str] = {}
_MOST_KEPT = 200  # sections, of some tens of kilobytes


def _written(run: PublishedRun, name: str) -> str:
    """Write a section, or give it as this process wrote it of the very same bytes: charts take a while."""
    key = (run.result_sha256, name)
    html = _KEPT.get(key)
    if html is None:
        html = _SECTIONS[name](run.study)
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = html
    return html


def _found(run: PublishedRun, name: str) -> dict[str, str]:
    """Give the cards of a section, under their anchor, else their rank."""
    html = _written(run, name)
    found = {}
    for rank, match in enumerate(_CARD.finditer(html)):
        anchor = match[2]
        if anchor == "laisse_de_cote" and not run.study.table(anchor).rows:
            continue  # nothing may be said of it, not even that all was read
        key = f"{name}/{anchor}" if anchor else f"{name}:{rank}"
        place = f' id="tableau-{anchor}"' if anchor else ""
        found[key] = f'<article class="{match[1]}"{place}>{match[3]}{_answer(run, anchor)}</article>'
    return found


def _answer(run: PublishedRun, anchor: str | None) -> str:
    if anchor is None or not any(table.name == anchor for table in run.study.tables):
        return ""
    return render_to_string("pole/studies/whence.html", {"run": run, "whence": whence(run, anchor)})


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold one headline as the page writes it."""

    value: str
    label: str
    warrant: str
    whence: Whence


def headlines(run: PublishedRun) -> list[Shown]:
    """Give the headlines of a run, each with how sure it is and where it comes from."""
    return [
        Shown(figure(fact.figure), fact.label, mark_safe(warrant(fact)), whence(run, fact.table))  # noqa: S308 (idem)
        for fact in run.study.facts[:4]
    ]
