"""Prévoir under bad hands: odd addresses, forms filled anyhow, another pôle's numbers; a page always answers, nothing changes."""

import datetime as dt

import pytest
from django_scopes import scope

from factories.cluster import Cluster, founded
from factories.collected import collected, company, deposit
from factories.study import study as fictional
from vivier.study.data import Figure, Row, Table
from vivier.vocabulary import Interval
from vivier_web.accounts.models import Act
from vivier_web.members.models import Pole
from vivier_web.pages.pole.studies.compare import _line, _standing
from vivier_web.pages.pole.studies.forms import StudyForm, WaveForm
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.actions.waves import erase_wave, freeze_wave, open_wave
from vivier_web.skills.kept import packed
from vivier_web.skills.models import Run, Study, TitleDecision, Wave
from vivier_web.skills.published import Headline, PublishedRun

ASKED = {"perimeter": "all", "horizon": "5", "draws": "1000", "seed": "1"}
DAYS = {"name": "Janvier", "on": "2026-01-31", "opens_on": "2026-02-01", "closes_on": "2026-03-31"}
FAR = "9" * 30


def done(pole: Pole, wave: Wave, name: str = "Étude") -> Run:
    """Leave a done run whose result is a study made by hand: no computing."""
    run = queue_run(plan_study(wave, name, {"horizon": 5}, by=None), by=None)
    made, row = fictional(60, 3, 4), Row(("ensemble",), Figure(3, "entreprises", 60))
    tables = (*(t for t in made.tables if t.name != "membres"), Table("membres", "", "", ("membre",), (row,)))
    kept = packed(type(made)(**{name: getattr(made, name) for name in made.__slots__} | {"tables": tables}))
    now = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    Run.objects.filter(pk=run.pk).update(state="done", result=kept, finished_at=now, result_sha256=name)
    return Run.objects.get(pk=run.pk)


@pytest.fixture
def wave(pole: Cluster) -> Wave:
    return collected(pole.pole, members=0)


@pytest.mark.parametrize("said", ["", "abc", "-1", "1.5", "²", "①", "9" * 5000, "1 OR 1=1", "<script>"])
def test_what_is_not_a_run_to_compare_with_gives_the_choice_again(signed_in: object, wave: Wave, said: str) -> None:
    run = done(wave.pole, wave)
    answer = signed_in("team").get(f"/prevoir/calculs/{run.pk}/comparer/", {"avec": said})
    assert answer.status_code == 200
    assert "Comparer deux calculs" in answer.content.decode()
    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize("said", ["0", "999999", "9" * 18])
def test_a_run_that_does_not_exist_is_not_compared(signed_in: object, wave: Wave, said: str) -> None:
    run = done(wave.pole, wave)
    assert signed_in("team").get(f"/prevoir/calculs/{run.pk}/comparer/", {"avec": said}).status_code == 404


def test_a_run_beside_itself_is_that_run(signed_in: object, wave: Wave) -> None:
    run = done(wave.pole, wave)
    answer = signed_in("team").get(f"/prevoir/calculs/{run.pk}/comparer/", {"avec": run.pk})
    assert (answer.status_code, answer["Location"]) == (302, f"/prevoir/calculs/{run.pk}/")


def test_neither_a_waiting_run_nor_that_of_another_pole_is_compared(signed_in: object, wave: Wave) -> None:
    run, waiting = done(wave.pole, wave), queue_run(Study.objects.first() or wave, by=None)
    other = founded("plasturgie", first=1)
    with scope(pole=other.pole):
        theirs = done(other.pole, collected(other.pole, members=0), "Étude des autres")
    browser = signed_in("team")
    for pk in (waiting.pk, theirs.pk):
        assert browser.get(f"/prevoir/calculs/{run.pk}/comparer/", {"avec": pk}).status_code == 404
        assert browser.get(f"/prevoir/calculs/{pk}/comparer/").status_code == 404
    page = browser.get(f"/prevoir/calculs/{run.pk}/comparer/").content.decode()
    assert "Étude des autres" not in page
    assert "Ce calcul est le seul terminé" in page


@pytest.mark.parametrize(
    "place",
    ["etudes/{}/", "calculs/{}/", "calculs/{}/avancement/", "calculs/{}/comparer/", "calculs/{}/export.json",
     "vagues/{}/"],
)  # fmt: skip
@pytest.mark.parametrize("number", ["0", FAR, "9" * 5000, "-1", "x"])
def test_numbers_of_nothing_are_not_found(signed_in: object, place: str, number: str) -> None:
    assert signed_in("team").get(f"/prevoir/{place.format(number)}").status_code == 404


