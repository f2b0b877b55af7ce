"""After the award: documents by need to know, an amendment signed by all who must; and a network beside its pôles."""

import pytest

from factories.visiting import Visit

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
PROJECT = "Contrôle par vision des filetages brillants"
TEAM, LEAD, REGION, GOVERNANCE, NETWORK = (
    "Nadia Belkacem", "Sophie Garnier", "Claire Fontaine", "Julie Perrin", "Inès Marchal",
)  # fmt: skip


@pytest.fixture(scope="module")
def visit(browser, demonstration):
    made = Visit(browser, demonstration)
    yield made
    made.context.close()


def _followed(visit: Visit, name: str, tab: str) -> None:
    """Go to a page of the project that runs, as somebody of the pôle."""
    visit.enter(name)
    visit.press(".rooms a:has-text('Agir')")
    visit.follow(".doors a:has-text('Projets')")
    visit.follow("main a:has-text('Projets suivis')")
    visit.follow(f"main a:has-text('{PROJECT}')")
    visit.follow(f".tabs a:has-text('{tab}')")


def test_a_document_is_opened_by_who_needs_it_and_each_opening_is_written(visit: Visit) -> None:
    visit.enter(LEAD)
    visit.follow("main a[href*='/projets/suivis/']")
    visit.follow(f"main a:has-text('{PROJECT}')")
    visit.follow(".tabs a:has-text('Documents')")
    secret = visit.page.locator("main a:has-text('Étalonnage de l’éclairage pulsé')")
    address = secret.get_attribute("href")
    assert visit.context.request.get(f"{visit.site}{address}").status == 200
    visit.follow("main a:has-text('Qui a ouvert quoi')")
    assert visit.read("main table").count("Sophie Garnier") == 2  # once when the demonstration was made, once now

    theirs = address.replace("/mon-entreprise/", "/agir/")
    visit.enter(GOVERNANCE)
    visit.page.goto(f"{visit.site}{theirs.rpartition('documents/')[0]}documents/")
    visit.judge()
    read = visit.read()
    assert "Ne vous sont pas ouverts : 1 secret technique, 1 budget" in read
    assert "Étalonnage" not in read
    assert visit.context.request.get(f"{visit.site}{theirs}").status in {403, 404}

    _followed(visit, TEAM, "Documents")
    assert visit.context.request.get(f"{visit.site}{theirs}").status in {403, 404}, "never the pôle"
    visit.follow("main a:has-text('Qui a ouvert quoi')")
    log = visit.read("main table")
    assert "un document (secret technique)" in log
    assert "Étalonnage" not in log, "the log names no document that its reader may not open"
    assert visit.complaints == []


def test_a_member_leaves_another_enters_and_who_must_sign_signs(visit: Visit) -> None:
    visit.enter(REGION)
    visit.follow("main a:has-text('1 avenant attend votre accord')")
    assert "Menuiserie Grandclair part" in visit.read()
    visit.page.locator("main input[name=words]").first.fill("Commission permanente du 12")
    visit.press("button:has-text('Accepter l’avenant')")
    assert "Réponse enregistrée" in visit.read()

    _followed(visit, TEAM, "Avenants")
    assert "Commission permanente du 12 · répondu par le financeur lui-même" in visit.read()
    for who in ("Mécanique Mirage", "Menuiserie Grandclair"):  # who has no account answers by letter
        asked = visit.page.locator(f"main li:has(b:text-is('{who}')) details")
        asked.locator("summary").click()
        asked.locator("input[name=words]").fill("Lettre signée")
        asked.locator("button[value=accepted]").focus()
        with visit.page.expect_navigation():
            visit.page.keyboard.press("Enter")
    visit.judge()
    visit.follow("a:has-text('Noter sa signature')")
    assert "accepté par tous" in visit.read()
    visit.page.fill("[name=signed_on]", visit.page.evaluate("new Date().toLocaleDateString('sv')"))
    visit.press("main form .btn-go")
    assert "Mécanique Mirage" in visit.read("main table >> nth=0")
    visit.follow(".tabs a:has-text('Avenants')")
    assert "Demande d’avenant n° 2 signé" in visit.read()
    visit.follow(".tabs a:has-text('Suivi')")
    assert visit.complaints == []


def test_a_network_reads_its_poles_side_by_side_and_no_figure_of_a_member(visit: Visit) -> None:
    visit.enter(NETWORK)
    assert visit.title == "2 pôles attendent encore des dépôts"
    table = visit.read("main table")
    assert "Pôle Mécatronique du Val" in table
    assert "Pôle Plasturgie du Haut-Jura" in table
    visit.follow("main a:has-text('Comparer leurs chiffres publiés')")
    assert visit.complaints == []
