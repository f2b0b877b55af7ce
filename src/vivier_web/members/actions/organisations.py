"""What changes organisations and their sites, and the words they are found by."""

from typing import Any

from django.db import transaction

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.identifiers import siren_of, siret_of
from vivier_web.members.models import Membership, Organisation, Site
from vivier_web.members.search import folded, words_of
from vivier_web.members.territory import department_of


@transaction.atomic
def register_organisation(
    name: str, *, siren: str | None, by: User | None, sites: list[dict[str, Any]] | None = None, **fields: Any
) -> Organisation:
    """Register an organisation and its sites, or give the one that already bears this SIREN."""
    siren = siren_of(siren) if siren else None
    known = Organisation.objects.filter(siren=siren).first() if siren else None
    if known is not None:
        return known
    organisation = Organisation.objects.create(name=name.strip(), siren=siren, **fields)
    Site.objects.bulk_create([Site(organisation=organisation, **site) for site in sites or ()])
    refresh_words(organisation)
    record("register_organisation", by=by, subject=f"organisation:{organisation.pk}")
    return organisation


@transaction.atomic
def describe_organisation(organisation: Organisation, *, by: User | None, **fields: Any) -> Organisation:
    """Correct what is known of an organisation."""
    siren = fields.get("siren")
    if siren and Organisation.objects.filter(siren=siren_of(siren)).exclude(pk=organisation.pk).exists():
        raise InputError("Une autre organisation porte déjà ce SIREN : cherchez-la plutôt que de la créer deux fois.")
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(fields))
    refresh_words(organisation)
    record("describe_organisation", by=by, subject=f"organisation:{organisation.pk}", fields=sorted(fields))
    return organisation


@transaction.atomic
def open_site(organisation: Organisation, siret: str, *, by: User | None, **fields: Any) -> Site:
    """Note an establishment of an organisation; its SIRET begins with the SIREN."""
    siret = _own_siret(organisation, siret)
    if Site.objects.filter(siret=siret).exists():
        raise InputError("Cet établissement est déjà noté.")
    site = Site(organisation=organisation, siret=siret, **fields)
    _place(site)
    site.save()
    refresh_words(organisation)
    record("open_site", by=by, subject=f"organisation:{organisation.pk}", site=site.pk)
    return site


@transaction.atomic
def describe_site(site: Site, *, by: User | None, **fields: Any) -> Site:
    """Correct what is known of an establishment."""
    if "siret" in fields:
        fields["siret"] = _own_siret(site.organisation, fields["siret"])
        if Site.objects.filter(siret=fields["siret"]).exclude(pk=site.pk).exists():
            raise InputError("Un autre établissement porte déjà ce SIRET.")
    for name, value in fields.items():
        setattr(site, name, value)
    _place(site)
    site.save()
    refresh_words(site.organisation)
    record("describe_site", by=by, subject=f"organisation:{site.organisation_id}", site=site.pk)
    return site


def _own_siret(organisation: Organisation, text: str) -> str:
    siret = siret_of(text)
    if organisation.siren and not siret.startswith(organisation.siren):
        raise InputError(
            "Les neuf premiers chiffres d’un SIRET sont le SIREN de l’organisation : celui-ci est à une autre."
        )
    return siret


def _place(site: Site) -> None:
    site.department = department_of(commune=site.commune, postcode=site.postcode) or site.department
    if site.is_head_office:  # one at a time
        Site.objects.filter(organisation_id=site.organisation_id, is_head_office=True).exclude(pk=site.pk).update(
            is_head_office=False
        )


def refresh_words(organisation: Organisation) -> None:
    """Write again what searches and lists find an organisation by, in its own row and in its adhesions."""
    sites = list(organisation.sites.all())
    write_words(organisation, sites)
    organisation.save(update_fields=["words"])
    Membership._base_manager.filter(organisation=organisation).update(**listed_by(organisation, sites))  # noqa: SLF001 (of every pôle)


def write_words(organisation: Organisation, sites: list[Site]) -> None:
    """Set the words an organisation is found by, from its sites, the head office first."""
    said = [organisation.name, organisation.siren or "", organisation.naf]
    for site in sites:
        said += [site.siret, site.name, site.town, site.naf]
    organisation.words = words_of(*said)


def listed_by(organisation: Organisation, sites: list[Site]) -> dict[str, str]:
    """Give the columns of an adhesion that repeat its organisation."""
    first = next((site for site in sites if site.is_head_office), sites[0] if sites else Site())
    return {
        "sort_name": folded(organisation.name)[:200],
        "words": organisation.words,
        "town": first.town,
        "department": first.department,
    }
