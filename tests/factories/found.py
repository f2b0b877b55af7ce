"""What a read found, asked in one word."""

from typing import Any

from factories.dsn import SIREN


def codes(found: dict[str, Any]) -> list[str]:
    return [anomaly["code"] for anomaly in found["anomalies"]]


def told(found: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(anomaly["code"], anomaly["rubrique"], anomaly["ligne"]) for anomaly in found["anomalies"]]


def count(found: dict[str, Any], siren: str = SIREN) -> int:
    return found["entreprises"].get(siren, {"personnes": -1})["personnes"]
