"""What a member reads of its own: its ages beside those of others, taken three by three, and its block of the BDESE."""

import io
import os
from pathlib import Path

import pytest
from openpyxl import load_workbook

from factories.cluster import Cluster
from factories.collected import collected, company, deposit, member
from factories.sent import ON, file
from vivier.intake.sending import received
from vivier.vocabulary import InputError
from vivier_web.skills.actions.waves import erase_wave
from vivier_web.skills.models import Deposit, Wave
from vivier_web.skills.queries.bdese import bdese_workbook
from vivier_web.skills.queries.beside import Beside, beside
from vivier_web.skills.queries.deposits import report_of
from vivier_web.skills.queries.readings import read_in_memory

AGES = (("623e", "25_34", "H", "CDI", 6), ("623e", "45_54", "F", "CDI", 4))


def others(pole: Cluster, wave: Wave, number: int, *cells: tuple[object, ...]) -> None:
    for rank in range(number):
        one = member(pole.pole, 20 + Deposit.objects.count() + rank)
        deposit(wave, one, company(one.siren, *(cells or AGES)))


@pytest.fixture
def mine(pole: Cluster) -> Deposit:
    """A member of ten, alone in its wave."""
    wave, one = collected(pole.pole, members=0), pole.members[0]
    made = company(one.siren, ("623e", "25_34", "H", "CDI", 5), ("388a", "60_plus", "F", "CDD", 5))
    return deposit(wave, one, made)


@pytest.mark.parametrize(("number", "counted"), [(0, None), (2, None), (3, 3), (4, 3), (5, 3), (6, 6)])
def test_others_are_counted_three_by_three(pole: Cluster, mine: Deposit, number: int, counted: int | None) -> None:
    others(pole, mine.wave, number)
    found = beside(mine)
    if counted is None:
        assert found is None
    else:
        assert found == Beside(counted, {"25_34": 0.5, "60_plus": 0.5}, {"25_34": 0.6, "45_54": 0.4})


def test_one_more_member_alone_changes_nothing_that_is_read(pole: Cluster, mine: Deposit) -> None:
    """Whoever reads before and after a deposit cannot take one from the other, unless three came."""
    others(pole, mine.wave, 3)
    before = beside(mine)
    late = member(pole.pole, 90)  # its SIREN comes last
    deposit(mine.wave, late, company(late.siren, ("623e", "60_plus", "F", "CDI", 400)))
    assert beside(mine) == before


def test_ages_held_by_too_few_are_shown_in_wider_bands_or_not_at_all(pole: Cluster, mine: Deposit) -> None:
    for band in ("moins_25", "25_34", "25_34"):
        others(pole, mine.wave, 1, ("623e", band, "H", "CDI", 4), ("623e", "45_54", "H", "CDI", 4))
    assert beside(mine) == Beside(3, {"moins_35": 0.5, "55_plus": 0.5}, {"moins_35": 0.5, "35_54": 0.5})
    others(pole, mine.wave, 3, ("623e", "60_plus", "H", "CDI", 1))  # three of sixty, three people: too few
    assert beside(mine) is None


def test_once_erased_nothing_is_read_beside_nor_reported(pole: Cluster, mine: Deposit) -> None:
    others(pole, mine.wave, 3)
    assert beside(mine) is not None
    erase_wave(mine.wave, by=None)
    assert beside(Deposit.objects.get(pk=mine.pk)) is None
    assert report_of(Deposit.objects.get(pk=mine.pk)) is None


def sheets(kept: Deposit) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(io.BytesIO(bdese_workbook(kept)), read_only=True)
    return {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}


def test_the_block_counts_everybody_once_in_each_table(mine: Deposit) -> None:
    found = sheets(mine)
    assert list(found) == ["Contrats", "Âges", "Qualifications", "Entrées et sorties", "Lisez-moi"]
    for name in ("Contrats", "Âges", "Qualifications"):
        assert found[name][0][1:] == ("Hommes", "Femmes", "Non connu", "Total")
        assert found[name][-1] == ("Ensemble", 5, 5, 0, 10)
        assert all(sum(row[1:4]) == row[4] for row in found[name][1:])
    assert [row[4] for row in found["Âges"][1:-1]] == [0, 5, 0, 0, 0, 5, 0]
    assert found["Entrées et sorties"] == [("Mois", "Sens", "Motif", "Hommes", "Femmes", "Total")]


def test_a_name_that_is_a_formula_is_text_in_the_block(mine: Deposit) -> None:
    mine.organisation.name = '=HYPERLINK("http://x.example")'
    about = dict(sheets(mine)["Lisez-moi"][1:])
    assert about["Entreprise"] == '\'=HYPERLINK("http://x.example")'
    assert (about["SIREN"], about["Salariés"], about["Situation au"]) == (mine.organisation.siren, 10, "31/01/2026")


class Given:
    """One file as a form gives it."""

    def __init__(self, name: str | None, content: bytes) -> None:
        self.name, self.content = name, content

    def read(self) -> bytes:
        return self.content


@pytest.mark.parametrize("name", ["paie.dsn", "../../etc/passwd", "/tmp/paie.dsn", "x" * 400 + ".dsn"])
def test_a_file_is_read_in_memory_whatever_its_name_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    content = file(tmp_path, "732829320").read_bytes()
    mine = f"vivier-{os.getpid()}-*"  # another worker of the suite may be reading too
    before = set(Path("/dev/shm").glob(mine))
    found = read_in_memory([Given(name, content)], on=ON, siren="732829320", single_ages=False)
    assert received(found["company"]).companies[0].siren == "732829320"
    assert set(Path("/dev/shm").glob(mine)) <= before


def test_no_file_at_all_is_told() -> None:
    with pytest.raises(InputError, match="Choisissez"):
        read_in_memory([], on=ON, siren="732829320", single_ages=False)
