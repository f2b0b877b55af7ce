"""The commands by which a platform gets its first pôle and people; afterwards, directors invite on screen."""

import re
from typing import TYPE_CHECKING, Any

import click

from vivier.cli.french import FrenchCommand
from vivier.vocabulary import InputError
from vivier_web.ops.preparing import set_django_up

if TYPE_CHECKING:
    from vivier_web.members.models import Network, Pole, Role

_KINDS = {"competitivite": "competitivity", "artisanat": "craft", "ptce": "ptce", "grappe": "cluster"}
_ROLES = {"exploitant": "operator", "direction": "director", "equipe": "team", "etat": "state",
          "region": "region", "collectivite": "local", "reseau": "network"}  # fmt: skip


@click.command(
    "open-pole",
    cls=FrenchCommand,
    help="Ouvre un pôle et invite sa direction. PÔLE : son identifiant, en minuscules sans espace "
    "(mecatronique-du-val) ; NOM : son nom tel qu’il paraîtra.",
)
@click.argument("slug", metavar="PÔLE")
@click.argument("name", metavar="NOM")
@click.option("--kind", type=click.Choice(list(_KINDS)), required=True, help="Nature du pôle.")
@click.option("--director", required=True, metavar="ADRESSE", help="Adresse électronique de sa direction.")
@click.option("--director-name", required=True, metavar="NOM", help="Prénom et nom de sa direction.")
@click.option("--domain", default="", help="Domaine (mécatronique, bois…).")
@click.option("--region", default="", metavar="CODE", help="Code INSEE de sa région (84).")
@click.option(
    "--network", default="", metavar="NOM", help="Réseau de pôles auquel il appartient, créé s’il n’existe pas."
)
def open_pole(slug: str, name: str, **said: str) -> None:
    """Open a pôle: it, its network and its director, or nothing."""
    set_django_up()
    from django.db import transaction

    with transaction.atomic():
        pole = _opened(slug, name, said)
        role = _invited(said["director"], said["director_name"], "director", {"pole": pole})
    click.echo(f"Le pôle « {pole.name} » est ouvert. {_letter(role)}")


@click.command(
    "invite",
    cls=FrenchCommand,
    help="Invite quelqu’un : l’exploitant, la direction ou l’équipe d’un pôle, un agent de l’État, d’une Région ou "
    "d’une collectivité, un secrétariat de réseau. Les autres rôles s’invitent à l’écran.",
)
@click.argument("email", metavar="ADRESSE")
@click.argument("full_name", metavar="NOM")
@click.option("--role", "role_name", type=click.Choice(list(_ROLES)), required=True, help="Son rôle.")
@click.option("--pole", "slug", default="", metavar="PÔLE", help="Identifiant du pôle (direction, équipe).")
@click.option(
    "--territory",
    default="",
    metavar="CODE",
    help="Code INSEE de la Région ou du département, ou SIREN de l’intercommunalité.",
)
@click.option("--network", default="", metavar="NOM", help="Réseau de pôles (secrétariat).")
def invite(email: str, full_name: str, *, role_name: str, **said: str) -> None:
    """Invite one person, over what their role asks."""
    set_django_up()
    from django.db import transaction

    kind = _ROLES[role_name]
    with transaction.atomic():
        role = _invited(email, full_name, kind, _over(kind, **said))
    click.echo(f"{role.user.full_name} est invité comme « {role.get_kind_display()} ». {_letter(role)}")


def _opened(slug: str, name: str, said: dict[str, str]) -> "Pole":
    from vivier_web.members.actions import found_pole, link_network
    from vivier_web.members.models import Pole
    from vivier_web.members.territory import REGIONS

    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) or len(slug) > 50:
        raise InputError(
            "L’identifiant d’un pôle s’écrit en minuscules sans accent ni espace : « mecatronique-du-val »."
        )
    if not name.strip():
        raise InputError("Donnez le nom du pôle, tel qu’il paraîtra à l’écran.")
    if said["region"] and said["region"] not in REGIONS:
        raise InputError(f"« {said['region']} » n’est pas le code INSEE d’une région : 84, 11, 53…")
    if Pole.objects.filter(slug=slug).exists():
        raise InputError(f"Un pôle s’appelle déjà « {slug} » : choisissez un autre identifiant.")
    fields = {key: said[key] for key in ("domain", "region")}
    pole = found_pole(slug, name.strip(), _KINDS[said["kind"]], by=None, **fields)
    if said["network"]:
        link_network(_network(said["network"]), pole, by=None)
    return pole


def _network(name: str) -> "Network":
    """Give the network of this name, made where there is none."""
    from django.utils.text import slugify

    from vivier_web.members.models import Network

    slug = slugify(name)[:50]
    if not slug:
        raise InputError("Donnez le nom du réseau, en lettres ou en chiffres.")
    known = Network.objects.filter(name=name).first() or Network.objects.filter(slug=slug).first()
    return known or Network.objects.create(slug=slug, name=name.strip())


def _over(kind: str, *, slug: str, territory: str, network: str) -> dict[str, Any]:
    """Give what a role is held over, once what it asks was given, and nothing else."""
    from vivier_web.accounts.choices import OVER_ALL, OVER_NETWORK, OVER_TERRITORY, RoleKind
    from vivier_web.members.models import Network, Pole
    from vivier_web.members.territory import checked_territory

    asked = (
        "" if kind in OVER_ALL else "--network" if kind in OVER_NETWORK
        else "--territory" if kind in OVER_TERRITORY else "--pole"
    )  # fmt: skip
    given = {"--pole": slug, "--territory": territory, "--network": network}
    too_many = [name for name, value in given.items() if value and name != asked]
    if too_many:
        raise InputError(f"Ce rôle ne s’exerce pas ainsi : retirez {', '.join(too_many)}.")
    if asked and not given[asked]:
        raise InputError(f"Ce rôle demande {asked} : dites sur quoi il s’exerce.")
    if asked == "--territory":
        return {"territory": checked_territory(territory, is_region=kind == RoleKind.REGION)}
    if asked == "--network":
        return {"network": _found(Network.objects.filter(name=network).first(), "réseau", network)}
    return {"pole": _found(Pole.objects.filter(slug=slug).first(), "pôle", slug)} if asked else {}


def _found(row: Any, what: str, name: str) -> Any:
    if row is None:
        raise InputError(f"Aucun {what} ne s’appelle « {name} » : vérifiez son nom.")
    return row


def _invited(email: str, full_name: str, kind: str, over: dict[str, Any]) -> "Role":
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from vivier_web.members.actions import invite as invite_somebody

    try:
        validate_email(email)
    except ValidationError:
        raise InputError(f"« {email} » n’est pas une adresse électronique : vérifiez-la.") from None
    if not full_name.strip():
        raise InputError("Donnez le prénom et le nom de la personne invitée.")
    return invite_somebody(email, full_name, kind, by=None, **over)


def _letter(role: "Role") -> str:
    """Say that a letter leaves, and give the link: whoever keeps the machine may hand it over."""
    from vivier_web.members.tasks import link_of

    link = f" Son lien, valable sept jours : {link_of(role)}" if not role.user.has_usable_password() else ""
    return f"Une lettre part à {role.user.email}.{link}"
