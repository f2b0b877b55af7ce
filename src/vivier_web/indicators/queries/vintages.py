"""What was frozen, for pages and for those who publish: records of one respondent and indicator, totals, doubts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vivier_web.indicators.models import Campaign, Vintage


@dataclass(frozen=True, slots=True)
class Record:
    """Hold one frozen value: whose, of which indicator, how it was come by.

    `organisation` is None for what the pôle's team answered. `holding` names who would be betrayed by it: the SIREN,
    or `organisation:PK` for whoever has none, or `pole:PK`. `flags`: `answered`, `imputed`, `prefilled`, `opinion`,
    `doubtful`, `corrected`. `weight` makes up for members who did not answer. `dimensions`: region, naf, size, kind.
    """

    pole: int
    organisation: int | None
    holding: str
    indicator: str
    value: Decimal
    unit: str
    weight: Decimal = Decimal(1)
    flags: tuple[str, ...] = ()
    region: str = ""
    naf: str = ""
    size: str = ""
    kind: str = ""

    @property
    def dimensions(self) -> Mapping[str, str]:
        """The territory, activity, size and kind of the respondent."""
        return {"region": self.region, "naf": self.naf, "size": self.size, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Total:
    """Hold one indicator of a pôle in a vintage: its value, or why it is not shown.

    `n` is how many respondents it stands on; `why` is empty when `value` is shown.
    """

    indicator: str
    value: Decimal | None
    n: int
    flags: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Hold one value to be confirmed by its respondent: which, and why; never the value itself."""

    organisation: int | None
    indicator: str
    why: str
    comment: bool = False
    first: bool = False  # weighs on the total: to be called before the others


@dataclass(frozen=True, slots=True)
class Frozen:
    """Hold a vintage, unpacked."""

    pk: int
    number: int
    sha256: str
    records: tuple[Record, ...]
    totals: tuple[Total, ...]
    doubts: tuple[Doubt, ...]


def records(campaign: Campaign) -> tuple[Record, ...]:
    """Give what the latest vintage of a campaign froze; nothing before the first freeze."""
    found = Vintage.objects.filter(campaign=campaign).first()
    return unpacked(found).records if found is not None else ()


def packed(kept: tuple[Record, ...], totals: tuple[Total, ...], doubts: tuple[Doubt, ...]) -> str:
    """Write a vintage as canonical JSON: the same values give the same bytes."""
    said = {"records": [_plain(one) for one in kept], "totals": [_plain(one) for one in totals],
            "doubts": [_plain(one) for one in doubts]}  # fmt: skip
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def unpacked(vintage: Vintage) -> Frozen:
    """Read a vintage back."""
    said: dict[str, list[dict[str, Any]]] = json.loads(vintage.text)
    return Frozen(
        vintage.pk,
        vintage.number,
        vintage.sha256,
        tuple(Record(**_typed(one, "value", "weight")) for one in said["records"]),
        tuple(Total(**_typed(one, "value")) for one in said["totals"]),
        tuple(Doubt(**one) for one in said["doubts"]),
    )


def _plain(one: Record | Total | Doubt) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return {name: f"{value:f}" if isinstance(value, Decimal) else value for name, value in said.items()}


def _typed(said: dict[str, Any], *numbers: str) -> dict[str, Any]:
    read = {name: Decimal(said[name]) for name in numbers if said[name] is not None}
    return said | read | {"flags": tuple(said["flags"])}
