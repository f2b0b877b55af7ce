"""Reads about skills held and missing: what a member sent, what is proposed, what a board stands on."""

from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from vivier_web.members.models import Membership, Organisation, Pole
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import GapRun, NeedsCall, Run, SkillsDeposit, Wave
from vivier_web.skills.polyvalence.asked import asked_of, has_rome, labels_in
from vivier_web.skills.polyvalence.held import Pooled, pooled
from vivier_web.skills.polyvalence.told import DeclaredNeed
from vivier_web.skills.queries.deposits import current_deposit
from vivier_web.skills.queries.needs import board_of
from vivier_web.skills.queries.titles import reference_store

KEPT = ""  # a skill that stays as its member worded it
_MARKS = "vivier.gaps"
_ENOUGH = 40  # skills a member's occupations must ask, before proposals are sought among them alone


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one skill of a member as it sees it: people by level 0 to 4, its label in the ROME once confirmed."""

    skill: str
    required: int | None
    levels: tuple[int, ...]
    label: str

    @property
    def people(self) -> int:
        """How many people were assessed."""
        return sum(self.levels)

    @property
    def holders(self) -> int:
        """How many work alone."""
        return sum(self.levels[3:])


@dataclass(frozen=True, slots=True)
class Proposed:
    """Hold one skill to match: what is proposed of the ROME (key, label), what is chosen, how sure that is."""

    skill: str
    people: int
    options: tuple[tuple[str, str], ...]
    chosen: str
    decision: str  # sure, doubt, none, or confirmed


@dataclass(frozen=True, slots=True)
class Matrices:
    """Hold the matrices of a wave: the current deposits, and what they give by skill."""

    wave: Wave
    deposits: tuple[SkillsDeposit, ...]
    by_skill: dict[str, Pooled]


def skills_deposit(wave: Wave, organisation: Organisation) -> SkillsDeposit | None:
    """Give what stands for a member in a wave."""
    return SkillsDeposit.objects.filter(wave=wave, organisation=organisation, replaced_at=None).first()


def latest_skills_deposit(organisation: Organisation) -> SkillsDeposit | None:
    """Give the last matrices of a member that are still kept, in the pôle being looked at."""
    found = SkillsDeposit.objects.filter(organisation=organisation, replaced_at=None, cells__isnull=False)
    return found.select_related("wave").order_by("-wave__on", "-at").first()


def lines_of(deposit: SkillsDeposit) -> list[Line]:
    """Give the skills of a deposit, for its member alone."""
    labels = labels_in(reference_store()) if any(deposit.matches.values()) else {}
    return [
        Line(words, required, levels, labels.get(deposit.matches.get(words, KEPT), ""))
        for words, required, levels in _skills(deposit.cells)
    ]


def _skills(cells: dict[str, Any] | None) -> list[tuple[str, int | None, tuple[int, ...]]]:
    found = []
    for one in (cells or {}).get("skills", ()):
        by_level = {int(level): n for level, n in one["levels"]}
        found.append((one["skill"], one["required"], tuple(by_level.get(level, 0) for level in range(5))))
    return found


def may_match() -> bool:
    """Tell whether the ROME is installed, so that skills can be matched."""
    return has_rome(reference_store())


def proposals_for(deposit: SkillsDeposit) -> list[Proposed]:
    """Give what the ROME proposes for each skill of a deposit, those of the member's own occupations where enough."""
    from vivier.occupations.skills import match  # learned weights: opened when first needed

    labels = labels_in(reference_store())
    among = _among(deposit, labels)
    skills = _skills(deposit.cells)
    found = []
    for (words, _, levels), one in zip(skills, match([words for words, _, _ in skills], among=among), strict=True):
        options = [(key, labels[key]) for key, _ in one.others]
        confirmed = deposit.matches.get(words)
        if confirmed and confirmed not in dict(options):
            options.insert(0, (confirmed, labels.get(confirmed, confirmed)))
        sure = one.skill if one.decision == "sure" else KEPT
        chosen, how = (sure, one.decision) if confirmed is None else (confirmed, "confirmed")
        found.append(Proposed(words, sum(levels), tuple(options), chosen, how))
    return found


