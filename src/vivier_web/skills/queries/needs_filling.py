"""Reads that help a member fill its return: what it starts from, and the occupation a job title speaks of."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from vivier.intake import Company
from vivier.reference import pcs_label, pcs_occupations
from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation
from vivier_web.members.search import folded
from vivier_web.skills.models import NeedsCall, NeedsDraft, NeedsReturn, key_of
from vivier_web.skills.needs.carried import BEFORE, DEPOSIT, still_true, suggested_by
from vivier_web.skills.needs.reading import Json, Typed, typed_from
from vivier_web.skills.queries.deposits import headcount_of_deposit, latest_deposit
from vivier_web.skills.queries.needs import asked_of, current_return
from vivier_web.skills.queries.titles import advice_on, decisions_of, reference_store, search_occupations

MOST = 5  # occupations proposed
_SURE = 0.5  # below, a ROME code is left empty
Sources = dict[str, str]  # field → where its value comes from


@dataclass(frozen=True, slots=True)
class Filling:
    """Hold the return of a member as it stands: what is typed, where it comes from, what may be taken back."""

    typed: Typed
    sources: Sources
    seen: tuple[str, ...] = ()
    can_undo: bool = False
    seconds: int = 0
    is_kept: bool = False  # False: prefilled, nothing saved yet


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold one occupation proposed for a title; `is_own`: one of the company's own, by its deposit."""

    code: str
    label: str
    is_own: bool = False

    @classmethod
    def of(cls, code: str, own: list[tuple[str, str, int]]) -> "Choice":
        """Give the choice that was made."""
        return cls(code, pcs_label(code), any(code == mine for mine, *_ in own))


def filling_of(call: NeedsCall, organisation: Organisation) -> Filling:
    """Give the draft of a member; without one, what it would start from."""
    draft = NeedsDraft.objects.filter(call=call, organisation=organisation).first()
    if draft is not None:
        return Filling(draft.typed, draft.sources, tuple(draft.seen), bool(draft.before), draft.seconds, is_kept=True)
    typed, sources = start_of(call, organisation)
    return Filling(typed, sources)


def start_of(call: NeedsCall, organisation: Organisation) -> tuple[Typed, Sources]:
    """Give what a return starts from: what was sent for this call, else last year's, else the deposit's."""
    asked, first_year = asked_of(call)
    current = current_return(call, organisation)
    if current is not None:
        return typed_from(asked, current.answers), {}
    before = previous_answers(call, organisation)
    typed = still_true(asked, before, first_year=first_year) if before is not None else {}
    sources = dict.fromkeys(typed, BEFORE)
    if not any(name.startswith("skills") for name in typed):
        found = suggested_by(own_company(organisation), first_year=first_year)
        typed, sources = typed | found, sources | dict.fromkeys(found, DEPOSIT)
    return typed, sources


def previous_answers(call: NeedsCall, organisation: Organisation) -> Json | None:
    """Give what a member answered to the call before."""
    found = (
        NeedsReturn.objects.filter(
            organisation=organisation, replaced_at=None, pole_id=call.pole_id, call__wave__on__lt=call.wave.on
        )
        .order_by("-call__wave__on", "-at")
        .first()
    )
    return found.answers if found is not None else None


def own_company(organisation: Organisation) -> Company | None:
    """Give the company as its last deposit counted it."""
    deposit = latest_deposit(organisation)
    companies = headcount_of_deposit(deposit).companies if deposit is not None and deposit.cells else ()
    return next(iter(companies), None)


def own_occupations(organisation: Organisation) -> list[tuple[str, str, int]]:
    """Give the occupations of a member by its last deposit: code, label, people, the most held first."""
    company = own_company(organisation)
    people: Counter[str] = Counter()
    for cell in company.count.cells if company is not None else ():
        people[cell.pcs] += cell.n
    ranked = sorted((code for code in people if code in pcs_occupations()), key=lambda code: (-people[code], code))
    return [(code, pcs_label(code), people[code]) for code in ranked]


def occupation_choices(title: str, own: list[tuple[str, str, int]]) -> list[Choice]:
    """Give at most five occupations for a title: those of the company that look like it, then the coder's."""
    if not folded(title):
        return []
    mine = {code for code, *_ in own}
    alike = [one.code for one in search_occupations(title, 40) if one.code in mine][:3]
    proposed = [one.code for one in advice_on(title).proposals]
    codes = list(dict.fromkeys([*alike, *proposed]))[:MOST]
    return [Choice(code, pcs_label(code), code in mine) for code in codes]


def settled_code(call: NeedsCall, title: str) -> str:
    """Give the occupation of a title nobody need be asked about: decided in the pôle, or written as its label."""
    if code := decisions_of(call.pole).get(key_of(title)):
        return code
    asked = folded(title)
    return next((one.code for one in search_occupations(title, 3) if folded(one.label) == asked), "")


def rome_of(title: str) -> str:
    """Give the ROME code of a title where the nomenclature is installed and the coder is sure enough."""
    return _rome_of(" ".join(title.split()), str(settings.REFERENCE))


@lru_cache(maxsize=2048)
def _rome_of(title: str, _folder: str) -> str:
    held = reference_store()
    if held.is_demonstration or not held.has("rome4"):
        return ""
    from vivier.occupations import code  # learned models weigh: opened when first needed

    try:
        (found,) = code([title], nomenclature=held.nomenclature("rome4"))
    except InputError:
        return ""
    return found.code if found.probability >= _SURE else ""
