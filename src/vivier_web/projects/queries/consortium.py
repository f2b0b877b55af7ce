"""Who carries a project after its award: the lead, the partners that joined, and what each organisation is in it."""

from vivier_web.accounts.choices import STAFF, RoleKind
from vivier_web.members.models import Organisation, Role
from vivier_web.projects.models import Partner, Project


def ties_of(project: Project) -> dict[int, str]:
    """Give what each organisation is in the consortium: lead, joined, invited, declined or left."""
    rows = Partner.objects.filter(project=project).values_list("organisation_id", "state")
    return {pk: str(state) for pk, state in rows} | {project.lead_id: "lead"}


def carriers_of(project: Project) -> list[Organisation]:
    """Give who carries a project: its lead first, then the partners that joined, by name."""
    joined = [pk for pk, tie in ties_of(project).items() if tie in {"lead", "joined"}]
    found = Organisation.objects.filter(pk__in=joined)
    return sorted(found, key=lambda each: (each.pk != project.lead_id, each.name, each.pk))


def addresses_of(project: Project) -> list[str]:
    """Give who is written to about an award: the lead's contributors and the pôle's team."""
    return addresses_for(project, {project.lead_id})


def addresses_for(project: Project, organisations: set[int], *, carriers: bool = False) -> list[str]:
    """Give the contributors of some organisations (with `carriers`, of all who carry it) and the pôle's team."""
    who = organisations | {each.pk for each in carriers_of(project)} if carriers else organisations
    roles = Role.objects.filter(pole=project.pole, ended_at=None, user__is_active=True)
    asked = roles.filter(kind__in=STAFF) | roles.filter(kind=RoleKind.MEMBER, organisation_id__in=who)
    return sorted(set(asked.values_list("user__email", flat=True)))
