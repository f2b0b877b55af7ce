"""`vivier aid` on what its author did not try: odd files, the standard input, words in another order, a narrow screen."""

import csv
import io
from decimal import Decimal

import pytest
from click.testing import CliRunner

from factories.aid import REGIMES, TODAY, drawn
from vivier.aid import Consortium, Cost, Partner, compute, rules
from vivier.cli.aid import aid
from vivier.cli.aid_award import lines, write_lines
from vivier.cli.aid_files import example
from vivier.vocabulary import InputError

HEAD = "name = 'P'\n[[partners]]\nname = 'A'\nkind = 'company'\nsize = 'small'\nrole = 'lead'\n"
COST = "[[partners.costs]]\nnature = 'staff'\ncategory = 'industrial'\namount_eur = "


def run(*words, given=None) -> str:
    done = CliRunner().invoke(aid, list(map(str, words)), input=given, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "group = 3", "Partenaire « A » : le groupe doit être un nom"),
        (HEAD + "group = ['Val']", "Partenaire « A » : le groupe doit être un nom"),
        (HEAD + "size = 3", "n’est pas du TOML"),
        (HEAD.replace("'small'", "3"), "la taille ne peut pas être « 3 »"),
        (HEAD.replace("'P'", "3"), "Le projet doit porter un nom"),
        (HEAD.replace("'P'", "['P']"), "Le projet doit porter un nom"),
        (HEAD + COST + "9" * 5000, "un nombre démesuré"),
        (HEAD + COST + "1e999999999999999999999", "un nombre démesuré"),
        (HEAD + COST + "1e400", "de mille milliards au plus"),
        (HEAD + COST + "1_000_000_000_000.01", "de mille milliards au plus"),
        (HEAD + COST + "1e-400", "plus de deux décimales"),
        (HEAD + COST + "-0.01", "positif ou nul"),
        (HEAD + COST + "inf", "positif ou nul"),
        ("name = " + "[" * 5000, "des crochets sans fin"),
        ("\ufeff", "Le projet doit porter un nom"),
        ("name;kind\r\nA;company\r\n", "n’est pas du TOML"),
    ],
)
def test_an_odd_file_is_refused_with_one_sentence(tmp_path, text, said):
    path = tmp_path / "consortium.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        run(path, "--rules", "gber-2023")
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")
    assert str(refused.value).count(". ") == 0


def test_a_folder_or_an_absent_file_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "absent.toml"):
        with pytest.raises(InputError, match="ne s’ouvre pas"):
            run(path, "--rules", "gber-2023")


def test_a_file_of_a_windows_editor_reads_the_same(tmp_path):
    plain, windows = tmp_path / "consortium.toml", tmp_path / "windows.toml"
    plain.write_text(example(), encoding="utf-8")
    windows.write_bytes(b"\xef\xbb\xbf" + example().replace("\n", "\r\n").encode())
    words = ("--rules", "fui-25", "--on", "2018-01-15")
    assert run(plain, *words) == run(windows, *words) == run("-", *words, given=example())


def test_what_the_standard_input_lacks_is_told_as_for_a_file():
    with pytest.raises(InputError, match="Ligne 1 de « entrée standard »"):
        run("-", "--rules", "fui-25", given="name =")
    with pytest.raises(InputError, match="Le projet doit porter un nom"):
        run("-", "--rules", "fui-25", given="")


def test_words_in_another_order_are_taken_or_told(tmp_path):
    path = tmp_path / "consortium.toml"
    path.write_text(example(), encoding="utf-8")
    assert run("--rules", "fui-25", path) == run(path, "--rules", "fui-25") == run(path, "--rules", " FUI-25")
    with pytest.raises(InputError, match=r"consortium.toml » suit --rules .* écrivez vivier aid .* --rules fui-25\."):
        run("--rules", path)
    with pytest.raises(InputError, match="« vivier aid --rules » liste les règles"):
        run()


@pytest.mark.parametrize("regime", REGIMES)
def test_a_screen_of_80_columns_holds_every_line_but_those_of_letters(regime):
    for seed in range(8):
        award = compute(drawn(seed, regime), rules=rules(regime), today=TODAY)
        said = [each for each in lines(award) if not each.startswith("\n---")]
        assert max(map(len, said)) <= 80
        whole = " ".join(" ".join(said).split(" "))
        numbered = [each for each in said if each.lstrip()[:1].isdigit() and ". " in each[:7]]
        assert len(numbered) == len({rule for line in award.lines for rule in (line.rule,)} | {each.rule for each in award.shares} | {each.rule for each in award.cuts} | {line.ceiling for line in award.lines if line.ceiling and line.ceiling_rate <= line.rate})  # fmt: skip
        assert whole.count("règle") >= len(award.lines)


def test_a_name_of_two_lines_or_too_long_breaks_nothing():
    one = Partner("A\nAide : 9 €", "company", "small", role="lead", costs=(Cost("staff", "industrial", 10),))
    two = Partner("B" * 200, "company", "large")
    said = list(lines(compute(Consortium("P\n" * 3, (one, two)), rules=rules("gber-2023"), today=TODAY)))
    assert not any("\n" in each for each in said)
    assert sum(each.startswith("Aide :") for each in said) == 1


@pytest.mark.parametrize("name", ["=1+1", "@SOMME(A1)", "+33", "-1", "\t=1", "A;B", 'A"B', "Élan\nVal"])
def test_the_table_opens_in_a_french_spreadsheet_and_no_name_is_computed(tmp_path, name):
    costs = (Cost("staff", "experimental", Decimal("1234567.89")),)
    one = Partner(name, "company", "small", role="lead", costs=costs)
    award = compute(Consortium("P", (one,)), rules=rules("gber-2023"), today=TODAY)
    write_lines(tmp_path / "aide.csv", award)
    text = (tmp_path / "aide.csv").read_bytes().decode("utf-8")
    assert text[0] == "\ufeff"
    (row,) = csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";")
    assert row["partner"].removeprefix("'") == name
    assert row["partner"].lstrip()[0] not in "=@+-"
    assert (row["cost_eur"], row["rate"], row["aid_eur"]) == ("1234567,89", "0,45", "555555,55")
