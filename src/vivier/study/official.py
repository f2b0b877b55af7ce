"""The official nomenclatures of a study: FAP-2021, with what is published of it in a region, and ROME."""

from vivier.occupations.aggregation import UNMATCHED, links
from vivier.reference import FRANCE, Store, pcs_occupations, region_name, store
from vivier.study.bridging import bridge, landmarks, path_of, statistics_of
from vivier.study.families import Families
from vivier.study.rome import Rome
from vivier.study.titles import Coder
from vivier.vocabulary import InputError
from vivier.workforce.landscape import landscape

TARGET = "fap2021:86"
NEEDED = ("dares-2030", "dares-ages")


def families_in(region: str | None, held: Store | None = None) -> Families | None:
    """Give the families of the installed official files; None when they are not installed and no region was asked.

    Raises:
        InputError: a region was asked for, and it is unknown or its official files are not installed.
    """
    held = held if held is not None else store()
    try:
        return _families(held, region or FRANCE) if has_official_figures(held) or region else None
    except InputError:
        if region:
            raise
        return None


def why_no_families(held: Store | None = None) -> str:
    """Say what keeps the installed figures from being read; nothing when none are installed, or all can be read."""
    held = held if held is not None else store()
    try:
        if has_official_figures(held):
            _families(held, FRANCE)
    except InputError as error:
        return f"Les familles professionnelles ne sont pas dans l’étude. {error}"
    return ""


def rome_in(held: Store | None = None, coder: Coder | None = None) -> Rome | None:
    """Give the way to the 532 sheets of ROME; None when ROME or the passages of the Dares are not installed.

    `coder` gives the ROME of a job title, as `rome_sheet` writes it.
    """
    held = held if held is not None else store()
    try:
        lead, sheets = links(held, "pcs-ese", "rome3"), held.nomenclature("rome3")
    except InputError:
        return None
    shares = {code: _known(dict(lead.shares(code))) for code in pcs_occupations()}
    labels = {code: sheets.label(code) for code in sheets.codes()}
    return Rome("ROME (532 fiches)", shares, labels, coder, path_of(lead))


def rome_sheet(held: Store, code: str) -> str:
    """Give the sheet of a ROME 4 occupation, one of the codes of ROME 3; a code of ROME 3 is its own.

    >>> rome_sheet(Store(None, {}), "I1309")
    'I1309'
    """
    if "rome4" not in held.ids:
        return code
    return held.nomenclature("rome4").ancestor(code, "parent") or code


def has_official_figures(held: Store) -> bool:
    """Tell whether a store holds what a pôle is compared with."""
    return all(key in held.statistics for key in NEEDED)


def _families(held: Store, region: str) -> Families:
    if not has_official_figures(held):
        raise InputError(
            "Les chiffres de la région demandent « Les métiers en 2030 » par région et les âges des Portraits des "
            "métiers (Dares) : téléchargez leurs fichiers, installez-les par « vivier reference add DOSSIER », ou "
            "retirez --region."
        )
    way = bridge(held, TARGET, region=region)
    lead = links(held, "pcs-ese", TARGET)
    shares = {code: _known(dict(lead.shares(code))) for code in pcs_occupations()}
    families = held.nomenclature("fap2021")
    return Families(
        "FAP-2021, 86 familles",
        region_name(region) if region else "France",
        {code: known for code, known in shares.items() if known},
        {code: families.label(code, "86") for code in families.codes("86")},
        landscape(way, statistics=statistics_of(held), region=region),
        landmarks(held, "pcs-ese", region=region),
        path_of(lead),
        way.path,
        way.ambiguous_share,
    )


def _known(shares: dict[str, float]) -> dict[str, float]:
    return {code: share for code, share in shares.items() if code != UNMATCHED and share > 0}
