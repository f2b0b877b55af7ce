"""The official families of a study: FAP-2021, with what is published of them in a region."""

from vivier.occupations.aggregation import UNMATCHED, links
from vivier.reference import FRANCE, Store, pcs_occupations, region_name, store
from vivier.study.bridging import landmarks
from vivier.study.families import Families
from vivier.vocabulary import InputError

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


def has_official_figures(held: Store) -> bool:
    """Tell whether a store holds what a pôle is compared with."""
    return all(key in held.statistics for key in NEEDED)


def _families(held: Store, region: str) -> Families:
    if not has_official_figures(held):
        raise InputError(
            "Les chiffres de la région demandent les statistiques de la Dares : installez-les par « vivier reference "
            "add DOSSIER », ou retirez --region."
        )
    found = landmarks(held, TARGET, region=region)
    lead = links(held, "pcs-ese", TARGET)
    shares = {code: _known(dict(lead.shares(code))) for code in pcs_occupations()}
    families = held.nomenclature("fap2021")
    return Families(
        "FAP-2021, 86 familles",
        region_name(region) if region else "France",
        {code: known for code, known in shares.items() if known},
        {code: families.label(code, "86") for code in families.codes("86")},
        found,
        landmarks(held, "pcs-ese", region=region),
        tuple(step.name for step in lead.path),
    )


def _known(shares: dict[str, float]) -> dict[str, float]:
    return {code: share for code, share in shares.items() if code != UNMATCHED and share > 0}
