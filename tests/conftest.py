"""What every test may ask for."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The synthetic DSN samples that the workplace keeps beside the repository."""
    folder = SHARED / "specs" / "dsn_samples"
    if not folder.is_dir():
        pytest.skip("les échantillons DSN (../shared/specs/dsn_samples) ne sont pas sur cette machine")
    return folder


@pytest.fixture(scope="session")
def official() -> Path:
    """The folder where the workplace keeps official files as published: ROME, FAP, NAF, COG, ESCO."""
    folder = SHARED / "data"
    if not (folder / "rome-v4-460").is_dir():
        pytest.skip("les fichiers officiels (../shared/data) ne sont pas sur cette machine")
    return folder
