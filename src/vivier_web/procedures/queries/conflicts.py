"""Whether an expert may judge a dossier: whoever belongs to the applicant or to a partner may not."""

from django_scopes import scopes_disabled

from vivier_web.accounts.choices import OVER_ORGANISATION
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation, Role
from vivier_web.procedures.models import Dossier
from vivier_web.procedures.queries.state import answers_of


def conflict_of(dossier: Dossier, expert: User) -> str:
    """Say why this expert may not judge this dossier, or nothing when no conflict is known.

    Roles that ended count too: who left a company last month is not yet a stranger to it.
    """
    with scopes_disabled():  # a conflict in another pôle is one here
        roles = Role.objects.filter(user=expert, kind__in=sorted(OVER_ORGANISATION)).select_related("organisation")
        theirs = [each.organisation for each in roles if each.organisation]
    if any(each.pk == dossier.organisation_id for each in theirs):
        return "Conflit d’intérêts : cet expert appartient ou a appartenu au porteur du dossier."
    if any(_is_partner(each, row) for each in theirs for row in _partners(dossier)):
        return "Conflit d’intérêts : cet expert appartient ou a appartenu à un partenaire du dossier."
    return ""


def _partners(dossier: Dossier) -> list[dict[str, str]]:
    kinds = {each.key for each in dossier.definition().fields() if each.kind == "consortium"}
    rows: list[dict[str, str]] = []
    for key, value in {**answers_of(dossier), **dossier.draft}.items():
        rows += value if key in kinds and isinstance(value, list) else []
    return rows


def _is_partner(organisation: Organisation, row: dict[str, str]) -> bool:
    siren = "".join(each for each in (row.get("siren") or "") if each.isdigit())[:9]
    name = _folded(row.get("name") or "")
    is_same_name = bool(name) and name == _folded(organisation.name)
    return (bool(siren) and siren == organisation.siren) or is_same_name  # a wrong SIREN hides nobody


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
