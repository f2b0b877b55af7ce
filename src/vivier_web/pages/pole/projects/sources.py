"""What ideas and searches take from skills, as plain words: axes retained, gaps told, skills released."""

from vivier.vocabulary import InputError
from vivier_web.members.models import Pole
from vivier_web.projects.actions.ideas import Source
from vivier_web.projects.choices import IdeaOrigin
from vivier_web.skills.models import NeedsCall, StrategySheet
from vivier_web.skills.polyvalence.rows import REASONS, gaps_of
from vivier_web.skills.published import published_gaps
from vivier_web.skills.queries.gaps import latest_gaps
from vivier_web.skills.queries.needs import released_returns
from vivier_web.skills.queries.strategy import opened, preview
from vivier_web.skills.strategy.sheet import from_json, kept_axes

MOST_GAPS = 12


def sources_of(pole: Pole) -> list[Source]:
    """Give the axes of the strategy that members may read, then the gaps that stand out."""
    return [*_axes(pole), *_gaps(pole)]


def _axes(pole: Pole) -> list[Source]:
    sheet = (
        StrategySheet.objects.filter(pole=pole, published_at__isnull=False)
        .select_related("proposal__run__study", "proposal__pole")
        .first()
    )
    if sheet is None:
        return []
    held = opened(sheet.proposal)
    return [
        Source(
            f"axis:{sheet.proposal_id}:{axis.key}", IdeaOrigin.AXIS, preview(held, axis.name),
            preview(held, axis.link("observation") or axis.name), preview(held, axis.link("action")),
        )
        for axis in kept_axes(from_json(sheet.axes))
    ]  # fmt: skip


def _gaps(pole: Pole) -> list[Source]:
    done, _ = latest_gaps(pole)
    if done is None:
        return []
    gaps = published_gaps(done)
    rows = [each for each in gaps_of(gaps.study) if each.is_critical or each.value("manque") > 0][:MOST_GAPS]
    found = []
    for each in rows:
        why = ", ".join(REASONS[reason] for reason in each.reasons if reason in REASONS) or "elle manque"
        short = each.figures.get("manque")
        said = f" Il manque {short.value:.0f} personnes d’ici {gaps.last_year}." if short and short.value >= 1 else ""
        problem = f"La compétence « {each.skill} » est fragile au sein du pôle : {why}.{said}"
        sought = "Des membres qui la détiennent, un organisme qui la transmet, un matériel à partager."
        found.append(Source(f"gap:{each.skill}", IdeaOrigin.GAP, each.skill, problem, sought))
    return found


def released_skills(pole: Pole) -> dict[int, list[str]]:
    """Give, by member, the skills it says it can pass on, where it let the team read its return; nothing else."""
    call = NeedsCall.objects.filter(pole=pole).order_by("-wave__on", "-pk").first()
    if call is None:
        return {}
    found: dict[int, list[str]] = {}
    for sent in released_returns(call):
        rows = (sent.answers or {}).get("skills", ())
        words = [str(row["skill"]) for row in rows if row.get("direction") == "pass_on"]
        if words:
            found[sent.organisation_id] = words
    return found


def source_named(pole: Pole, key: str) -> Source:
    """Give one source by its key.

    Raises:
        InputError: the strategy or the board changed since the page was shown.
    """
    found = next((each for each in sources_of(pole) if each.key == key), None)
    if found is None:
        raise InputError("Cet axe ou cet écart n’est plus dans ce qui est publié : rechargez la page.")
    return found
