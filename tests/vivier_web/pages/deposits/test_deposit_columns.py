"""The columns confirmed on the server: files come back whole, choices are counted, nobody is named, nothing stays."""

import base64
import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from factories.cluster import Cluster
from factories.sent import ON, file
from factories.sheets import ANNE, HERVE, TITLES, workbook
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.pages.company.deposits import columns
from vivier_web.skills.actions.waves import open_wave
from vivier_web.skills.models import Deposit, ReleasedTitle, Wave
from vivier_web.skills.queries.readings import Held, columns_in_memory

READ, SEND = "/mon-entreprise/depot/lire/", "/mon-entreprise/depot/envoyer-lu/"
AGREED = {"agreed": "oui"}
LIST = [[*TITLES[:5], "Îlot", "Emploi", "Salaire net"],
        [*ANNE[:5], "Poste 4", "Soudeuse", 2543], [*HERVE[:5], "Poste 7", "Tôlier", 1987]]  # fmt: skip


@pytest.fixture
def wave(pole: Cluster) -> Wave:
    today = timezone.localdate()
    return open_wave(pole.pole, "Hiver", on=ON, opens_on=today, closes_on=today + dt.timedelta(days=30), by=None)


def registre(*sheets: object, name: str = "registre.xlsx") -> Held:
    return Held(name, workbook(*(sheets or (LIST,))).getvalue())


def uploaded(held: Held) -> SimpleUploadedFile:
    return SimpleUploadedFile(held.name, held.content)


def asking(client: object, *held: Held, **more: object) -> object:
    """Give files for the first time."""
    return client.post(READ, {"fichiers": [uploaded(one) for one in held], **AGREED, **more})


def answering(client: object, page: object, **choices: object) -> object:
    """Answer the page of columns as its form would, with what it laid out, changed by some choices."""
    said = {
        f"{rank}-{row['field']}": "" if row["column"] is None else str(row["column"])
        for rank, sheet in enumerate(page.context["sheets"])
        for row in sheet["rows"]
    }
    names = {name.replace("_", "-", 1): value for name, value in choices.items()}
    return client.post(READ, {**AGREED, "colonnes": "oui", "fichier": page.context["files"], **said, **names})


def posted(**values: object) -> object:
    return RequestFactory().post("/", values)


FILES = st.lists(st.builds(Held, st.text(max_size=30), st.binary(max_size=200)), max_size=4)


@given(FILES)
def test_files_come_back_as_they_were_given_whatever_their_names(files: list[Held]) -> None:
    request = posted()
    assert not request.FILES  # read before the form is laid by hand
    request.POST = QueryDict(mutable=True)
    request.POST.setlist(columns.RETURNED, columns.going_back(files))
    assert columns.given(request) == files


def test_files_chosen_anew_win_over_those_that_come_back() -> None:
    new, old = Held("b.csv", b"new"), Held("a.csv", b"old")
    assert columns.given(posted(fichier=columns.going_back([old]), fichiers=uploaded(new))) == [new]
    assert columns.given(posted(fichier=columns.going_back([old]))) == [old]
    assert columns.given(posted()) == []


@pytest.mark.parametrize(
    "line", ["a.csv|=", "a.csv|abc", "a.csv|ab c", "a.csv|é", "a.csv|QUJD\n", "né", "a|b|🙂==", "!"]
)
def test_a_file_that_does_not_come_back_whole_is_told(line: str) -> None:
    with pytest.raises(InputError, match="choisissez-les de nouveau"):
        columns.given(posted(fichier=line))


def test_a_name_with_bars_is_kept_whole() -> None:
    held = Held("a|b|c.csv", b"x")
    assert columns.going_back([held]) == ["a|b|c.csv|eA=="]
    assert columns.given(posted(fichier=["a|b|c.csv|eA=="])) == [held]


def test_what_is_too_heavy_to_travel_twice_is_not_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    held = registre()
    assert [one["sheet"] for one in columns.asked([held], ON)] == ["Feuil1"]
    monkeypatch.setattr(columns, "MOST", len(held.content))
    assert columns.asked([held], ON)
    assert columns.asked([held, Held("x", b"x")], ON) == []


