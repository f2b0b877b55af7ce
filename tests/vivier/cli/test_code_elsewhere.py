"""`vivier code` towards other nomenclatures, as a person meets it: what is written, what the screen says."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from factories.crossed import FELLERS, ROOFERS, crossed
from vivier.cli.main import main
from vivier.reference import Store

TITLES = "id,title,pcs,naf,qualification\n1,Couvreur,,,3\n2,Abatteur,,02.20Z,\n3,Couvreur,,,\n4,Couvreur,632e,,\n5,Fraiseur,,,\n"
Run = Callable[..., tuple[object, list[str], str]]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return crossed(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture
def run(held: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Code the titles towards a nomenclature: the exit code, the lines said, what was warned."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIVIER_REFERENCE", str(held.folder))
    Path("titles.csv").write_text(TITLES, encoding="utf-8")

    def typed(*words: object) -> tuple[object, list[str], str]:
        monkeypatch.setattr("sys.argv", ["vivier", "code", "titles.csv", "--out", "out.csv", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        shown = capsys.readouterr()
        return end.value.code, shown.out.replace("\N{NO-BREAK SPACE}", " ").splitlines(), shown.err

    return typed


def written() -> list[tuple[str, str, str, str]]:
    with Path("out.csv").open(encoding="utf-8", newline="") as file:
        return [(row["id"], row["code"], row["label"], row["decision"]) for row in csv.DictReader(file)]


def test_titles_become_families_with_their_labels_and_the_path_is_said(run: Run) -> None:
    code, said, warned = run("--nomenclature", "fap2021")
    assert (code, warned) == (0, "")
    assert written() == [
        ("1", ROOFERS, "Couvreurs qualifiés", "coded"),
        ("2", FELLERS, "Abatteurs", "coded"),
        ("3", ROOFERS, "Couvreurs qualifiés", "ask"),
        ("4", ROOFERS, "Couvreurs qualifiés", "coded"),
        ("5", "", "", "review"),
    ]
    assert said[0] == (
        "Codé en ROME 4 puis porté en FAP-2021 par : ROME 4 → code parent (ROME 3) ; ROME 3 → FAP-2021."
    )
    assert said[1] == "FAP-2021, version 2021 : 5 lignes, 3 intitulés différents."


def test_a_level_may_be_asked_for(run: Run) -> None:
    _, said, _ = run("--nomenclature", "fap2021:86")
    assert [row[1:] for row in written()[:4]] == [("Z0X", "Toits et bois", "coded")] * 4
    assert "puis porté en FAP-2021, niveau 86 par" in said[0]


def test_an_unknown_level_names_those_that_exist(run: Run) -> None:
    code, said, warned = run("--nomenclature", "fap2021:87")
    assert (code, said) == (2, [])
    assert warned == "FAP-2021 n’a pas de niveau « 87 » ; ses niveaux : 22, 86, 228, 341.\n"


def test_the_pcs_that_came_with_a_title_is_kept_and_said(run: Run) -> None:
    _, said, _ = run("--nomenclature", "pcs-ese")
    assert written()[3][1:] == ("632e", "Couvreurs qualifiés", "coded")
    assert "1 ligne garde la PCS donnée avec l’intitulé." in said


def test_coding_where_titles_are_says_no_path(run: Run) -> None:
    assert run()[1][0].startswith("ROME 4, version 460 : 5 lignes")


def test_decisions_work_in_the_nomenclature_asked_for(run: Run) -> None:
    run("--nomenclature", "fap2021", "--decisions", "d.csv")
    text = Path("d.csv").read_text(encoding="utf-8-sig")
    assert ";fap2021;;;;" in text
    assert "Z0X20a Couvreurs peu qualifiés" in text
    Path("d.csv").write_text(
        "title;code;nomenclature\nFraiseur;z1x10;fap2021\nFraiseur;Z0X;fap2021:86\n", encoding="utf-8"
    )
    _, said, _ = run("--nomenclature", "fap2021", "--decisions", "d.csv")
    assert written()[4] == ("5", "Z1X10", "Soudeurs", "coded")
    assert said[-2].startswith("Décisions : 1 ligne codée par un humain, ")
    run("--nomenclature", "fap2021:86", "--decisions", "d.csv")
    assert written()[4] == ("5", "Z0X", "Toits et bois", "coded")
