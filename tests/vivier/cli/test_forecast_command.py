"""`vivier forecast` as a person meets it: a stock and hypotheses in files, scenarios in a file, one sentence a slip."""

import csv
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from vivier.cli.main import main
from vivier.cli.outlooks import QUANTITIES
from vivier.cli.workers import executor_of
from vivier.vocabulary import InputError
from vivier.workforce.outlook import CAUSES, MEASURES

TITLES = "occupation,age,sex,contract,count,group"
STOCK = f"""{TITLES}
623f,58,H,CDI,12,Atelier du Rhône
623f,25_34,F,CDI,8,Atelier du Rhône
623f,30,F,CDD,4,
485a,45-49,f,PUBLIC,6,Mairie
485a,60 ans et plus,1,cdi,2,Mairie
485a,,,,1,
"""
HYPOTHESES = """
on = 2026-01-31
scenarios = ["référence", "sobre"]

[growth]
rate = 0.01

[[occupation]]
code = "623f"
starters = 1

[[occupation]]
code = "485a"
starters = 0

[[move]]
source = "485a"
target = "623f"
share = 0.2

[[scenario]]
name = "canal"
growth_rate = 0.03
"""
OBSERVED = '[[observed]]\nband = "25_34"\nexits = {}\nperson_years = 5\n'
COLUMNS = "scenario,year,occupation,quantity,mean,sd,q025,q10,q50,q90,q975,n"


