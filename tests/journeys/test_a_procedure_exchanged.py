"""A pôle exports its procedure; another imports, adapts, publishes and runs it; both read what differs."""

from pathlib import Path

import pytest

from factories.visiting import Visit

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
OURS, THEIRS = "Accompagnement d’une petite entreprise", "Accompagnement d’un sous-traitant"
A, B, MEMBER = "Nadia Belkacem", "Élise Roche", "Yann Picard"


@pytest.fixture(scope="module")
def visit(browser, demonstration):
    made = Visit(browser, demonstration)
    yield made
    made.context.close()


def _room(visit: Visit, name: str) -> None:
    visit.enter(name)
    visit.press(".rooms a:has-text('Agir')")
    visit.follow(".doors a:has-text('Procédures')")


def _exported(visit: Visit) -> str:
    """Export the procedure of the first pôle, and offer it."""
    _room(visit, A)
    visit.follow(f"main table a:has-text('{OURS}')")
    with visit.page.expect_download() as download:
        visit.page.click("main a:has-text('Exporter')")
    visit.press("button:has-text('L’offrir aux autres pôles')")
    return Path(download.value.path()).read_text()


def _imported(visit: Visit, text: str) -> None:
    """Import it in the second pôle, give it a title and a shorter delay, publish it."""
    _room(visit, B)
    visit.follow("main a:has-text('Importer un fichier')")
    file = {"name": "procedure.toml", "mimeType": "text/plain", "buffer": text.encode()}
    visit.page.set_input_files("#fichier", files=[file])
    visit.press("button:has-text('Lire et garder en brouillon')")
    visit.follow(".actions a:has-text('Modifier')")
    typed = visit.page.input_value("#texte")
    visit.page.fill("#texte", typed.replace(OURS, THEIRS, 1).replace("days = 15", "days = 8", 1))
    visit.press("button:has-text('Enregistrer le brouillon')")
    visit.press("button:has-text('Publier')")
    assert visit.title == THEIRS


def _filled(visit: Visit, **answers: str | int) -> None:
    """Answer what is asked: a text, or a rank in a list."""
    for name, said in answers.items():
        field = visit.page.locator(f"main [name={name}]:visible").first
        if isinstance(said, int):
            field.select_option(index=said)
        else:
            field.fill(said)


def _filed(visit: Visit, **answers: str | int) -> None:
    _filled(visit, **answers)
    visit.press("button[value=deposer]")


def test_a_procedure_goes_from_a_pole_to_another_runs_there_and_both_are_compared(visit: Visit) -> None:
    _imported(visit, _exported(visit))

    visit.enter(MEMBER)
    visit.follow("main a:has-text('Voir mes dossiers')")
    visit.press(f"li:has-text('{THEIRS}') button")
    _filed(visit, need="Réduire les rebuts.", siret="00010055200017", people="18", place=1, minimis="0")
    number = visit.page.url.rstrip("/").rpartition("/")[2]

    visit.enter(B)
    visit.page.goto(f"{visit.site}/agir/dossiers/{number}/")
    _filled(visit, diagnosis="Moules mal refroidis.", nature=1)
    visit.press("button:has-text('Conclure')")
    _filled(visit, prescription="Deux jours de réglage.", billed=1)  # open: this stage waits for nothing else
    visit.page.locator("main select[name=outcome]").first.select_option("accepted")
    _filled(visit, motives="Le besoin est établi, le conseil est adapté.")
    visit.press("button:has-text('Enregistrer la décision')")
    _filled(visit, delivered="Deux jours sur place.")
    visit.press("button:has-text('Conclure')")

    visit.enter(MEMBER)
    for answers in ({"satisfied": 1}, {"effect": "Rebuts divisés par deux."}):
        visit.page.goto(f"{visit.site}/mon-entreprise/dossiers/{number}/remplir/")
        _filed(visit, **answers)
    assert "Terminé" in visit.read("aside")

    _room(visit, B)
    visit.follow(f"main table a:has-text('{THEIRS}')")
    visit.follow(".actions a:has-text('Comparer')")  # with what it was taken from, without looking for it
    assert visit.title == "2 différences entre les deux"
    assert "Délai, 15 jours → 8 jours." in visit.read()
    assert "délais médians de 1 dossier" in visit.read("main table")
    assert visit.complaints == []


def test_the_delays_of_both_poles_are_read_side_by_side_from_five_dossiers_on(visit: Visit) -> None:
    _room(visit, B)
    visit.follow("main table a:has-text('Label de projet, comité restreint')")
    visit.follow(".actions a:has-text('Comparer')")
    table = visit.read("main table")
    assert "délais médians de 14 dossiers" in table
    assert "délais médians de 5 dossiers" in table
    assert table.count("mesuré :") >= 4
    assert visit.complaints == []
