"""Job titles are read where files give them, only when asked, without names; and nothing of a read writes them."""

import datetime as dt
import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import sheets
from factories.dsn import Contract, Declaration, Person, Sending
from vivier.intake import Cell, Company, Headcount, Options, read
from vivier.intake.data import UNKNOWN, Count, TitleCell
from vivier.intake.job_titles import LONGEST, NO_JOB, Titles, carried
from vivier.intake.layout import as_json
from vivier.intake.sheets.values import read_qualification
from vivier.vocabulary import InputError

ON = dt.date(2026, 1, 31)
HEADS = [*sheets.TITLES, "Code PCS", "Qualification", "SIRET"]
Carried = Callable[..., Headcount]


def row(number: int, title: str, *, pcs: str = "", qualification: str = "", end: str = "") -> list[str]:
    who = [str(number), "Lefèvre", f"Anne{number}", "03/02/1987", "F"]
    return [*who, title, "01/09/2015", end, pcs, qualification, sheets.SIRET]


@pytest.fixture
def carry(tmp_path: Path) -> Carried:
    """Read one file, job titles carried unless told otherwise."""

    def run(content: bytes, name: str = "registre.csv", **options: object) -> Headcount:
        (tmp_path / name).write_bytes(content)
        return read([tmp_path / name], on=ON, options=Options(**{"titles": True, **options}))  # type: ignore[arg-type]

    return run


def register(*rows: list[str]) -> bytes:
    return sheets.text([HEADS, *rows]).getvalue()


def told(headcount: Headcount) -> list[tuple[str, str, str, str, int]]:
    return [(c.title, c.pcs, c.qualification, c.naf, c.n) for one in headcount.companies for c in one.titles]


def test_a_register_gives_the_titles_of_those_present(carry: Carried) -> None:
    found = carry(
        register(
            row(1, "Soudeuse TIG", qualification="Ouvrière qualifiée"),
            row(2, "Soudeuse TIG", qualification="Ouvrière qualifiée"),
            row(3, "Comptable", pcs="543b"),
            row(4, "Magasinier", end="30/06/2020"),
            row(5, ""),
        )
    )
    assert found.people == 4
    assert told(found) == [("Comptable", "543b", "", "", 1), ("Soudeuse TIG", UNKNOWN, "3", "", 2)]


def test_without_the_option_no_title_is_there(carry: Carried) -> None:
    found = carry(register(row(1, "Soudeuse TIG")), titles=False)
    assert (found.people, told(found)) == (1, [])


def test_the_option_changes_nothing_else_of_a_read(carry: Carried) -> None:
    content = register(row(1, "Soudeuse TIG"), row(2, "Comptable", pcs="543b"))
    assert as_json(carry(content)) == as_json(carry(content, titles=False))


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8"])
def test_a_payroll_file_gives_titles_with_the_activity_of_the_establishment(carry: Carried, encoding: str) -> None:
    executive = Contract("00002", title="RESPONSABLE QUALITÉ", pcs="387d", extra=(("002", "04"),))
    staff = (Person(), Person(nir="2681001991002", contracts=(executive,)))
    text = Sending((Declaration(staff, month="01012026"),)).text()
    nic = "S21.G00.11.001,'00013'"
    assert nic in text
    content = text.replace(nic, f"{nic}\r\nS21.G00.11.002,'2562B'").encode(encoding)
    assert told(carry(content, "janvier.dsn")) == [
        ("OPÉRATEUR RÉGLEUR, 2X8", "623f", "", "2562B", 1),
        ("RESPONSABLE QUALITÉ", "387d", "9", "2562B", 1),
    ]


def test_the_title_is_that_of_the_main_contract(carry: Carried) -> None:
    small = Contract("00001", title="AIDE AU MAGASIN", pcs="653a", hours="20.00")
    large = Contract("00002", title="COMPTABLE", pcs="543b", hours="120.00")
    content = Sending((Declaration((Person(contracts=(small, large)),), month="01012026"),)).encoded()
    assert told(carry(content, "janvier.dsn")) == [("COMPTABLE", "543b", "", "", 1)]


def test_titles_count_again_the_people_of_the_cells(carry: Carried) -> None:
    (company,) = carry(register(*(row(n, f"Métier {n % 3}") for n in range(12))), single_ages=True).companies
    by_key: Counter[tuple[str, ...]] = Counter()
    for cell in company.titles:
        by_key[cell.key] += cell.n
    assert by_key == Counter({cell.key: cell.n for cell in company.count.cells})


