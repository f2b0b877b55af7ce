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
