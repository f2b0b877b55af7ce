"""What every test may ask for."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from vivier.reference import Store, store
from vivier.reference.official import add

# Over the profile of the place (CI always draws the same examples): a busy machine is no fault.
settings.register_profile("calm", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")

STATISTICS = ("dares-metiers-2030", "dares-psm", "bmo-2024/BMO_2024_open_data.csv.gz")
PUBLISHED = ("rome-v4-460", "rome-v3-347", "crosswalks", "naf-pcs", "geo-cog", "esco-fr", *STATISTICS)
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def tables_kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where the tables made by the migrations wait for the next worker, or the next run."""
    cache = getattr(request.config, "cache", None)
    return cache.mkdir("tables") if cache else tmp_path_factory.getbasetemp()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, tables_kept: Path) -> Iterator[None]:
    """Copy the tables that the migrations made once, rather than run sixty migrations in each worker of each run."""
    from django.db import connection

    from factories.tables import copied

    creation = connection.creation
    make = creation.create_test_db

    def copy(*words: object, **more: object) -> str:
        with copied(tables_kept):
            return make(*words, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(creation, "create_test_db", copy)
        yield


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


@pytest.fixture(scope="session")
def published(official: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Build one store of the official files for every worker: the first to come builds it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "published"
    with folder.parent.joinpath("published.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "manifest.json").exists():
            paths = [official / name for name in PUBLISHED if (official / name).exists()]
            add([*paths, official.parent / "specs" / "crosswalks"], folder=folder, date="2026-01-01")
    return store(folder)


@pytest.fixture(scope="session")
def statistics(official: Path, published: Store) -> Store:
    """Give the store of the official files, when the statistics are among them."""
    absent = [name for name in STATISTICS if not (official / name).exists()]
    if absent:
        pytest.skip(
            f"des statistiques officielles (../shared/data : {', '.join(absent)}) ne sont pas sur cette machine"
        )
    return published
