"""Members that may be asked into a consortium, with what the pôle knows of them: never a cell of their deposits."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from vivier_web.members.models import Dealing, Membership, Organisation, Pole
from vivier_web.projects.building.finding import Candidate, Said, Wanted, roots_of
from vivier_web.projects.choices import PartnerState, ProjectState
from vivier_web.projects.models import Partner, Project

MOST = 400  # organisations looked at, of each source
_LIVE = (ProjectState.EMERGING, ProjectState.BUILDING, ProjectState.FILED)
Released = Mapping[int, Sequence[str]]  # by organisation, the skills it released


def wanted_by(project: Project) -> Wanted:
    """Give what a project says it lacks."""
    said = {name: tuple(project.seeks.get(name, ())) for name in ("skills", "naf", "kinds", "departments")}
    return Wanted(said["skills"], said["naf"], said["kinds"], said["departments"])


def candidates_for(project: Project, wanted: Wanted, released: Released) -> list[Candidate]:
    """Give the members worth looking at, with all that is known of each; a constant number of queries."""
    pole, asked = project.pole, _already(project)
    keys = _named(pole, wanted, released) - {each for each, row in asked.items() if row.state in _IN}
    current = Membership.objects.filter(pole=pole, organisation_id__in=keys).of_day(timezone.localdate())
    rows = current.select_related("organisation").order_by("sort_name", "pk")
    held = {row.organisation_id: row.organisation for row in rows}
    where = {row.organisation_id: row.department for row in rows}
    known = _known(pole, project, set(held), released)
    conflicts = _conflicts(project, held, asked)
    return [
        Candidate(
            pk, one.name, one.kind, str(one.get_kind_display()), one.naf, where[pk],
            tuple(known.get(pk, ())), tuple(conflicts.get(pk, ())),
        )
        for pk, one in held.items()
    ]  # fmt: skip


_IN = {PartnerState.INVITED, PartnerState.JOINED}


def _already(project: Project) -> dict[int, Partner]:
    return {each.organisation_id: each for each in project.partners.select_related("organisation")}


def _any(name: str, stems: list[str]) -> Q:
    return reduce(or_, (Q(**{name: each}) for each in stems), Q(pk=None))


def _named(pole: Pole, wanted: Wanted, released: Released) -> set[int]:
    """Name the organisations that something sought points to."""
    asked = Membership.objects.filter(pole=pole)
    divisions = [Q(organisation__naf__startswith=each[:2]) for each in wanted.naf if len(each) >= 2]
    rule = reduce(or_, divisions, Q(organisation__kind__in=wanted.kinds))
    if not (wanted.skills or wanted.naf or wanted.kinds):
        rule = Q(department__in=wanted.departments)
    found = set(asked.filter(rule).values_list("organisation_id", flat=True)[:MOST])
    stems = [stem for each in wanted.skills for stem in roots_of(each)]
    if stems:
        dealt = Dealing.objects.filter(_any("words__contains", stems), pole=pole)
        found |= set(dealt.values_list("organisation_id", flat=True)[:MOST])
        worked = Partner.objects.filter(project__pole=pole, state=PartnerState.JOINED)
        found |= set(worked.values_list("organisation_id", flat=True)[:MOST])
        found |= set(released)
    return found


def _known(pole: Pole, project: Project, keys: set[int], released: Released) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = {pk: [Said("released", each) for each in released.get(pk, ())] for pk in keys}
    past = Partner.objects.filter(
        organisation_id__in=keys, project__pole=pole, state=PartnerState.JOINED
    ).exclude(project=project)  # fmt: skip
    for row in past.select_related("project"):
        words = f"{row.brings} {row.project.title} {row.project.summary}"
        found[row.organisation_id].append(Said("project", words, f"« {row.project.title} »"))
    for dealing in Dealing.objects.filter(pole=pole, organisation_id__in=keys).order_by("-on", "-pk"):
        found[dealing.organisation_id].append(Said("dealing", dealing.summary, f"le {dealing.on:%d/%m/%Y}"))
    return found


def _conflicts(
    project: Project, held: Mapping[int, Organisation], asked: Mapping[int, Partner]
) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {pk: [] for pk in held}
    for pk, row in asked.items():
        if pk in found and row.answered_at is not None:
            found[pk].append(f"A déjà répondu le {timezone.localtime(row.answered_at):%d/%m/%Y} : {row}.")
    rivals = {
        row.organisation.naf: row.organisation.name
        for row in asked.values()
        if row.state in _IN and row.organisation.naf
    }
    for pk, one in held.items():
        if one.naf in rivals:
            found[pk].append(
                f"Même activité ({one.naf}) que {rivals[one.naf]} : concurrent possible, parlez-en avant."
            )
    if project.procedure is not None:
        elsewhere = Partner.objects.filter(
            organisation_id__in=held, state=PartnerState.JOINED, project__pole=project.pole,
            project__state__in=_LIVE, project__procedure__key=project.procedure.key,
        ).exclude(project=project)  # fmt: skip
        for row in elsewhere.select_related("project"):
            found[row.organisation_id].append(f"Déjà dans « {row.project.title} », qui vise le même appel.")
    return found