@pytest.fixture
def typed(monkeypatch, capsys, tmp_path):
    """Run `vivier forecast` in this process, from the folder of the test: its exit code, and all it showed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stock.csv").write_text(STOCK, encoding="utf-8")
    (tmp_path / "a.toml").write_text(HYPOTHESES, encoding="utf-8")

    def run(words="stock.csv --assumptions a.toml --horizon 3 --draws 200 --out out.csv", **texts):
        for name, text in texts.items():
            path = tmp_path / {"stock": "stock.csv", "hypotheses": "a.toml"}[name]
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.setattr("sys.argv", ["vivier", "forecast", *words.split()])
        with pytest.raises(SystemExit) as end:
            main()
        shown = capsys.readouterr()
        return end.value.code, shown.out, shown.err

    return run


def rows_of(path="out.csv"):
    return list(csv.DictReader(io.StringIO(Path(path).read_text(encoding="utf-8"))))


def means(rows):
    return {
        (row["scenario"], row["year"], row["occupation"], row["quantity"]): float(row["mean"]) for row in rows
    }  # fmt: skip


def refused(found):
    """The one French sentence that a slip is answered with; nothing is written."""
    code, out, err = found
    assert code == 2
    assert out == ""
    sentence = err.strip()
    assert len(sentence.splitlines()) == 1
    assert sentence.endswith(".")
    assert not Path("out.csv").exists()
    return sentence


def test_columns_are_exactly_those_promised_and_rows_are_whole(typed):
    code, out, err = typed()
    assert (code, err) == (0, "")
    text = Path("out.csv").read_text(encoding="utf-8")
    assert text.splitlines()[0] == COLUMNS
    rows = rows_of()
    assert {row["scenario"] for row in rows} == {
        "référence", "sobre", "canal", "sobre − référence", "canal − référence"
    }  # fmt: skip
    assert {row["occupation"] for row in rows} == {"ensemble", "485a", "623f"}
    assert {row["year"] for row in rows} == {"0", "2027", "2028", "2029"}
    assert {row["quantity"] for row in rows} == set(QUANTITIES.values())
    for row in rows:
        quantiles = [float(row[name]) for name in ("q025", "q10", "q50", "q90", "q975")]
        assert quantiles == sorted(quantiles)
        assert float(row["sd"]) >= 0
        assert int(row["n"]) == {"ensemble": 29, "485a": 9, "623f": 20}[row["occupation"]]
    assert "29\u00a0personnes en emploi permanent au 31/01/2026." in out
    assert "4\u00a0personnes en CDD, intérim, alternance ou insertion, hors projection" in out
    assert out.count("postes à pourvoir en 3\u00a0ans au sens de la Dares (8 chances sur 10 entre") == 3
    assert out.endswith("Écrit : out.csv\n")


def test_every_quantity_that_a_forecast_tells_has_its_name_in_the_file():
    assert {measure for measure, _ in QUANTITIES} == set(MEASURES)
    assert {cause for _, cause in QUANTITIES} == set(CAUSES)
    assert len(set(QUANTITIES.values())) == len(QUANTITIES)


def test_the_accounting_of_dares_holds_in_the_file(typed):
    typed()
    mean = means(rows_of())
    for scenario in ("référence", "sobre", "canal"):
        for year in ("2027", "2029", "0"):
            for occupation, starters in (("ensemble", 1), ("623f", 1), ("485a", 0)):
                own = {
                    quantity: mean.get((scenario, year, occupation, quantity), 0.0)
                    for quantity in QUANTITIES.values()
                }
                assert own["openings"] == pytest.approx(own["net_creations"] + own["end_of_career"], abs=2e-3)
                assert own["recruitments"] == pytest.approx(
                    own["openings"] + own["replacement_of_other_exits"], abs=2e-3
                )
                assert own["departures"] == pytest.approx(
                    own["departures_end_of_career"] + own["departures_other"], abs=2e-3
                )
                missing = own["openings"] - starters * (3 if year == "0" else 1) + own["mobility_balance"]
                assert own["imbalance"] == pytest.approx(missing, abs=5e-3)
        assert mean[scenario, "0", "ensemble", "mobility_balance"] == 0


def test_same_seed_same_file_and_another_seed_another(typed):
    files = []
    for seed in (7, 7, 8):
        assert typed(f"stock.csv --assumptions a.toml --horizon 3 --draws 200 --seed {seed} --out out.csv")[0] == 0
        files.append(Path("out.csv").read_bytes())
    assert files[0] == files[1] != files[2]


def test_the_order_of_rows_and_the_separator_change_nothing(typed):
    typed()
    first = Path("out.csv").read_bytes()
    head, *lines = STOCK.strip().splitlines()
    typed(stock="\n".join([head, *reversed(lines)]).replace(",", ";").encode("utf-8-sig"))
    assert Path("out.csv").read_bytes() == first


def test_two_processes_write_the_same_file(typed):
    typed()
    first = Path("out.csv").read_bytes()
    words = "stock.csv --assumptions a.toml --horizon 3 --draws 200 --executor local:2 --out out.csv"
    assert typed(words)[0] == 0
    assert Path("out.csv").read_bytes() == first


def test_without_hypotheses_the_three_shipped_scenarios_are_projected(typed):
    code, _, _ = typed("stock.csv --on 2026-01-31 --horizon 2 --draws 100 --out out.csv")
    assert code == 0
    names = list(dict.fromkeys(row["scenario"] for row in rows_of()))
    assert names == ["référence", "sobre", "tension", "sobre − référence", "tension − référence"]


def test_the_day_on_the_command_line_wins_over_that_of_the_file(typed):
    _, out, _ = typed("stock.csv --assumptions a.toml --on 2027-06-30 --horizon 1 --draws 100 --out out.csv")
    assert "au 30/06/2027" in out
    assert {row["year"] for row in rows_of()} == {"0", "2028"}


def test_hypotheses_saved_by_a_windows_notepad_are_read(typed):
    typed()
    first = Path("out.csv").read_bytes()
    assert typed(hypotheses=HYPOTHESES.replace("\n", "\r\n").encode("utf-8-sig"))[0] == 0
    assert Path("out.csv").read_bytes() == first


def test_sexes_are_read_in_letters_words_and_insee_s_figures(typed):
    factors = "on = 2026-01-31\n[exit_factors]\nH = 0.2\nF = 4.0\n"
    files = []
    for man, woman in (("H", "F"), ("m", "f"), ("1", "2"), ("Homme", "Femme"), ("", "autre")):
        rows = f"{TITLES}\na,40,{man},CDI,9,\na,40,{woman},CDI,9,\n"
        assert typed(stock=rows, hypotheses=factors)[0] == 0
        files.append(Path("out.csv").read_bytes())
    assert files[0] == files[1] == files[2] == files[3] != files[4]


def test_companies_may_be_left_out_of_the_stock(typed):
    assert typed("stock.csv --on 2026-01-31 --draws 100 --out out.csv", stock=STOCK.replace(",group\n", "\n")
                 .replace(",Atelier du Rhône", "").replace(",Mairie", "").replace(",4,\n", ",4\n").replace(",1,\n", ",1\n"))[0] == 0  # fmt: skip
    assert {row["n"] for row in rows_of()} == {"29", "9", "20"}


def test_one_post_is_told_in_the_singular(typed):
    _, out, _ = typed(
        "stock.csv --on 2026-01-31 --horizon 1 --draws 100 --out out.csv", stock=f"{TITLES}\na,75,H,CDI,1,\n"
    )
    assert (
        "référence : 1\u00a0poste à pourvoir en 1\u00a0an au sens de la Dares (8 chances sur 10 entre 1 et 1)" in out
    )
    assert "1\u00a0personne en emploi permanent" in out


def test_nobody_to_project_writes_the_titles_and_says_so(typed):
    code, out, _ = typed(
        "stock.csv --on 2026-01-31 --horizon 2 --draws 100 --out out.csv", stock=f"{TITLES}\n623f,30,F,CDD,4,\n"
    )
    assert code == 0
    assert Path("out.csv").read_text(encoding="utf-8") == COLUMNS + "\n"
    assert "0\u00a0personne en emploi permanent" in out
    assert "4\u00a0personnes en CDD" in out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("623f,58,H,CDI,-3,", "l’effectif (count) est un nombre entier de personnes, positif ou nul ; il est « -3 »"),
        ("623f,58,H,CDI,,", "il est vide"),
        ("623f,58,H,CDI,2.5,", "il est « 2.5 »"),
        ('623f,58,H,CDI,"2,5",', "il est « 2,5 »"),
        ("623f,58,H,CDI,nan,", "il est « nan »"),
        ("623f,58,H,CDI,inf,", "il est « inf »"),
        ("623f,58,H,CDI,douze,", "il est « douze »"),
        ("623f,senior,H,CDI,3,", "« senior » n’est ni un âge ni une tranche"),
        ("623f,nan,H,CDI,3,", "« nan » n’est ni un âge ni une tranche"),
        ("623f,49_40,H,CDI,3,", "« 49_40 » n’est ni un âge ni une tranche"),
        ("623f,12,H,CDI,3,", "Un âge est un nombre entier d’années entre 14 et 110"),
        ("623f,250,H,CDI,3,", "Un âge est un nombre entier d’années entre 14 et 110"),
        ("623f,40.5,H,CDI,3,", "« 40.5 » n’est ni un âge ni une tranche"),
        (",58,H,CDI,3,", "doit nommer son métier"),
        ("623f,58,H,CDX,3,", "« CDX » n’est pas un contrat connu"),
        ("623f,58,H,CDI,3,,9", "une valeur sans titre de colonne"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused_with_its_number(typed, row, said):
    sentence = refused(typed(stock=f"{TITLES}\n623f,30,F,CDI,4,\n{row}\n"))
    assert said in sentence
    assert "igne 3 de « stock.csv »" in sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "« stock.csv » est vide"),
        ("\n\n", "« stock.csv » est vide"),
        (TITLES, "n’a que ses titres"),
        ("métier,age,sex,contract,count\na,30,H,CDI,1\n", "Il manque la colonne « occupation »"),
        ("occupation,age,sex\na,30,H\n", "Il manque les colonnes « contract », « count »"),
        ("occupation,age,sex,contract,count,count\na,30,H,CDI,1,1\n", "La colonne « count » est deux fois"),
        (b"\x00\x01\x02PK", "stock.csv"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_stock_is_refused(typed, text, said):
    assert said in refused(typed(stock=text))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("absent.csv", "« absent.csv » ne s’ouvre pas"),
        ("stock.csv --assumptions absent.toml", "« absent.toml » ne s’ouvre pas"),
        ("stock.csv --horizon 0", "L’horizon doit être un nombre entier entre 1 et 50"),
        ("stock.csv --horizon 200", "L’horizon doit être un nombre entier entre 1 et 50"),
        ("stock.csv --horizon -1", "L’horizon doit être un nombre entier entre 1 et 50"),
        ("stock.csv --horizon dix", "La valeur donnée à --horizon ne convient pas"),
        ("stock.csv --horizon 2.5", "La valeur donnée à --horizon ne convient pas"),
        ("stock.csv --draws 1", "Le nombre de tirages doit être un nombre entier entre 100 et"),
        ("stock.csv --draws 100000", "Le nombre de tirages doit être un nombre entier entre 100 et"),
        ("stock.csv --seed -1", "La graine doit être un nombre entier"),
        ("stock.csv --on 9999-12-31", "Le jour du stock est entre 1990 et 2100"),
        ("stock.csv --on demain", "écrivez une date comme 2026-01-31"),
        ("stock.csv --executor ailleurs", "« ailleurs » n’est pas un endroit où calculer"),
        ("stock.csv --executor local:0", "« local:0 » n’est pas un endroit où calculer"),
        ("stock.csv --executor local:999", "« local:999 » n’est pas un endroit où calculer"),
        ("stock.csv --executor dask://", "« dask:// » n’est pas un endroit où calculer"),
        ("stock.csv --executor dask://hôte/x:1", "n’est pas un endroit où calculer"),
    ],
)  # fmt: skip
def test_a_wrong_word_is_one_sentence(typed, words, said):
    assert said in refused(typed(f"{words} --out out.csv"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "on = 2026-01-31\n[growth\nrate = 1",
            "« a.toml » n’est pas un fichier TOML lisible, en UTF-8 (ligne 2, colonne 8).",
        ),
        (b"\xff\xfe\x00", "« a.toml » n’est pas un fichier TOML lisible"),
        ("[growth]\nrate = nan\n", "« Croissance annuelle » doit être un nombre entre"),
        (
            "[turnover]\nmoins_25 = 1.5\n",
            "« Taux de départ annuel, moins de 25 ans » doit être un nombre entre 0,000001",
        ),
        (
            "".join(OBSERVED.format(n) for n in (1, -6)),
            "Section [[observed]] n° 2 : Départs et embauches observés sont des nombres entiers",
        ),
        ("[zut]\n", "« zut » n’est pas connu"),
        ('[[occupation]]\ncode = "boulanger"\n', "« boulanger », que le stock ne contient pas"),
        ('[[move]]\nsource = "623f"\ntarget = "485a"\nshare = 1.2\n', "doit être un nombre entre 0 et 1"),
    ],
)
def test_hypotheses_that_cannot_be_read_are_one_sentence(typed, text, said):
    assert said in refused(typed(hypotheses=text))


def test_rows_that_say_one_cell_again_are_added_up_and_said(typed):
    Path("stock.csv").write_text(f"{TITLES}\n623f,58,H,CDI,3,A\n623f,58,homme,CDI,4,A\n623f,58,H,CDI,5,B\n", "utf-8")
    code, out, _ = typed("stock.csv --on 2026-01-31 --horizon 2 --draws 100 --out out.csv")
    assert code == 0
    assert out.replace("\xa0", " ").splitlines()[:2] == [
        "12 personnes en emploi permanent au 31/01/2026.",
        "1 ligne redit une case (mêmes métier, âge, sexe, contrat et groupe) : leurs effectifs s’additionnent.",
    ]


def test_a_sex_that_is_none_is_refused_with_its_line(typed):
    Path("stock.csv").write_text(f"{TITLES}\n623f,58,H,CDI,3,\n623f,58,Z,CDI,3,\n", "utf-8")
    assert (
        "Ligne 3 de « stock.csv » : « Z » n’est pas un sexe connu ; écrivez H ou F, ou laissez la case vide."
        in refused(typed("stock.csv --on 2026-01-31 --out out.csv"))
    )


@pytest.mark.parametrize("out", ["stock.csv", "a.toml", "./stock.csv"])
def test_what_is_read_is_never_written_over(typed, out):
    before = [Path(name).read_bytes() for name in ("stock.csv", "a.toml")]
    code, _, err = typed(f"stock.csv --assumptions a.toml --horizon 2 --draws 100 --out {out}")
    assert code == 2
    assert "est aussi un fichier à lire" in err
    assert [Path(name).read_bytes() for name in ("stock.csv", "a.toml")] == before


def test_a_refusal_leaves_what_was_already_written(typed):
    typed()
    before = Path("out.csv").read_bytes()
    assert typed(hypotheses="[growth]\nrate = nan\n")[0] == 2
    assert Path("out.csv").read_bytes() == before


def test_a_cluster_that_does_not_answer_is_one_sentence(tmp_path):
    pytest.importorskip("distributed", reason="distributed (l’extra « cluster ») n’est pas installé")
    (tmp_path / "stock.csv").write_text(STOCK, encoding="utf-8")
    words = ("stock.csv", "--on", "2026-01-31", "--executor", "dask://127.0.0.1:9", "--out", "out.csv")
    done = subprocess.run(
        [sys.executable, "-c", "from vivier.cli import main; main()", "forecast", *words],
        capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "Aucune grappe Dask ne répond à tcp://127.0.0.1:9 : vérifiez qu’elle est démarrée.\n"
    assert not (tmp_path / "out.csv").exists()


def test_without_the_extra_a_cluster_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match="installez l’extra « cluster »"), executor_of("dask://127.0.0.1:8786"):
        pass


def test_nowhere_in_particular_is_here_and_processes_are_closed_after_use():
    with executor_of("") as here:
        assert here is None
    with executor_of("local:1") as workers:
        assert list(workers.map(abs, [-1, -2])) == [1, 2]
    with pytest.raises(RuntimeError):
        workers.submit(abs, 1)


def test_help_is_light_and_speaks_of_every_option():
    program = (
        "import sys\nfrom vivier.cli import main\nsys.argv = ['vivier', 'forecast', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    print('chargés', *sorted({m.split('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    page, _, loaded = done.stdout.partition("chargés")
    for option in ("STOCK.csv", "--assumptions", "--on", "--horizon", "--draws", "--seed", "--executor", "--out"):
        assert option in page
    assert not {"numpy", "scipy", "distributed", "rich", "altair", "openpyxl"} & set(loaded.split())


def test_openings_under_zero_are_told_so_with_an_interval_around_them(typed):
    _, out, _ = typed(
        "stock.csv --on 2026-01-31 --horizon 5 --assumptions a.toml --draws 200 --out out.csv",
        stock=f"{TITLES}\na,40,H,CDI,2000,\n",
        hypotheses="[growth]\nrate = -0.03\nsd = 0.001\n",
    )
    said = next(line for line in out.splitlines() if line.startswith("référence"))
    value, low, high = (int(each.replace("−", "-")) for each in re.findall(r"(−\d+)", said))
    assert low <= value <= high < 0
    assert out.count("Sous zéro : des postes ferment plus vite que les carrières ne finissent.") == 1
