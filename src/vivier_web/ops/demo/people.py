"""One fictional person for each role."""

from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import OVER_ALL, OVER_NETWORK, OVER_ORGANISATION, OVER_TERRITORY, RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.actions import grant_role
from vivier_web.members.models import Network, Organisation
from vivier_web.ops.demo.pole import Founded

DOMAIN = "mecatronique-du-val.example"
CAST = (
    (RoleKind.TEAM, "Nadia Belkacem"),
    (RoleKind.DIRECTOR, "Hélène Vasseur"),
    (RoleKind.MEMBER, "Sophie Garnier"),
    (RoleKind.EXPERT, "Marc Oliveira"),
    (RoleKind.REGION, "Claire Fontaine"),
    (RoleKind.STATE, "Antoine Mercier"),
    (RoleKind.GOVERNANCE, "Julie Perrin"),
    (RoleKind.BOARD, "Bernard Chapuis"),
    (RoleKind.ACCOUNTANT, "Thomas Lefort"),
    (RoleKind.NETWORK, "Inès Marchal"),
    (RoleKind.TRAINER, "Paul Roussel"),
    (RoleKind.LOCAL, "Lucie Blanchard"),
    (RoleKind.EMPLOYEE, "Karim Haddad"),
    (RoleKind.OPERATOR, "Exploitation Vivier"),
)

NEWCOMERS = ("Léa Morel", "Hugo Bertin", "Farida Zaoui")  # who answers for the members who deposited nothing yet


def invite_everyone(founded: Founded) -> User:
    """Open an account for each role, without a password; gives the person of the team."""
    everyone = [_invite(kind, name, founded) for kind, name in CAST]
    for rank, (organisation, name) in enumerate(zip(founded.newcomers, NEWCOMERS, strict=True), 1):
        user = open_account(f"member-{rank}@{DOMAIN}", name, by=None)
        grant_role(user, RoleKind.MEMBER, by=None, pole=founded.pole, organisation=organisation)
    return everyone[0]


def contributor_of(organisation: Organisation, founded: Founded) -> User:
    """Give whoever deposits for a member, with an account of their own."""
    known = User.objects.filter(roles__organisation=organisation, roles__kind=RoleKind.MEMBER).first()
    if known is not None:
        return known
    user = open_account(f"rh-{organisation.siren}@{DOMAIN}", "Ressources humaines", by=None)
    grant_role(user, RoleKind.MEMBER, by=None, pole=founded.pole, organisation=organisation)
    return user


def _invite(kind: RoleKind, name: str, founded: Founded) -> User:
    user = open_account(f"{kind.value}@{DOMAIN}", name, by=None)
    for over in _perimeters(kind, founded):
        grant_role(user, kind, by=None, **over)
    return user


def _perimeters(kind: RoleKind, founded: Founded) -> list[dict[str, object]]:
    """Say over what a role is held; an accountant works for three members."""
    if kind in OVER_ALL:
        return [{}]
    if kind in OVER_NETWORK:
        return [{"network": Network.objects.get(poles=founded.pole)}]
    if kind in OVER_TERRITORY:
        return [{"territory": "84" if kind == RoleKind.REGION else "74"}]
    if kind in OVER_ORGANISATION:
        count = 3 if kind == RoleKind.ACCOUNTANT else 1
        return [{"pole": founded.pole, "organisation": one} for one, _ in founded.members[:count]]
    return [{"pole": founded.pole}]
