"""Every refusal of a request of shared training, with its whole sentence; and what stands at the edge is taken."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.training import Course, Need, Place, Terms, plan
from vivier.training.data import Effort
from vivier.vocabulary import InputError

NEED = {"company": "A", "lat": 45.0, "lon": 4.0, "course": "X", "people": 1}
COURSE = {"course": "X", "min_seats": 1, "max_seats": 2, "session_eur": 100.0}
PLACE = {"place": "L", "lat": 45.0, "lon": 4.0, "max_sessions": 1}
OF_NEED, OF_COURSE, OF_PLACE = "Le besoin de « A » pour « X »", "La formation « X »", "Le lieu « L »"
SPOT = "doit avoir une latitude de −90 à 90 et une longitude de −180 à 180, en degrés."
POSITIVE = "doit être un nombre positif ou nul."
NOT_AMOUNTS = (-0.01, math.nan, math.inf, -math.inf, 1.1e12, True, "12", None)
NOT_COUNTS = (-1, 1_000_001, 1.0, math.nan, True, "3", None)


def whole(low: int) -> str:
    return f"doit être un nombre entier, au moins {low} et au plus un million."


def sentence(refused: Callable[[], object]) -> str:
    with pytest.raises(InputError) as caught:
        refused()
    return str(caught.value)


@pytest.mark.parametrize("name", ["", " ", "\t\n", None, 7])
@pytest.mark.parametrize(
    ("kind", "given", "column", "what"),
    [
        (Need, NEED, "company", "L’entreprise d’un besoin"),
        (Need, NEED, "course", "La formation d’un besoin"),
        (Course, COURSE, "course", "Une formation"),
        (Place, PLACE, "place", "Un lieu"),
    ],
)
def test_a_row_without_a_name_is_refused(kind, given, column, what, name) -> None:
    assert sentence(lambda: kind(**given | {column: name})) == f"{what} doit porter un nom."


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(90.01, 0), (-90.01, 0), (0, 180.01), (0, -180.01), (math.nan, 0), (0, math.nan), (math.inf, 0), ("45", 4)],
)
@pytest.mark.parametrize(("kind", "given", "what"), [(Need, NEED, OF_NEED), (Place, PLACE, OF_PLACE)])
def test_what_is_not_on_the_earth_is_refused(kind, given, what, lat, lon) -> None:
    assert sentence(lambda: kind(**given | {"lat": lat, "lon": lon})) == f"{what} {SPOT}"


@pytest.mark.parametrize("value", NOT_AMOUNTS)
@pytest.mark.parametrize(
    ("kind", "given", "column", "what"),
    [
        (Need, NEED, "priority_eur", f"{OF_NEED} : le coût d’une personne non formée"),
        (Need, NEED, "max_km", f"{OF_NEED} : la distance acceptée"),
        (Course, COURSE, "session_eur", f"{OF_COURSE} : le prix d’une session"),
        (Course, COURSE, "seat_eur", f"{OF_COURSE} : le prix d’une place"),
        (Course, COURSE, "hours", f"{OF_COURSE} : la durée"),
        (Course, COURSE, "on_the_job_eur", f"{OF_COURSE} : le prix de l’AFEST"),
        (Terms, {}, "travel_eur_per_km", "Le prix du kilomètre"),
    ],
)
def test_what_is_not_an_amount_is_refused(kind, given, column, what, value) -> None:
    if value is None and column in ("max_km", "on_the_job_eur"):
        assert getattr(kind(**given | {column: None}), column) is None  # absent: no limit, no training at work
        return
    assert sentence(lambda: kind(**given | {column: value})) == f"{what} {POSITIVE}"


@pytest.mark.parametrize("value", NOT_COUNTS)
@pytest.mark.parametrize(
    ("kind", "given", "column", "low", "what"),
    [
        (Need, NEED, "people", 0, f"{OF_NEED} : le nombre de personnes"),
        (Need, NEED, "on_the_job", 0, f"{OF_NEED} : le nombre de personnes formables en AFEST"),
        (Course, COURSE, "min_seats", 0, f"{OF_COURSE} : le nombre minimal de places"),
        (Course, COURSE, "max_seats", 1, f"{OF_COURSE} : le nombre maximal de places"),
        (Course, COURSE, "max_sessions_per_place", 0, f"{OF_COURSE} : le nombre de sessions par lieu"),
        (Place, PLACE, "max_sessions", 0, f"{OF_PLACE} : le nombre de sessions"),
        (Terms, {}, "nearest", 1, "Le nombre de lieux proches"),
    ],
)
def test_what_is_not_a_count_is_refused(kind, given, column, low, what, value) -> None:
    assert sentence(lambda: kind(**given | {column: value})) == f"{what} {whole(low)}"


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (
            lambda: Course("X", 6, 5, 100),
            "La formation « X » demande plus de places au minimum qu’elle n’en offre au maximum.",
        ),
        (lambda: Course("X", 0, 0, 100), f"La formation « X » : le nombre maximal de places {whole(1)}"),
        (lambda: Terms(nearest=0), f"Le nombre de lieux proches {whole(1)}"),
        (
            lambda: Terms(question="tous"),
            "« tous » n’est pas une question ; questions : balance, everyone, most.",
        ),
        (lambda: Terms(funders=((" ", 1.0),)), "Un financeur doit porter un nom."),
        (lambda: Terms(funders=(("OPCO", -1.0),)), f"Le plafond du financeur « OPCO » {POSITIVE}"),
        (
            lambda: Terms(releases=(("A", 1.5),)),
            f"Le nombre de personnes que « A » peut libérer {whole(0)}",
        ),
        (
            lambda: Terms(funders=(("OPCO", 1.0), ("OPCO", 1.0))),
            "Un même financeur est donné deux fois dans les conditions du plan.",
        ),
        (
            lambda: Terms(releases=(("A", 1), ("A", 1))),
            "Une même entreprise est donnée deux fois dans les conditions du plan.",
        ),
        (
            lambda: Terms(funders=tuple((f"F{rank}", 1.0) for rank in range(9))),
            "Le plan accepte huit financeurs au plus : regroupez-en quelques-uns.",
        ),
    ],
)
def test_terms_and_courses_that_make_no_sense_are_refused(refused, said) -> None:
    assert sentence(refused) == said


@pytest.mark.parametrize("seconds", [0, -1, math.nan, math.inf, 1.1e7])
def test_a_time_that_is_none_is_refused(seconds) -> None:
    said = "Le temps de recherche doit être un nombre de secondes, plus grand que 0."
    assert sentence(lambda: Effort(seconds=seconds)) == said


@pytest.mark.parametrize("gap", [-0.1, 1, 1.5, math.nan, math.inf])
def test_a_gap_that_is_not_a_share_is_refused(gap) -> None:
    assert sentence(lambda: Effort(gap=gap)) == "L’écart visé doit être une part entre 0 et 1."


X, HERE = Course(**COURSE), Place(**PLACE)
NEED_X = Need(**NEED)
UNKNOWN = "n’est pas dans les tables données : corrigez ce nom ou ajoutez-le."


@pytest.mark.parametrize(
    ("needs", "courses", "places", "more", "said"),
    [
        ([NEED_X], [], [HERE], {}, f"La formation « X » {UNKNOWN}"),
        ([Need("A", 45, 4, "x", 1)], [X], [HERE], {}, f"La formation « x » {UNKNOWN}"),
        ([NEED_X], [X], [], {"terms": Terms(releases=(("B", 1),))}, f"L’entreprise « B » {UNKNOWN}"),
        ([], [Course("X", 1, 2, 1, funders=("Z", "Y"))], [], {}, f"Le financeur « Y » {UNKNOWN}"),
        (
            [NEED_X, Need("A", 46, 5, "X", 9)], [X], [HERE], {},
            "Le besoin « A » pour « X » est donné 2 fois : gardez une seule ligne.",
        ),
        ([], [X, X, X], [HERE], {}, "La formation « X » est donné 3 fois : gardez une seule ligne."),
        ([], [X], [HERE, Place("L", 0, 0, 0)], {}, "Le lieu « L » est donné 2 fois : gardez une seule ligne."),
        ([], [], [], {"budget": -1}, f"Le budget {POSITIVE}"),
        ([], [], [], {"budget": "5000"}, f"Le budget {POSITIVE}"),
        ([], [], [], {"budget": math.inf}, f"Le budget {POSITIVE}"),
    ],
)  # fmt: skip
def test_rows_that_contradict_one_another_are_refused(needs, courses, places, more, said) -> None:
    assert sentence(lambda: plan(needs, courses, places=places, **more)) == said


@pytest.mark.parametrize(
    "taken",
    [
        lambda: Need("A", 90, 180, "X", 0, 0, (), 0, 0),
        lambda: Need("A", -90, -180, "X", 1_000_000, 1e12, ("T1",), 1e12, 1_000_000),
        lambda: Course("X", 0, 1, 0, 0, 0, 0, (), (), 0),
        lambda: Course("X", 1_000_000, 1_000_000, 1e12, 1e12, 1e12, 1_000_000, ("T1",), ("OPCO",), 1e12),
        lambda: Place("L", 90, -180, 0),
        lambda: Place("L", -90, 180, 1_000_000, ("T1", "T2")),
        lambda: Terms(1e12, 1_000_000, "most", tuple((f"F{n}", 0.0) for n in range(8)), (("A", 0),)),
        lambda: Effort(1e7, 0.0),
        lambda: Effort(1e-9, 0.999),
    ],
)
def test_what_stands_at_the_edge_is_taken(taken) -> None:
    assert taken() == taken()


@given(st.floats(), st.floats())
def test_a_spot_is_taken_if_and_only_if_it_is_on_the_earth(lat: float, lon: float) -> None:
    if -90 <= lat <= 90 and -180 <= lon <= 180:
        assert (Place("L", lat, lon, 1).lat, Place("L", lat, lon, 1).lon) == (lat, lon)
    else:
        assert sentence(lambda: Place("L", lat, lon, 1)) == f"{OF_PLACE} {SPOT}"


@given(st.integers(-5, 1_000_005), st.integers(-5, 1_000_005))
def test_a_course_is_taken_if_and_only_if_its_seats_make_sense(least: int, most: int) -> None:
    if 0 <= least <= most <= 1_000_000 and most >= 1:
        assert (Course("X", least, most, 1).min_seats, Course("X", least, most, 1).max_seats) == (least, most)
    else:
        assert sentence(lambda: Course("X", least, most, 1)).startswith("La formation « X » ")
