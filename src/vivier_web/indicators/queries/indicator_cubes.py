"""The records of one indicator of a frozen campaign: what companies add up to, or how many declare what."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from vivier.french import counted
from vivier.vocabulary import InputError
from vivier_web.indicators.definition import Indicator
from vivier_web.indicators.gate import layout
from vivier_web.indicators.models import Campaign, Vintage
from vivier_web.indicators.queries.cube_rows import Gathered, Row, groups_in, place_of, sites_of, unit_of
from vivier_web.indicators.queries.responses import Response, response_of_vintage
from vivier_web.indicators.queries.vintages import Frozen, Record, unpacked
from vivier_web.members.models import Organisation, Pole

NONE, SOME = "aucun", "un_ou_plus"
ANSWERS = {
    NONE: "Aucun", SOME: "Un ou plus",
    "n0_4": "De 0 à 4", "n5_6": "5 ou 6", "n7_8": "7 ou 8", "n9_10": "9 ou 10",
}  # fmt: skip
OUT_OF_TEN = "sur 10"
CAUTION = "Ce que des entreprises déclarent : une opinion, jamais un effet mesuré"


def of_campaign(pole: Pole, cube: str, key: str) -> Gathered:
    """Give the records of an indicator, by the last vintage of a campaign.

    Values made up for companies that did not answer count as theirs, and every cell they enter says so; what is
    declared is counted, never made up nor weighed. A company that said zero adds nothing: it is no contributor.

    Raises:
        InputError: nothing is frozen, there is no such indicator, or nobody answered it.
    """
    campaign, frozen, response = _frozen(pole, key)
    one = _indicator(campaign, cube)
    kept = [each for each in frozen.records if each.indicator == one.key and each.organisation is not None]
    kept = [each for each in kept if (("imputed" not in each.flags) if one.is_opinion else each.value > 0)]
    if not kept:
        raise InputError(f"Aucune entreprise n’a donné de chiffre pour « {one.label} » : il n’y a rien à publier.")
    rows = tuple(_rows(pole, one, kept, _people(campaign, frozen)))
    made_up = {each.organisation or 0 for each in kept if "imputed" in each.flags}
    units = {unit_of(each) for each in Organisation.objects.filter(pk__in=made_up)}
    about = _about(campaign, frozen, one)
    title = f"{one.label}, {campaign.period_words}"
    provenance = _provenance(campaign, frozen, one, response, answered=len(kept) - len(made_up), made_up=len(made_up))
    return Gathered(
        layout.cube_of(cube), title, campaign.period_ends_on, rows, provenance, "les membres qui ont répondu", about,
        frozenset(units), response,
    )  # fmt: skip


def campaign_sources(pole: Pole) -> list[tuple[str, str, str]]:
    """Give the indicators of frozen campaigns that may be published: the cube, its source, its words."""
    found = Campaign.objects.filter(pole=pole, frozen_at__isnull=False).select_related("set")
    return [one for each in found for one in subjects_of_campaign(each)]


def subjects_of_campaign(campaign: Campaign) -> list[tuple[str, str, str]]:
    """Give what a campaign may publish: the cube, its source, its words."""
    return [
        (cube_key(one), f"campaign:{campaign.pk}", f"{one.label}, indicateurs {campaign.period_words}")
        for one in publishable(campaign)
    ]


def publishable(campaign: Campaign) -> tuple[Indicator, ...]:
    """Give the indicators that companies answered: the pôle’s own are not sums of companies."""
    return tuple(campaign.asked(of_members=True))


def cube_key(one: Indicator) -> str:
    """Name the cube of an indicator: the same one over the years."""
    return f"{(layout.OPINION if one.is_opinion else layout.INDICATOR).key}:{one.key}"


def answer_words(code: str) -> str:
    """Give the words of a class of answers."""
    return ANSWERS.get(code, code)


def answer_of(one: Indicator, value: Decimal) -> str:
    """Give the class of what a company declares: a mark by bands, anything else by whether there is some."""
    if one.unit != OUT_OF_TEN:
        return SOME if value > 0 else NONE
    return next((code for most, code in ((5, "n0_4"), (7, "n5_6"), (9, "n7_8")) if value < most), "n9_10")


def size_of_class(size: str) -> str:
    """Give the class of size of an enterprise by INSEE’s own (`trancheEffectifs`).

    >>> size_of_class("12"), size_of_class("31"), size_of_class("NN")
    ('10-49', '50-249', 'inconnue')
    """
    bands = {"1-9": "01 02 03", "10-49": "11 12", "50-249": "21 22 31", "250-4999": "32 41 42 51", "5000+": "52 53"}
    return next((band for band, codes in bands.items() if size in codes.split()), "inconnue")


def _frozen(pole: Pole, key: str) -> tuple[Campaign, Frozen, Response]:
    rows = Campaign.objects.filter(pole=pole, pk=int(key) if key.isdigit() else 0)
    campaign = rows.select_related("set").first()
    last = Vintage.objects.filter(campaign=campaign).first() if campaign is not None else None
    if campaign is None or last is None:
        raise InputError("Seule une campagne figée se publie : figez-la d’abord, ses chiffres ne bougeront plus.")
    return campaign, unpacked(last), response_of_vintage(last)


def _indicator(campaign: Campaign, cube: str) -> Indicator:
    found = next((one for one in publishable(campaign) if cube_key(one) == cube), None)
    if found is None:
        raise InputError("Cet indicateur n’est pas de ceux que les entreprises donnent : choisissez dans la liste.")
    return found


def _people(campaign: Campaign, frozen: Frozen) -> dict[int, int]:
    """Give how many people each company says it employs, where it was asked."""
    keys = {one.key for one in publishable(campaign) if one.known == "own_headcount"}
    return {each.organisation or 0: int(each.value) for each in frozen.records if each.indicator in keys}


def _rows(pole: Pole, one: Indicator, kept: Iterable[Record], people: Mapping[int, int]) -> Iterable[Row]:
    records = {each.organisation or 0: each for each in kept}
    groups, sites = groups_in([pole]), sites_of(records)
    for organisation in Organisation.objects.filter(pk__in=records).order_by("pk"):
        unit, record = unit_of(organisation), records[organisation.pk]
        place = place_of(sites.get(organisation.pk, {}).get(""), organisation)
        size = size_of_class(record.size) if record.size else layout.size_of(people.get(organisation.pk, 0))
        own = {"unit": unit, "holding": groups.get(unit, unit), "taille": size}
        said = {"reponse": answer_of(one, record.value)} if one.is_opinion else {"valeur": f"{record.value:f}"}
        yield {**place, **own, **said}


def _about(campaign: Campaign, frozen: Frozen, one: Indicator) -> dict[str, str]:
    return {
        "indicator": one.key,
        "label": one.label,
        "unit": "entreprises" if one.is_opinion else one.unit,
        "definition": one.definition,
        "kind": one.kind,
        "set": campaign.set.title,
        "set_key": campaign.set.key,
        "version": campaign.set.version,
        "vintage": str(frozen.number),
        "period": campaign.period_words,
        "caution": CAUTION if one.is_opinion else "",
    }


def _provenance(
    campaign: Campaign, frozen: Frozen, one: Indicator, response: Response, *, answered: int, made_up: int
) -> tuple[tuple[str, str], ...]:
    who = counted(answered, "entreprise")
    told = f"{who}, et {counted(made_up, 'valeur estimée', 'valeurs estimées')} pour qui n’a pas répondu, signalées"
    found = [
        ("Source", f"Réponses des membres à la campagne « {campaign.set.title} », {campaign.period_words}"),
        ("Définition", f"{one.definition} Unité : {one.unit}."),
        *response.rows(),
        ("Version", f"jeu {campaign.set.version}, millésime {frozen.number}"),
        ("Qui est compté", told if made_up else who),
        (
            "Territoire, activité et taille",
            "ceux du siège ; la taille de l’entreprise, par sa tranche ou ses emplois",
        ),
        ("Contributeur", "le groupe de l’entreprise quand il est connu, sinon l’entreprise (SIREN)"),
    ]
    if one.is_opinion:
        found.insert(0, ("Nature", f"{CAUTION}."))
    else:
        found.append(("Redressement", "aucun : la somme est celle des entreprises comptées, sans poids"))
    return tuple(found)