@pytest.mark.parametrize("page", ["0", "-3", "999", "abc", FAR, ""])
def test_an_odd_page_number_gives_a_page(signed_in: object, wave: Wave, page: str) -> None:
    plan_study(wave, "La seule étude", {}, by=None)
    for url, words in (("etudes/", "La seule étude"), (f"vagues/{wave.pk}/", "Mécanique du Val"), ("intitules/", "")):
        answer = signed_in("team").get(f"/prevoir/{url}", {"page": page})
        assert answer.status_code == 200
        assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        *(("wave", value) for value in ("", "0", "x", FAR, "1; DROP")),
        *(("perimeter", value) for value in ("", "college:Autre", "department:", "all:x", "members:1")),
        *(("horizon", value) for value in ("", "0", "31", "-5", "dix", "1e9", "2.5", "NaN")),
        *(("draws", value) for value in ("", "999", "1000000")),
        *(("seed", value) for value in ("-1", "2147483648", "x")),
        *(("name", value) for value in ("x" * 121, "a\x00b")),
    ],
)
def test_a_study_badly_asked_is_not_prepared_and_nothing_typed_is_lost(
    signed_in: object, wave: Wave, field: str, wrong: str
) -> None:
    form = {"wave": wave.pk, "name": "Mon étude", **ASKED, field: wrong}
    answer = signed_in("team").post("/prevoir/etudes/nouvelle/", form)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    assert field == "name" or 'value="Mon étude"' in answer.content.decode()
    assert not Study.objects.exists()
    assert not Run.objects.exists()


def test_a_wave_erased_or_of_another_pole_is_not_studied(signed_in: object, wave: Wave) -> None:
    other = founded("plasturgie", first=1)
    with scope(pole=other.pole):
        theirs = collected(other.pole, members=0)
    kept = open_wave(wave.pole, "Gardée", on=wave.on, opens_on=wave.on, closes_on=wave.on, by=None)
    erase_wave(wave, by=None)
    for pk in (theirs.pk, wave.pk):
        answer = signed_in("team").post("/prevoir/etudes/nouvelle/", {"wave": pk, **ASKED})
        assert set(answer.context["form"].errors) == {"wave"}
    assert [value for value, _ in answer.context["form"].fields["wave"].choices] == [kept.pk]
    assert not Study.objects.exists()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", ""), ("name", "   "), ("name", "x" * 81), ("name", "a\x00b"), ("on", ""), ("on", "hier"),
        ("on", "2026-02-30"), ("opens_on", "2026-13-01"), ("closes_on", "2026-01-31"), ("closes_on", "0000-00-00"),
    ],
)  # fmt: skip
def test_a_collection_badly_described_is_not_opened(signed_in: object, field: str, wrong: str) -> None:
    answer = signed_in("team").post("/prevoir/vagues/nouvelle/", DAYS | {field: wrong})
    assert set(answer.context["form"].errors) == {field}
    assert not Wave.objects.exists()
    assert not Act.objects.filter(verb="open_wave").exists()


def test_a_collection_may_last_one_day() -> None:
    assert WaveForm(DAYS | {"closes_on": DAYS["opens_on"]}).is_valid()


@pytest.mark.parametrize(
    ("perimeter", "region", "expected"),
    [
        ("all", "-", ("all", "", None)),
        ("college:Recherche : amont", "rfr", ("college", "Recherche : amont", "fr")),
        ("department:2A", "", ("department", "2A", None)),
        ("all", "r84", ("all", "", "84")),
    ],
)
def test_a_form_gives_the_parameters_that_were_chosen(
    wave: Wave, perimeter: str, region: str, expected: tuple[str, str, str | None]
) -> None:
    form = StudyForm(
        {"wave": wave.pk, **ASKED, "perimeter": perimeter, "region": region},
        waves=[wave], perimeters=[(perimeter, "")], regions=[("fr", "France"), ("84", "Auvergne-Rhône-Alpes")],
    )  # fmt: skip
    assert form.is_valid(), form.errors
    names = ("perimeter", "value", "region", "horizon", "draws", "seed", "needs")
    assert form.parameters() == dict(zip(names, (*expected, 5, 1000, 1, False), strict=True))


def test_reading_an_address_that_changes_something_is_refused(signed_in: object, wave: Wave) -> None:
    planned = plan_study(wave, "Étude", {}, by=None)
    browser = signed_in("director")
    for url in (
        f"etudes/{planned.pk}/relancer/",
        f"vagues/{wave.pk}/figer/",
        "intitules/decider/",
        "intitules/reprendre/",
    ):
        assert browser.get(f"/prevoir/{url}").status_code == 405, url
    wave.refresh_from_db()
    assert (wave.frozen_at, Run.objects.count()) == (None, 0)