def _among(deposit: SkillsDeposit, labels: Any) -> dict[str, str]:
    counted = current_deposit(deposit.wave, deposit.organisation)
    codes = {cell[0] for cell in counted.cells["count"]["cells"]} if counted is not None and counted.cells else set()
    asked = {row.skill for row in asked_of(codes, reference_store())} if codes else set()
    return {key: labels[key] for key in asked} if len(asked) >= _ENOUGH else dict(labels)


def is_known_skill(key: str) -> bool:
    """Tell whether a key names a skill of the ROME."""
    return key in labels_in(reference_store())


def waves_with_matrices(pole: Pole) -> list[Wave]:
    """Give the waves in which somebody deposited matrices that are still kept, the latest first."""
    given = SkillsDeposit.objects.filter(pole=pole, replaced_at=None, cells__isnull=False).values("wave_id")
    return list(Wave.objects.filter(pole=pole, erased_at=None, pk__in=given))


def matrices_of(wave: Wave) -> Matrices:
    """Give what the members of a wave hold; skills confirmed by their member go under the ROME, others as worded."""
    kept = SkillsDeposit.objects.filter(wave=wave, replaced_at=None, cells__isnull=False).order_by("organisation_id")
    members = set(Membership.objects.filter(pole_id=wave.pole_id).values_list("organisation_id", flat=True))
    deposits = tuple(one for one in kept if one.organisation_id in members)
    rows = (
        (one.matches.get(words) or words, str(one.organisation_id), levels)
        for one in deposits
        for words, _, levels in _skills(one.cells)
    )
    return Matrices(wave, deposits, pooled(rows))


def marks_of(matrices: Matrices) -> dict[str, list[str]]:
    """Give, by skill, each member with what it brought: signed, so that the figures cannot be read there."""
    return {
        skill: sorted(
            f"{member}:{salted_hmac(_MARKS, f'{skill}|{member}|{levels}').hexdigest()[:16]}"
            for member, levels in one.brought().items()
        )
        for skill, one in matrices.by_skill.items()
    }


def declared_in(pole: Pole) -> tuple[DeclaredNeed, ...]:
    """Give what the last returns say of skills, in sums that betray nobody."""
    call = NeedsCall.objects.filter(pole=pole, erased_at=None).select_related("wave", "pole").first()
    board = board_of(call) if call is not None else None
    if board is None or not board.counted:
        return ()
    rows = board.table("competences").rows
    told = [tuple(None if one is None else (round(one.value), one.n) for one in row.figures) for row in rows]
    return tuple(
        DeclaredNeed(row.label, gain, pass_on, is_rest=row.label.startswith("Autres, regroupés"))
        for row, (gain, pass_on) in zip(rows, told, strict=True)
    )


def shown_before(wave: Wave, but: int) -> dict[str, list[list[str]]]:
    """Give, by skill, the marks that each board of the pôle added up, whatever its wave, this one left out."""
    found: dict[str, list[list[str]]] = {}
    done = GapRun.objects.filter(pole_id=wave.pole_id, state=RunState.DONE).exclude(pk=but)
    for counted in done.values_list("counted", flat=True):
        for skill, marks in counted.items():
            found.setdefault(skill, []).append(marks)
    return found


def runs_to_measure(pole: Pole) -> list[Run]:
    """Give the runs that have a result, the latest of each study first."""
    done = Run.objects.filter(pole=pole, state=RunState.DONE).defer(*Run.HEAVY).select_related("study")
    latest: dict[int, Run] = {}
    for run in done.order_by("-finished_at", "-pk"):
        latest.setdefault(run.study_id, run)
    return list(latest.values())


def latest_gaps(pole: Pole) -> tuple[GapRun | None, GapRun | None]:
    """Give the last board that has a result, and a later one on its way or that failed."""
    light = GapRun.objects.filter(pole=pole).select_related("run__study", "wave").defer("run__result", "counted")
    done = light.filter(state=RunState.DONE).first()
    last = light.defer(*GapRun.HEAVY).first()
    return done, last if last is not None and (done is None or last.pk > done.pk) else None
