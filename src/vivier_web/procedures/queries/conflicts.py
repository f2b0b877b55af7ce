"""Whether an expert may judge a dossier: whoever belongs to the applicant or to a partner may not."""

from collections.abc import Iterable, Mapping
from typing import Any

from django_scopes import scopes_disabled

from vivier_web.accounts.choices import OVER_ORGANISATION
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation, Role
from vivier_web.members.search import folded
from vivier_web.procedures.models import Dossier
from vivier_web.procedures.queries.state import answers_of


def conflict_of(dossier: Dossier, expert: User) -> str:
    """Say why this expert may not judge this dossier, or nothing when no conflict is known."""
    return conflict_with(dossier, organisations_of([expert.pk])[expert.pk], answers_of(dossier))


def organisations_of(people: Iterable[int]) -> dict[int, list[Organisation]]:
    """Give the organisations that each of these people holds or held a role for.

    Roles that ended count too: who left a company last month is not yet a stranger to it.
    """
    found: dict[int, list[Organisation]] = {pk: [] for pk in people}
    with scopes_disabled():  # a conflict in another pôle is one here
        roles = Role.objects.filter(user__in=list(found), kind__in=sorted(OVER_ORGANISATION))
        for each in roles.select_related("organisation"):
            if each.organisation:
                found[each.user_id].append(each.organisation)
    return found


def conflict_with(dossier: Dossier, theirs: Iterable[Organisation], answers: Mapping[str, Any]) -> str:
    """Say which of these organisations keeps its people from judging a dossier whose last answers are given."""
    held = list(theirs)
    if any(each.pk == dossier.organisation_id for each in held):
        return "Conflit d’intérêts : cet expert appartient ou a appartenu au porteur du dossier."
    if any(_is_partner(each, row) for each in held for row in partners_of(dossier, answers)):
        return "Conflit d’intérêts : cet expert appartient ou a appartenu à un partenaire du dossier."
    return ""


def partners_of(dossier: Dossier, answers: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give the rows of the consortium as filed, then as typed since: taking somebody off a draft hides nobody."""
    kinds = {each.key for each in dossier.definition().fields() if each.kind == "consortium"}
    rows: list[dict[str, str]] = []
    for key, value in (*answers.items(), *dossier.draft.items()):
        rows += value if key in kinds and isinstance(value, list) else []
    return rows


def _is_partner(organisation: Organisation, row: dict[str, str]) -> bool:
    siren = "".join(each for each in (row.get("siren") or "") if each.isdigit())[:9]
    name = folded(row.get("name") or "")
    is_same_name = bool(name) and name == folded(organisation.name)
    return (bool(siren) and siren == organisation.siren) or is_same_name  # a wrong SIREN hides nobody
