"""Each of the fifteen points is met by a careful document and missed by the one fault it is there for."""

import dataclasses

import pytest

from factories.traced import TEXT, TITLE, document, source
from vivier.report.traced import Evidence, points
from vivier.report.traced.marks import Line, Mark
from vivier.study import Figure

SUMMED = """| Groupe | Effectif |
| Hommes | {{enquete.hommes["ici"]}} |
| Femmes | {{enquete.femmes["ici"]}} |
| Total | {{enquete.tous["ici"]}} |"""


def missed(traced, **options):
    return {point.number: point.faults for point in points(traced, **options) if not point.is_met}


def answers():
    """Few answers of few companies, as a survey gives them."""
    figures = {
        ("retours", ("recus",)): Figure(24, "entreprises", 24),
        ("retours", ("deux",)): Figure(2, "entreprises", 2),
        ("retours", ("attendus",)): Figure(40, "entreprises", 40),
        ("hommes", ("ici",)): Figure(10, "personnes", 30),
        ("femmes", ("ici",)): Figure(20, "personnes", 30),
        ("tous", ("ici",)): Figure(30, "personnes", 30),
        ("tous", ("sans_premier",)): Figure(12, "personnes", 12),
        ("tous", ("trois",)): Figure(3, "personnes", 30),
        ("tous", ("rien",)): Figure(0, "personnes", 30),
        ("parts", ("quatre",)): Figure(0.25, "part", 4),
        ("notes", ("recruter",)): Figure(3.3, "note", 21),
    }
    return Evidence("enquete", "Enquête 2026", "2026-01-31", "a" * 64, figures)


def with_line(line):
    """The careful document, with one line more under its first axis."""
    return document(TEXT.replace("Risque : des savoir-faire", f"{line}\nRisque : des savoir-faire"), answers())


def retouched(old, new, text=TEXT):
    """The careful document after somebody changed the words of its figures."""
    traced = document(text, answers())

    def piece(one):
        return Mark(one.formula, one.shown.replace(old, new)) if isinstance(one, Mark) else one

    lines = tuple(Line(line.style, tuple(tuple(map(piece, cell)) for cell in line.cells)) for line in traced.lines)
    assert lines != traced.lines
    return dataclasses.replace(traced, lines=lines)


def test_a_careful_document_meets_the_fifteen():
    found = points(document())
    assert [point.number for point in found] == list(range(1, 16))
    assert all(point.is_met for point in found), missed(document())


@pytest.mark.parametrize(
    "line",
    [
        '{{part(enquete.retours["recus"], enquete.retours["attendus"])}} des entreprises ont répondu.',
        'Les entreprises donnent {{enquete.notes["recruter"]}} à la difficulté : elles l’estiment forte.',
        '{{enquete.tous["rien"]}} en intérim.',
        "D’ici le 1er mars 2027, l’article L. 8241-2, la PCS 625b, le code H2503 et l’axe 2 sont relus.",
        SUMMED,
    ],
)
def test_careful_lines_break_nothing(line):
    assert missed(with_line(line)) == {}


@pytest.mark.parametrize(
    ("number", "line", "said"),
    [
        (3, "Le pôle compte 300 soudeurs.", "« 300 » n’a pas de source"),
        (3, "Près de 12,5 % partent.", "« 12,5 % » n’a pas de source"),
        (3, "La moitié des soudeurs partent.", "« La moitié » n’a pas de source"),
        (3, "| Métier | Effectif |\n| Soudeurs | 18 |", "« 18 » n’a pas de source"),
        (6, '{{part(enquete.retours["recus"], enquete.retours["attendus"])}} répondent.', "ne dit pas de quoi"),
        (6, '{{part(enquete.retours["recus"], enquete.retours["attendus"])}} des départs.', "compte des entreprises"),
        (9, '{{enquete.tous["sans_premier"]}} hors du plus grand.', "sans le premier employeur"),
        (10, '{{enquete.retours["deux"]}} sont concernées.', "moins de 3 entreprises"),
        (10, '{{enquete.parts["quatre"]}} des salariés sont concernés.', "ne repose que sur 4"),
        (10, '{{enquete.tous["trois"]}} partent.', "moins de 5 personnes"),
        (11, '| Groupe | Effectif |\n| Hommes | {{enquete.hommes["ici"]}} |\n| Total | {{enquete.tous["ici"]}} |',
         "les lignes font 10 et le total dit 30"),
        (15, "L’âge prouve la pénurie.", "affirme une cause"),
        (15, 'Difficulté : {{enquete.notes["recruter"]}}.', "est une opinion"),
    ],
)  # fmt: skip
def test_one_fault_misses_its_point_and_no_other(number, line, said):
    found = missed(with_line(line))
    assert list(found) == [number]
    assert any(said in " ".join(fault.split()) for fault in found[number])