@pytest.mark.parametrize(
    ("said", "read"),
    [("3", 3), ("0", 0), ("", None), ("-1", None), ("1.5", None), ("x", None), ("9999", None), ("999", 999),
     ("٣", None), ("²", None), (" 3", None), ("3; DROP", None)],
)  # fmt: skip
def test_only_a_rank_is_read_from_a_choice(said: str, read: int | None) -> None:
    sheets = columns_in_memory([registre()], on=ON)
    (found,) = columns.chosen(posted(**{"0-emploi": said, "0-paie": "1", "1-emploi": "2"}), sheets)
    assert found == {
        "file": "registre.xlsx", "sheet": "Feuil1", "line": 1, "columns": {} if read is None else {"emploi": read}
    }  # fmt: skip


def rows_of(sheets: list[dict], choices: list[dict] | None = None) -> dict[str, dict]:
    (sheet,) = columns.told(sheets, choices)
    return {row["field"]: row for row in sheet["rows"]}


def test_the_table_says_what_stands_how_sure_and_what_is_missing() -> None:
    rows = rows_of(columns_in_memory([registre()], on=ON))
    told = {name: (row["column"], row["words"], row["tone"], row["is_first"]) for name, row in rows.items()}
    assert told["naissance"] == (3, "sûr", "", True)
    assert told["emploi"][:2] == (6, "sûr")
    assert told["contrat"] == (None, "aucune colonne", "warm", True)
    assert told["age"] == (None, "", "", False)  # folded: neither wanted nor found
    assert rows["contrat"]["said"] == "Sans elle, cette donnée sera comptée « non connue »."
    assert rows["age"]["said"] == ""
    assert rows["emploi"]["said"] == "Soudeuse · Tôlier"
    assert rows["nom"]["said"] == "L••••• · N•••••"


def test_a_choice_is_told_as_ones_own_and_a_column_taken_away_as_missing() -> None:
    sheets = columns_in_memory([registre()], on=ON)
    choice = {
        "file": "registre.xlsx",
        "sheet": "Feuil1",
        "line": 1,
        "columns": {"emploi": 5, "naissance": 3, "nir": 1},
    }
    rows = rows_of(sheets, [choice])
    assert (rows["emploi"]["column"], rows["emploi"]["words"]) == (5, "choisi par vous")
    assert rows["emploi"]["said"] == "Poste 4 · Poste 7"
    assert rows["naissance"]["words"] == "sûr"
    assert (rows["sexe"]["words"], rows["sexe"]["tone"]) == ("aucune colonne", "warm")
    assert (rows["nom"]["column"], rows["nom"]["words"], rows["nom"]["is_first"]) == (None, "choisi par vous", True)
    assert rows["nir"]["said"] == "Jamais montré"
    assert not {"Lefèvre", "Nuñez", "2543"} & set(re.findall(r"\w+", str(columns.told(sheets, [choice]))))


def test_a_list_is_asked_about_and_neither_names_nor_pay_are_on_the_page(signed_in: object, wave: Wave) -> None:
    held = registre()
    page = asking(signed_in("member"), held)
    shown = re.sub(r'<input type="hidden"[^>]*>', "", page.content.decode())
    assert (page.status_code, [sheet["line"] for sheet in page.context["sheets"]]) == (200, [1])
    assert page.context["files"] == [f"registre.xlsx|{base64.b64encode(held.content).decode()}"]
    assert not [one for one in ("Lefèvre", "Nuñez", "03/02/1987", "2543", "1987,") if one in shown]
    assert "Soudeuse" in shown  # it stands in the same rows as what must not leak
    assert "Salaire net" in shown  # as the title of what is never read
    assert not Deposit.objects.exists()
    assert not Act.objects.filter(verb__contains="deposit").exists()