def test_a_collection_is_frozen_once_whatever_is_clicked(signed_in: object, wave: Wave) -> None:
    browser = signed_in("team")
    for _ in range(2):
        assert browser.post(f"/prevoir/vagues/{wave.pk}/figer/").status_code == 302
    assert Act.objects.filter(verb="freeze_wave").count() == 1


def test_an_erased_collection_says_that_its_studies_remain(signed_in: object, wave: Wave) -> None:
    run = done(wave.pole, wave)
    erase_wave(freeze_wave(wave, by=None), by=None)
    browser = signed_in("team")
    page = browser.get(f"/prevoir/vagues/{wave.pk}/").content.decode()
    assert "restent lisibles" in page
    assert "Préparer une étude" not in page
    assert "Relancer le calcul" not in browser.get(f"/prevoir/etudes/{run.study_id}/").content.decode()
    assert browser.get(f"/prevoir/calculs/{run.pk}/").status_code == 200


@pytest.mark.parametrize(
    "form", [{}, {"intitule": "Usineur"}, {"code": "623e"}, {"intitule": "…", "code": "623e"},
             {"intitule": "Usineur\x00", "code": "\x00"}, {"intitule": "&page=2#<b>", "code": "zz"}],
)  # fmt: skip
def test_a_decision_that_says_nothing_is_told_and_decides_nothing(signed_in: object, form: dict[str, str]) -> None:
    answer = signed_in("team").post("/prevoir/intitules/decider/", form, follow=True)
    assert answer.status_code == 200
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not TitleDecision.objects.exists()


def test_a_title_and_a_college_written_as_markup_are_shown_as_text(
    signed_in: object, pole: Cluster, wave: Wave
) -> None:
    one, evil = pole.members[0], "<img src=x onerror=alert(1)>"
    deposit(wave, one, company(one.siren, ("inconnu", "35_44", "H", "CDI", 9)), [(evil, 4)])
    one.memberships.update(college=evil)
    plan_study(wave, evil, {"perimeter": "college", "value": evil}, by=None)
    browser = signed_in("team")
    for url in ("intitules/", f"intitules/?q={evil}", f"vagues/{wave.pk}/", "etudes/", "etudes/nouvelle/"):
        page = browser.get(f"/prevoir/{url}").content.decode()
        assert "&lt;img src=x" in page, url
        assert "<img src=x" not in page, url


@pytest.mark.parametrize("kind", ["exe", "PDF", "json-", "x" * 50])
def test_a_kind_of_file_that_is_not_made_is_not_found(signed_in: object, wave: Wave, kind: str) -> None:
    assert signed_in("team").get(f"/prevoir/calculs/{done(wave.pole, wave).pk}/export.{kind}").status_code == 404


def figure(value: float | None, unit: str = "postes") -> Figure | None:
    return None if value is None else Figure(value, unit, 9, Interval(value - 1, value + 1))


@pytest.mark.parametrize(
    ("one", "other", "unit", "more"),
    [
        (3, 3, "postes", "="),
        (3, 8, "postes", "+5"),
        (8, 3, "postes", "−5"),
        (3, 3.4, "postes", "moins de 1"),
        (3.4, 3, "postes", "moins de 1"),
        (1000, 2500, "personnes", "+1\u202f500"),
        (0.20, 0.25, "part", "+5\u00a0points"),
        (0.25, 0.20, "part", "−5\u00a0points"),
        (None, 3, "postes", "sans objet"),
        (3, None, "postes", "sans objet"),
    ],
)
def test_what_a_run_has_more_than_another_is_written(
    one: float | None, other: float | None, unit: str, more: str
) -> None:
    label, left, right, told = _line(Headline("Postes", figure(one, unit), figure(other, unit)))
    assert (label, told) == ("Postes", more)
    assert ["secret statistique" in cell for cell in (left, right)] == [one is None, other is None]


def test_what_two_runs_stand_on_says_what_differs() -> None:
    def run(**over: object) -> PublishedRun:
        said = dict.fromkeys(PublishedRun.__dataclass_fields__, "") | {"parameters": {"horizon": 5, "draws": 1000}}
        return PublishedRun(**said | over)

    told = _standing(run(wave="2025"), run(wave="2026", parameters={"horizon": 10, "draws": 1000}))
    assert {words: (left, right) for words, left, right, differs in told if differs} == {
        "Vague": ("2025", "2026"), "Horizon (années)": ("5", "10"),
    }  # fmt: skip
    assert len(told) == 7