@pytest.mark.parametrize(
    ("number", "old", "new"),
    [
        (2, "3\u202f739", "3\u202f740"),
        (4, " (n\u00a0=\u00a03\u202f726)", ""),
        (7, " personnes", ""),
        (8, " (8\u00a0chances sur 10 d’être entre 739 et 840)", ""),
    ],
)
def test_a_figure_retouched_by_hand_misses_its_point(number, old, new):
    assert number in missed(retouched(old, new))


def test_per_cents_of_few_are_seen_even_typed_by_hand():
    text = TEXT.replace("Risque : des savoir", '{{enquete.parts["quatre"]}} des salariés.\nRisque : des savoir')
    assert 5 in missed(retouched("1 sur 4", "25 % (n = 4)", text))
    note = TEXT.replace("Risque : des savoir", 'Avis : {{enquete.notes["recruter"]}}.\nRisque : des savoir')
    assert 7 in missed(retouched("3,3 sur 5", "66 %", note))


@pytest.mark.parametrize(
    ("number", "old", "new", "said"),
    [
        (12, "- Axe 2 : Recruter ensemble\n", "", "La liste des axes n’est pas celle"),
        (12, "- Axe 1 : Transmettre avant les départs\n- Axe 2 : Recruter ensemble\n", "", "manque en tête"),
        (12, "## Axe 2", "## Axe 3", "numérotés de suite"),
        (13, "Risque : des postes restent vides.\n", "", "il manque risque"),
        (13, "Action : forum et stages.\nIndicateur : postes pourvus en trois mois.",
         "Indicateur : postes pourvus en trois mois.\nAction : forum et stages.", "l’ordre est"),
        (13, '{{etude.postes["ensemble","total","toutes"]}}', "beaucoup", "la preuve ne cite aucun chiffre"),
        (14, "## Limites", "## Fin", "« Limites » manque"),
        (14, '{{etude.metiers["ensemble"]}}', "tous les membres", "n’est pas dit"),
    ],
)  # fmt: skip
def test_a_frame_that_lacks_something_misses_its_point(number, old, new, said):
    assert old in TEXT
    found = missed(document(TEXT.replace(old, new)))
    assert any(said in fault for fault in found[number])


def test_five_axes_are_too_many_and_none_must_be_said():
    chain = TEXT.split("## Axe 2 : Recruter ensemble\n")[1].split("## Limites")[0]
    more = "".join(f"## Axe {rank} : Autre\n{chain}" for rank in (3, 4, 5))
    assert any(
        "au plus 4" in fault for fault in missed(document(TEXT.replace("## Limites", f"{more}## Limites")))[12]
    )
    without = TEXT.split("## Axe 1")[0].replace("- Axe", "- Piste") + "## Limites" + TEXT.split("## Limites")[1]
    assert "rien ne se détache" in missed(document(without))[12][0]
    assert 12 not in missed(document(without.replace("## Limites", "Rien ne se détache.\n## Limites")))


def test_two_results_of_one_study_are_not_one_source():
    twin = Evidence("autre", TITLE, "2026-01-31", "b" * 64, source().figures)
    text = TEXT.replace("Risque : des savoir", 'Voir {{autre.metiers["ensemble"]}}.\nRisque : des savoir')
    assert any("par 2 calculs" in fault for fault in missed(document(text, twin))[1])
    same = Evidence("autre", "Autre titre", "2026-01-31", source().sha256, source().figures)
    assert any("sous deux noms" in fault for fault in missed(document(text, same))[1])


def test_a_document_without_figures_meets_nothing_by_silence():
    assert 2 in missed(document("# Stratégie\nRien ne se détache."))