def test_of_a_company_in_two_files_only_the_titles_that_count_are_there(tmp_path: Path) -> None:
    (tmp_path / "registre.csv").write_bytes(register(row(1, "Soudeuse TIG"), row(2, "Comptable")))
    staff = (Person(), Person(nir="2681001991002", contracts=(Contract("00002"),)))
    (tmp_path / "janvier.dsn").write_bytes(Sending((Declaration(staff, month="01012026"),)).encoded())
    found = read([tmp_path], on=ON, options=Options(titles=True))
    assert told(found) == [("OPÉRATEUR RÉGLEUR, 2X8", "623f", "", "", 2)]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Assistante de M. Dupont", "Assistante"),
        ("ASSISTANTE DE MME DUPONT", "ASSISTANTE"),
        ("assistante de mme dupont service achats", "assistante service achats"),
        ("Secrétaire de Mme Le Goff-Durand (RH)", "Secrétaire (RH)"),
        ("Chauffeur de M. et Mme d'Ormesson", "Chauffeur"),
        ("Assistant de M Martin", "Assistant"),
        ("Assistante du directeur (M. Jean-Luc de La Tour)", "Assistante du directeur"),
        ("Technicien 2x8, Mme Petit", "Technicien 2x8"),
        ("Monteur (M./Mme)", "Monteur"),
        ("Mme Petit", ""),
        ("comptable, compta@exemple.fr", ""),
        ("Standard 01 23 45 67 89", ""),
        ("Cariste 1 87 02 99 123 456", ""),
        ("Aide, né le 03/02/1987", ""),
        ("—", ""),
        ("", ""),
    ],
)
def test_what_names_or_reaches_a_person_is_taken_out(written: str, kept: str) -> None:
    assert carried(written) == kept


@pytest.mark.parametrize(
    "title",
    [
        "Vendeur M/F", "Opérateur régleur CN 2x8, 35 h", "Dame de compagnie", "Maçon", "Chargé d’affaires R&D",
        "Employé (H/F)", "Formateur M2", "Agent d’entretien, ligne 4", "Ingénieur MMI",
    ],
)  # fmt: skip
def test_a_title_that_names_nobody_is_carried_as_it_was_written(title: str) -> None:
    assert carried(title) == title


@given(st.text(max_size=200))
def test_what_is_carried_reaches_nobody_and_stays_short(text: str) -> None:
    kept = carried(text)
    assert "@" not in kept
    assert len(kept) <= LONGEST
    assert not kept or any(map(str.isalpha, kept))


@pytest.mark.parametrize("bait", ["de ", "Mme d'", "M. A", "1 2 3 4 ", "Mme de la ", "("])
def test_an_endless_cell_does_not_slow_the_read(bait: str) -> None:
    start = time.perf_counter()
    carried(bait * 20_000)
    assert time.perf_counter() - start < 1


def test_equal_jobs_are_held_once() -> None:
    titles = Titles()
    assert titles.job("Soudeur " + "TIG", naf="2562B") is titles.job("Soudeur TIG", naf="2562B")
    assert titles.job("a@b.fr", qualification="3") == NO_JOB


@pytest.mark.parametrize(
    ("words", "digit"),
    [
        ("Manœuvre", "1"), ("Ouvrier spécialisé", "2"), ("OS2", "2"), ("ouvrier", ""), ("OUVRIER QUALIFIE", "3"), ("P2", "3"),
        ("Ouvrière hautement qualifiée", "4"), ("OHQ", "4"), ("Employée non qualifiée", "5"), ("employé qualifié", "6"),
        ("Technicien", "7"), ("Agent de maîtrise", "8"), ("Cadre", "9"), ("Non cadre", ""), ("ETAM", ""), (None, ""),
    ],
)  # fmt: skip
def test_a_qualification_is_read_only_where_one_is_meant(words: str | None, digit: str) -> None:
    assert read_qualification(words) == digit


def test_titles_cannot_bear_more_people_than_the_cells() -> None:
    cell = Cell("623f", 41, "H", "CDI", 2)
    with pytest.raises(InputError, match="jamais plus de personnes"):
        Company("000100115", ON, "liste", Count(2, cells=(cell,)), titles=(TitleCell("Tourneur", *cell.key, 3),))
    with pytest.raises(InputError, match="au moins une personne"):
        TitleCell("", "623f", 41, "H", "CDI", 1)


def test_a_marked_title_is_in_memory_and_in_nothing_a_read_writes(
    carry: Carried, caplog: pytest.LogCaptureFixture
) -> None:
    marked = "ZORGLUB très reconnaissable"
    faults = [[*row(2, marked, pcs="999z"), "x"], row(3, marked, end="31/02/2026"), row(3, marked, end="31/02/2026")]
    found = carry(register(row(1, marked), *faults))
    assert marked in {title for title, *_ in told(found)}  # it could leak
    assert found.anomalies
    for written in (json.dumps(as_json(found), ensure_ascii=False), repr(found), caplog.text):
        assert "zorglub" not in written.casefold()
