"""The three files of `vivier plan` read: every column, every way to write a number, every slip in one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.cli.plan_files import Asked, _amount, asked_for
from vivier.training import Course, Need, Place, Terms
from vivier.vocabulary import InputError

OPTIONS = {"budget": None, "travel_eur_per_km": "0", "nearest": 6, "question": "equilibre", "funders": ()}
NEEDS = "company,lat,lon,course,people,priority_eur\nA,45.5,4.5,X,3,1500\n"
COURSES = "course,min_seats,max_seats,session_eur,seat_eur,hours,max_sessions_per_place\nX,4,8,2400,0,21,4\n"
PLACES = "place,lat,lon,max_sessions\nL,45.6,4.7,2\n"
ASKED = Asked(
    (Need("A", 45.5, 4.5, "X", 3, 1500.0),), (Course("X", 4, 8, 2400.0, 0.0, 21.0, 4),),
    (Place("L", 45.6, 4.7, 2),), None, Terms(),
)  # fmt: skip
MORE_NEEDS = NEEDS.replace("eur\n", "eur,periods,max_km,on_the_job,release\n")
MORE_COURSES = COURSES.replace("place\n", "place,periods,funders,on_the_job_eur\n")


@pytest.fixture
def read(tmp_path):
    """Read three files, given as texts or bytes, under options."""

    def asked(needs=NEEDS, courses=COURSES, places=PLACES, **options) -> Asked:
        paths = tuple(tmp_path / f"{name}.csv" for name in ("besoins", "formations", "lieux"))
        for path, text in zip(paths, (needs, courses, places), strict=True):
            if text is not None:
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return asked_for(paths, OPTIONS | options)

    return asked


@pytest.fixture
def refusal(read):
    """Give the sentence that refuses three files."""

    def said(**given) -> str:
        with pytest.raises(InputError) as refused:
            read(**given)
        return str(refused.value)

    return said


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"needs": NEEDS.replace(",", ";")},
        {"needs": NEEDS.replace(",", "\t"), "places": PLACES.replace(",", "|")},
        {"needs": NEEDS.replace("\n", "\r\n")},
        {"needs": b"\xef\xbb\xbf" + NEEDS.encode()},
        {"needs": NEEDS.upper().replace("1500", "1500")},
        {"needs": NEEDS.replace("A,45.5", "  A  ,45.5")},
        {"needs": NEEDS.replace(",", ";").replace(".", ",")},
        {"courses": COURSES.replace("2400", "2 400 €")},
        {"courses": COURSES.replace("2400", "2\u202f400\xa0€").replace(",8,", ",8.0,")},
        {"needs": NEEDS + "\n,,,,,\n"},
        {"needs": NEEDS.replace("eur\n", "eur,secteur\n").replace("1500\n", "1500,métallurgie\n")},
        {"needs": "priority_eur,people,course,lon,lat,company\n1500,3,X,4.5,45.5,A\n"},
        {"needs": MORE_NEEDS, "courses": MORE_COURSES},
        {"needs": MORE_NEEDS.replace("1500\n", "1500, | ,  , , \n")},
    ],
)
def test_a_table_is_read_however_it_is_written(read, written) -> None:
    assert read(**written) == ASKED


def test_a_name_in_latin_1_keeps_its_accents(read) -> None:
    asked = read(needs=NEEDS.replace("A,", "Mécanique,").encode("latin-1"))
    assert asked.needs == (Need("Mécanique", 45.5, 4.5, "X", 3, 1500.0),)


@pytest.mark.parametrize(
    ("columns", "need", "releases"),
    [
        ("T1|T2,,,", Need("A", 45.5, 4.5, "X", 3, 1500.0, ("T1", "T2")), ()),
        (" T1 | |T2 ,,,", Need("A", 45.5, 4.5, "X", 3, 1500.0, ("T1", "T2")), ()),
        (",12.5,,", Need("A", 45.5, 4.5, "X", 3, 1500.0, (), 12.5), ()),
        (",0,,", Need("A", 45.5, 4.5, "X", 3, 1500.0, (), 0.0), ()),
        (",,2,", Need("A", 45.5, 4.5, "X", 3, 1500.0, (), None, 2), ()),
        (",,,4", Need("A", 45.5, 4.5, "X", 3, 1500.0), (("A", 4),)),
        (",,,0", Need("A", 45.5, 4.5, "X", 3, 1500.0), (("A", 0),)),
    ],
)
def test_what_a_need_may_say_besides_is_read(read, columns, need, releases) -> None:
    asked = read(needs=MORE_NEEDS.replace("1500\n", f"1500,{columns}\n"))
    assert (asked.needs, asked.terms.releases) == ((need,), releases)


@pytest.mark.parametrize(
    ("columns", "more"),
    [
        ("T1,,", {"periods": ("T1",)}),
        (",OPCO|Région,", {"funders": ("OPCO", "Région")}),
        (",,0", {"on_the_job_eur": 0.0}),
        (",,99.5", {"on_the_job_eur": 99.5}),
    ],
)
def test_what_a_course_may_say_besides_is_read(read, columns, more) -> None:
    asked = read(courses=MORE_COURSES.replace(",21,4\n", f",21,4,{columns}\n"))
    assert asked.courses == (Course("X", 4, 8, 2400.0, 0.0, 21.0, 4, **more),)


def test_a_place_may_say_when_it_is_open(read) -> None:
    places = PLACES.replace("sessions\n", "sessions,periods\n").replace(",2\n", ",2,T1|T3\n")
    assert read(places=places).places == (Place("L", 45.6, 4.7, 2, ("T1", "T3")),)


@pytest.mark.parametrize(
    ("options", "budget", "terms"),
    [
        ({"budget": "5 000,50 €"}, 5000.5, Terms()),
        ({"budget": "0"}, 0.0, Terms()),
        ({"travel_eur_per_km": "0,6"}, None, Terms(0.6)),
        ({"nearest": 2}, None, Terms(nearest=2)),
        ({"question": "tous"}, None, Terms(question="everyone")),
        ({"question": "nombre"}, None, Terms(question="most")),
        ({"funders": ("OPCO=100", " Région = 2 000,5 ")}, None, Terms(funders=(("OPCO", 100.0), ("Région", 2000.5)))),
    ],
)
def test_options_become_terms(read, options, budget, terms) -> None:
    asked = read(**options)
    assert (asked.budget, asked.terms) == (budget, terms)


def test_one_release_said_on_several_lines_is_kept_once(read) -> None:
    lines = "A,45,4,X,1,0,,,,2\nB,45,4,X,1,0,,,,\nA,45,4,Y,1,0,,,,2.0\nA,45,4,Z,1,0,,,,\n"
    assert read(needs=MORE_NEEDS.split("\n")[0] + "\n" + lines).terms.releases == (("A", 2),)


NUMBER = "doit être un nombre positif ou nul ; il est"


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("lat", "nord", "La colonne « lat » doit être un nombre ; il est « nord »."),
        ("lon", "", "La colonne « lon » doit être un nombre ; il est vide."),
        ("lat", "nan", "La colonne « lat » doit être un nombre ; il est « nan »."),
        ("people", "trois", f"La colonne « people » {NUMBER} « trois »."),
        ("people", "-1", f"La colonne « people » {NUMBER} « -1 »."),
        ("people", "2.5", "La colonne « people » doit être un nombre entier ; elle est « 2.5 »."),
        ("priority_eur", "inf", f"La colonne « priority_eur » {NUMBER} « inf »."),
        ("priority_eur", "", f"La colonne « priority_eur » {NUMBER} vide."),
        ("max_km", "-3", f"La colonne « max_km » {NUMBER} « -3 »."),
        ("on_the_job", "0.5", "La colonne « on_the_job » doit être un nombre entier ; elle est « 0.5 »."),
        ("release", "tous", f"La colonne « release » {NUMBER} « tous »."),
        ("company", "", "L’entreprise d’un besoin doit porter un nom."),
        ("course", "", "La formation d’un besoin doit porter un nom."),
    ],
)
def test_a_slip_in_a_need_gives_its_line(refusal, column, text, said) -> None:
    titles = MORE_NEEDS.split("\n")[0].split(",")
    good = dict(zip(titles, ["A", "45", "4", "X", "1", "0", "", "", "", ""], strict=True))
    bad = good | {"company": "B", column: text}
    table = "\n".join([";".join(titles), ";".join(good.values()), ";".join(bad.values())])
    assert refusal(needs=table) == f"Ligne 3 de « besoins.csv » : {said}"


@pytest.mark.parametrize(
    ("table", "written", "corrupt", "said"),
    [
        ("courses", "X,4,8", "X,quatre,8", f"formations.csv » : La colonne « min_seats » {NUMBER} « quatre »."),
        ("courses", "X,4,8", "X,4,8.5",
         "formations.csv » : La colonne « max_seats » doit être un nombre entier ; elle est « 8.5 »."),
        ("courses", "X,4,8", "X,9,8",
         "formations.csv » : La formation « X » demande plus de places au minimum qu’elle n’en offre au maximum."),
        ("courses", "X,4", ",4", "formations.csv » : Une formation doit porter un nom."),
        ("courses", ",21,4", ",21,-4", f"formations.csv » : La colonne « max_sessions_per_place » {NUMBER} « -4 »."),
        ("places", "L,45.6", "L,95.6",
         "lieux.csv » : Le lieu « L » doit avoir une latitude de −90 à 90 et une longitude de −180 à 180, en degrés."),
        ("places", "L,45", ",45", "lieux.csv » : Un lieu doit porter un nom."),
        ("places", "4.7,2", "4.7,", f"lieux.csv » : La colonne « max_sessions » {NUMBER} vide."),
    ],
)  # fmt: skip
def test_a_slip_in_a_course_or_a_place_gives_its_line(refusal, table, written, corrupt, said) -> None:
    text = {"courses": COURSES, "places": PLACES}[table].replace(written, corrupt)
    assert refusal(**{table: text}) == f"Ligne 2 de « {said}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "Le fichier « besoins.csv » ne s’ouvre pas : vérifiez son nom et vos droits de lecture."),
        ("", "Le fichier « besoins.csv » est vide : vérifiez son exportation."),
        ("\n\n", "Le fichier « besoins.csv » est vide : vérifiez son exportation."),
        (
            NEEDS.split("\n", maxsplit=1)[0],
            "Le fichier « besoins.csv » n’a que ses titres : ajoutez au moins une ligne.",
        ),
        (
            "company,lat,lon,course\nA,45,4,X\n",
            (
                "Il manque les colonnes « people », « priority_eur » dans la première ligne de « besoins.csv » : "
                "ajoutez ce titre de colonne, ou corrigez son nom."
            ),
        ),
        (
            NEEDS.replace("eur\n", "eur,people\n"),
            "La colonne « people » est deux fois dans « besoins.csv » : ôtez ou renommez l’une des deux.",
        ),
        (
            NEEDS.replace("1500\n", "1500,7\n"),
            (
                "La ligne 2 de « besoins.csv » a une valeur sans titre de colonne : mettez entre guillemets les textes "
                "qui contiennent le séparateur."
            ),
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused(refusal, content, said) -> None:
    assert refusal(needs=content) == said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"budget": "-1"}, f"Le budget {NUMBER} « -1 »."),
        ({"budget": ""}, f"Le budget {NUMBER} vide."),
        ({"budget": "5k"}, f"Le budget {NUMBER} « 5k »."),
        ({"travel_eur_per_km": "cher"}, f"Le prix du kilomètre {NUMBER} « cher »."),
        ({"funders": ("=5",)}, "Un financeur s’écrit NOM=EUR, par exemple OPCO=20000 ; « =5 » ne convient pas."),
        ({"funders": ("OPCO",)}, "Un financeur s’écrit NOM=EUR, par exemple OPCO=20000 ; « OPCO » ne convient pas."),
        ({"funders": ("OPCO=",)}, f"Le plafond de « OPCO » {NUMBER} vide."),
        ({"funders": ("A=1=2",)}, f"Le plafond de « A » {NUMBER} « 1=2 »."),
        ({"funders": ("A=1", " A =2")}, "Un même financeur est donné deux fois dans les conditions du plan."),
    ],
)
def test_a_slip_in_an_option_is_told(refusal, options, said) -> None:
    assert refusal(**options) == said


def test_two_releases_that_differ_name_the_line_and_the_company(refusal) -> None:
    lines = "A,45,4,X,1,0,,,,2\nA,45,4,Y,1,0,,,,3\n"
    assert refusal(needs=MORE_NEEDS.split("\n")[0] + "\n" + lines) == (
        "Ligne 3 de « besoins.csv » : « A » a deux nombres de personnes à libérer (colonne release) ; "
        "gardez le même sur toutes ses lignes."
    )


@given(st.decimals(0, 10**9, places=2))
def test_an_amount_is_read_with_a_point_or_a_comma_with_spaces_or_none(amount) -> None:
    plain = float(amount)
    for written in (f"{amount}", f"{amount}".replace(".", ","), f"{amount:,}".replace(",", "\u202f") + " €"):
        assert _amount(written, "Le budget") == plain


@given(st.text())
def test_any_text_is_an_amount_or_is_refused_in_one_sentence(text: str) -> None:
    try:
        assert 0 <= _amount(text, "Le budget") < float("inf")
    except InputError as refused:
        assert str(refused).startswith(f"Le budget {NUMBER}")  # noqa: PT017 - either is right


def test_reading_leaves_the_files_as_they_were(read, tmp_path) -> None:
    read()
    kept = [(tmp_path / f"{name}.csv").read_text() for name in ("besoins", "formations", "lieux")]
    assert kept == [NEEDS, COURSES, PLACES]
