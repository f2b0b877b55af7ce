"""What an award is computed from: partners, their costs line by line, what they had before, what they declare."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from vivier.aid.money import check_eur
from vivier.vocabulary import InputError

KINDS = {
    "company": "entreprise",
    "laboratory": "laboratoire ou organisme de recherche",
    "training": "organisme de formation",
    "institute": "institut (IRT, ITE)",
    "other": "autre organisme",
}
SIZES = {"small": "petite", "medium": "moyenne", "mid-cap": "ETI", "large": "grande"}
TERRITORIES = {
    "lead": "territoire du pôle chef de file",
    "labelling": "territoire d’un autre pôle labellisateur",
    "outside": "hors de ces territoires",
}
METHODS = {"full": "coûts complets", "additional": "coûts additionnels"}
NATURES = {
    "staff": "personnel",
    "subcontracting": "sous-traitance",
    "equipment": "amortissement d’équipements",
    "other": "autres dépenses",
}
CATEGORIES = {
    "fundamental": "recherche fondamentale",
    "industrial": "recherche industrielle",
    "experimental": "développement expérimental",
    "feasibility": "étude de faisabilité",
}
ROLES = {"lead": "chef de file", "partner": "partenaire"}
AREAS = {"": "hors zone assistée", "a": "zone assistée « a »", "c": "zone assistée « c »"}
DECLARED = {
    "labelled": "labellisé avant la clôture par le pôle chef de file et ceux qui colabellisent",
    "quantified": "retombées économiques chiffrées",
    "justified": "part des laboratoires justifiée par les retombées",
    "publishes": "droit des organismes de recherche de publier leurs résultats",
    "disseminates": "large diffusion des résultats",
    "licenses": "licences offertes au prix du marché",
}


def check_choice(what: str, value: object, known: Mapping[str, str]) -> None:
    """Refuse a word that is not one of those known; the sentence gives them."""
    if not isinstance(value, str) or value not in known:
        words = ", ".join(each for each in known if each)
        said = f"« {value} »" if str(value).strip() else "vide"
        raise InputError(f"{what} ne peut pas être {said} : écrivez {words}.")


def check_name(what: str, name: object) -> None:
    """Refuse a name that is not a text or is blank."""
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"{what} doit porter un nom.")


def check_day(what: str, day: object) -> None:
    """Refuse what is not a day."""
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        raise InputError(
            f"{what} doit être une date comme 2025-03-31 (année-mois-jour, sans guillemets) : elle est « {day} »."
        )


@dataclass(frozen=True, slots=True)
class Cost:
    """Hold one line of costs: its nature, its category of research, its amount in euros (exact, to the cent)."""

    nature: str
    category: str
    amount_eur: Decimal | int

    def __post_init__(self) -> None:
        check_choice("La nature de dépense", self.nature, NATURES)
        check_choice("La catégorie de recherche", self.category, CATEGORIES)
        check_eur(f"Le montant de la ligne « {NATURES[self.nature]} »", self.amount_eur)


@dataclass(frozen=True, slots=True)
class Prior:
    """Hold one de minimis aid already granted: the day, the amount in euros, who granted it."""

    granted_on: dt.date
    amount_eur: Decimal | int
    giver: str = ""

    def __post_init__(self) -> None:
        check_day("Le jour d’octroi d’une aide de minimis", self.granted_on)
        check_eur("Le montant d’une aide de minimis", self.amount_eur)


@dataclass(frozen=True, slots=True)
class Partner:
    """Hold one partner: who it is, its lines of costs, its other public money.

    `size` is asked of companies only. `group` names the single undertaking it belongs to (blank: itself alone);
    `full_cost_eur` the full cost of a laboratory that asks for its additional costs; `other_public_eur` the public
    money it has on the same costs; `area` the assisted area where it works.

    >>> Partner("Mécanique du Gier", "company", "small", costs=(Cost("staff", "industrial", 400_000),)).undertaking
    'Mécanique du Gier'
    """

    name: str
    kind: str
    size: str = ""
    territory: str = "outside"
    role: str = "partner"
    method: str = "full"
    costs: tuple[Cost, ...] = ()
    group: str = ""
    area: str = ""
    full_cost_eur: Decimal | int | None = None
    other_public_eur: Decimal | int = 0
    prior: tuple[Prior, ...] = ()

    def __post_init__(self) -> None:
        check_name("Chaque partenaire", self.name)
        what = f"Partenaire « {self.name} » :"
        check_choice(f"{what} le statut", self.kind, KINDS)
        check_choice(f"{what} la taille", self.size, SIZES if self.kind == "company" else {"": "", **SIZES})
        check_choice(f"{what} le territoire", self.territory, TERRITORIES)
        check_choice(f"{what} le rôle", self.role, ROLES)
        check_choice(f"{what} la méthode de coûts", self.method, METHODS)
        check_choice(f"{what} la zone", self.area, AREAS)
        if not isinstance(self.group, str):
            raise InputError(f"{what} le groupe doit être un nom, entre guillemets : il est « {self.group} ».")
        check_eur(f"{what} le montant des autres aides publiques", self.other_public_eur)
        if self.full_cost_eur is not None:
            check_eur(f"{what} le coût complet", self.full_cost_eur)
        if self.kind == "company" and self.method == "additional":
            raise InputError(f"{what} une entreprise compte ses coûts complets (full), non ses coûts additionnels.")

    @property
    def is_lead(self) -> bool:
        """Whether it leads the consortium."""
        return self.role == "lead"

    @property
    def undertaking(self) -> str:
        """The single undertaking it is, or is a part of."""
        return self.group.strip() or self.name


def _check_undertakings(partners: tuple[Partner, ...]) -> None:
    """Refuse a single undertaking that would count for two: written in two ways, or named through another."""
    spelt: dict[str, str] = {}
    for each in partners:
        held = spelt.setdefault(" ".join(each.undertaking.casefold().split()), each.undertaking)
        if held != each.undertaking:
            raise InputError(
                f"« {held} » et « {each.undertaking} » semblent la même entreprise unique : "
                "écrivez-la de même partout."
            )
    own = {each.name: each.undertaking for each in partners}
    for each in partners:
        head = each.undertaking
        if own.get(head, head) != head:
            raise InputError(
                f"« {each.name} » est du groupe « {head} », lui-même du groupe « {own[head]} » : "
                f"donnez « {own[head]} » pour groupe à tous."
            )


@dataclass(frozen=True, slots=True)
class Consortium:
    """Hold a project: partners (one leads), what they declare (`DECLARED`; absent: not said), years to the market.

    `caps_eur` gives the most that a funder may pay, by the name it has in the rules (« État », « Régions »).
    """

    name: str
    partners: tuple[Partner, ...]
    declared: Mapping[str, bool] = field(default_factory=dict)
    market_years: int | None = None
    caps_eur: Mapping[str, Decimal | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_name("Le projet", self.name)
        if not self.partners:
            raise InputError("Le consortium n’a aucun partenaire : ajoutez-en au moins un, chef de file.")
        names = [each.name for each in self.partners]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise InputError(
                f"Le partenaire « {twice[0]} » est deux fois dans le consortium : réunissez ses dépenses."
            )
        leads = sorted(each.name for each in self.partners if each.is_lead)
        if not leads:
            raise InputError("Aucun partenaire n’est chef de file : donnez à l’un d’eux le rôle « lead ».")
        if len(leads) > 1:
            raise InputError(f"« {leads[0]} » et « {leads[1]} » sont tous deux chefs de file : gardez-en un seul.")
        _check_undertakings(self.partners)
        for key, value in self.declared.items():
            check_choice("La déclaration", key, DECLARED)
            if not isinstance(value, bool):
                raise InputError(f"La déclaration « {key} » doit être true ou false : elle est « {value} ».")
        years = self.market_years
        if years is not None and (isinstance(years, bool) or not isinstance(years, int) or not 0 <= years <= 50):
            raise InputError("Les années jusqu’au marché doivent être un nombre entier, de 0 à 50.")
        for funder, most in self.caps_eur.items():
            check_eur(f"Le plafond du financeur « {funder} »", most)