def test_what_is_answered_is_what_is_counted_then_sent(signed_in: object, wave: Wave) -> None:
    client = signed_in("member")
    page = asking(client, registre())
    right = answering(client, page)
    assert [one["title"] for one in right.context["found"]["titles"]] == ["Soudeuse", "Tôlier"]
    other = answering(client, page, **{"0_emploi": "5"})
    assert [one["title"] for one in other.context["found"]["titles"]] == ["Poste 4", "Poste 7"]
    sent = client.post(SEND, {"kept": right.context["kept"], "titres": ["0"]})
    assert (sent.status_code, Deposit.objects.get().people) == (302, 2)
    assert [one.title for one in ReleasedTitle.objects.all()] == ["Soudeuse"]


def test_the_choice_of_single_ages_goes_through_the_question(signed_in: object, wave: Wave) -> None:
    client = signed_in("member")
    page = asking(client, registre(), single_ages="oui")
    assert page.context["single_ages"] is True
    for said in ({"single_ages": "oui"}, {}):
        files = {"fichier": page.context["files"], "colonnes": "oui", **AGREED, **said}
        found = client.post(READ, {**files, "0-emploi": "6", "0-naissance": "3"}).context["found"]
        assert found["single_ages"] is bool(said)
        ages = sorted(line[1] for line in found["table"])
        assert ages == (["38 ans", "46 ans"] if said else ["35 à 44 ans", "45 à 54 ans"])


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ({"0_emploi": "3"}, "ne peut donner à la fois"),
        ({"0_emploi": "7"}, "ne se lit pas"),  # the pay, never read
        ({"0_emploi": "99"}, "ne se lit pas"),
        ({"0_emploi": "", "0_naissance": "", "0_entree": "", "0_sexe": "", "0_matricule": "0"}, "désignez au moins"),
    ],
)
def test_a_choice_that_cannot_be_is_told_beside_the_columns_and_files_go_back_again(
    signed_in: object, wave: Wave, choices: dict[str, str], why: str
) -> None:
    client = signed_in("member")
    page = asking(client, registre())
    again = answering(client, page, **choices)
    assert (again.status_code, why in again.content.decode()) == (400, True)
    assert again.context["files"] == page.context["files"]
    right = answering(client, page)
    assert right.context["found"]["found"]["people"] == 2


def test_payrolls_are_read_at_once_and_beside_a_list_they_travel_with_it(
    signed_in: object, wave: Wave, pole: Cluster, tmp_path: object
) -> None:
    path, client = file(tmp_path, pole.members[0].siren), signed_in("member")
    payroll = Held(path.name, path.read_bytes())
    assert asking(client, payroll).context["found"]["found"]["people"] == 8
    page = asking(client, payroll, registre())
    assert [one.split("|")[0] for one in page.context["files"]] == ["paie.dsn", "registre.xlsx"]
    assert len(answering(client, page).context["found"]["found"]["files"]) == 2


@pytest.mark.parametrize("line", ["a.csv|é", "a.csv|!", "é"])
def test_a_form_that_was_tampered_with_is_one_sentence(signed_in: object, wave: Wave, line: str) -> None:
    answer = signed_in("member").post(READ, {**AGREED, "colonnes": "oui", "fichier": line})
    assert (answer.status_code, "choisissez-les de nouveau" in answer.content.decode()) == (400, True)


def test_a_returned_name_no_folder_accepts_is_never_fatal(signed_in: object, wave: Wave) -> None:
    content = base64.b64encode(registre().content).decode()
    for name in ("../../a\x00.xlsx", "\x00", "..", "/", "x" * 4000 + ".xlsx"):
        page = signed_in("member").post(READ, {**AGREED, "fichier": f"{name}|{content}"})
        assert page.status_code == 200, name


def test_two_files_of_one_name_are_each_asked_about_and_counted(signed_in: object, wave: Wave) -> None:
    client = signed_in("member")
    second = [LIST[0], ["7", "Zoé", "Abel", "04/04/1994", "H", "Poste 9", "Cariste", 1]]
    page = asking(client, registre(), registre(second))
    assert [one["file"] for one in page.context["sheets"]] == sorted({"registre.xlsx", "2 registre.xlsx"})
    found = answering(client, page).context["found"]
    assert found["found"]["files"] is not None
    assert {one["title"] for one in found["titles"]} >= {"Cariste"}
