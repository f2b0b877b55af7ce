"""Agreements of members: what each is asked, who signs, and that nothing is shown that somebody did not agree to."""

import json

import pytest
from django.urls import reverse

from factories import collected, publishing
from factories.publishing import MEDIUM
from vivier.report.open import write
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.indicators.actions import passing
from vivier_web.indicators.actions import publishing as acts
from vivier_web.indicators.actions.agreements import answer_agreement, ask_agreements
from vivier_web.indicators.choices import Answer
from vivier_web.indicators.gate.files import open_table
from vivier_web.indicators.gate.frozen import document_of
from vivier_web.indicators.models import Agreement, Publication, PublicationWork
from vivier_web.indicators.queries.agreements import asking_of
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.indicators.queries.passages import passage_of
from vivier_web.members.models import Organisation
from vivier_web.skills.actions.waves import freeze_wave
from vivier_web.skills.actions.works import take

PEOPLE = {0: 4_017, 1: 4_029, 2: 4_043, 3: 4_057, 4: 4_073, 5: 4_091}  # of three départements, two in each


@pytest.fixture
def work(pole):
    """A rehearsal of six members, two in each of three départements: most of it is hidden."""
    given = publishing.wave(pole.pole)
    for number, people in PEOPLE.items():
        publishing.gave(given, pole.pole, number, people, department=publishing.PLACES[number // 2])
    return publishing.rehearsed(freeze_wave(given, by=None))


def agreement(work, number):
    siren = collected.luhn(f"7{number:07d}")
    return Agreement.objects.get(work=work, organisation=Organisation.objects.get(siren=siren))


def sign(work, *numbers):
    for number in numbers:
        answer_agreement(agreement(work, number), Answer.SIGNED, by=None)


def out(work):
    """Publish from a rehearsal; give its cells by département, and the département that is agreed to."""
    asked = Asked(work.cube, work.source, MEDIUM, work.perimeter)
    final = acts.work_out_publication(acts.publish(work.pole, asked, by=None, rehearsal=work).pk)
    assert final.state == "done", (final.trouble, final.breaches)
    document = document_of(bytes(Publication.objects.get(work=final).content))
    at = document["columns"].index("departement")
    alone = [each for each in document["cells"] if sum(code != "T" for code in each[:-3]) == 2 and each[at] != "T"]
    return document, {each[at]: (each[-3], each[-1]) for each in alone}


def test_each_member_is_asked_of_the_cells_where_it_is_and_of_no_other(work):
    assert ask_agreements(work, by=None) == 6
    names = [each["name"] for each in agreement(work, 0).cells]
    assert "Haute-Savoie" in names
    assert not any("Savoie" in each and "Haute" not in each for each in names)
    told = json.dumps([one.cells for one in Agreement.objects.all()])
    assert not any(str(people) in told for people in PEOPLE.values()), "no value is kept with what is asked"
    with pytest.raises(InputError, match="déjà demandé"):
        ask_agreements(work, by=None)


def test_a_cell_is_shown_once_all_who_are_in_it_signed_and_the_others_stay_protected(work):
    ask_agreements(work, by=None)
    sign(work, 0, 1, 2)
    answer_agreement(agreement(work, 3), Answer.DECLINED, by=None)
    document, cells = out(work)
    assert cells["74"] == (PEOPLE[0] + PEOPLE[1], "agreed")
    assert cells["73"] == (None, "primary"), "one of its two members declined"
    assert cells["38"][0] is None, "shown, it would give the one that was declined, by subtraction"
    assert document["audit"]["verdict"].startswith("Rien n’est trahi")
    table = open_table(document)
    at = [each.name for each in table.dimensions].index("departement")
    told = {codes[at] for codes, status in zip(table.codes, table.status, strict=True) if status == "agreed"}
    assert "74" in told, "who reads the open data knows that a cell is shown by agreement"
    assert b"diffusable_par_accord" in write(table, "csv").content


def test_no_cell_is_shown_when_a_member_of_it_did_not_answer_or_took_its_answer_back(work):
    ask_agreements(work, by=None)
    sign(work, 0, 1)
    answer_agreement(agreement(work, 1), Answer.ASKED, by=None)
    _, cells = out(work)
    assert {status for _, status in cells.values()} <= {"primary", "secondary"}


def test_what_was_agreed_and_published_is_not_taken_back_but_is_refused_for_what_follows(work):
    ask_agreements(work, by=None)
    sign(work, 0, 1)
    _, first = out(work)
    with pytest.raises(InputError, match="ont paru"):
        answer_agreement(agreement(work, 0), Answer.ASKED, by=None)
    answer_agreement(agreement(work, 0), Answer.DECLINED, by=None)
    _, then = out(work)
    assert (first["74"][1], then["74"][0]) == ("agreed", None)


def test_who_changes_their_mind_while_the_gate_works_stops_it(work):
    ask_agreements(work, by=None)
    sign(work, 0, 1)
    asked = Asked(work.cube, work.source, MEDIUM, work.perimeter)
    late = take(PublicationWork, acts.publish(work.pole, asked, by=None, rehearsal=work).pk, step="")
    passage = passage_of(late)
    past = passage.past()
    out = passing._sealed(late, passage, past, lambda _step, _share: None)
    answer_agreement(agreement(work, 1), Answer.DECLINED, by=None)
    with pytest.raises(InputError, match="revenu sur son accord"):
        passing._freeze(late, passage, past, out)
    assert not Publication.objects.exists()


def test_signatures_are_in_the_journal_without_a_figure(work):
    ask_agreements(work, by=None)
    sign(work, 0)
    answer_agreement(agreement(work, 0), Answer.ASKED, by=None)
    verbs = [
        act.verb for act in Act.objects.order_by("pk") if "agreement" in act.subject or act.verb == "ask_agreements"
    ]
    assert verbs == ["ask_agreements", "agree_to_show", "take_answer_back"]


def test_the_team_asks_the_member_signs_declines_and_changes_its_mind_from_their_pages(pole, signed_in):
    given = publishing.wave(pole.pole)
    for number, organisation in enumerate(pole.members):
        job = ("623e", "477a", "388a")[number]
        company = collected.company(organisation.siren, (job, "35_44", "H", "CDI", 4_011 + number))
        collected.deposit(given, organisation, company)
    work = publishing.rehearsed(freeze_wave(given, by=None), "fine")
    team, member = signed_in("team"), signed_in("member")
    page = reverse("publication_work", args=[work.pk])
    assert "Demander l’accord des membres" in (shown := team.get(page).content.decode())
    assert shown.index("Publier moins de détail") < shown.index("accord signé"), "coarser is offered first"
    team.post(reverse("ask_agreements", args=[work.pk]))
    mine = reverse("member_agreements")
    assert "1\xa0accord vous est demandé" in member.get(mine).content.decode()
    assert "Accords de publication" in member.get(reverse("company")).content.decode()
    [own] = Agreement.objects.filter(work=work, organisation=pole.members[0])
    for reply, said in (("signed", "signé"), ("declined", "refusé"), ("asked", "demandé")):
        member.post(reverse("answer_agreement", args=[own.pk, reply]))
        assert f">{said}</span>" in member.get(mine).content.decode()
    sign_all = Agreement.objects.filter(work=work)
    for one in sign_all:
        answer_agreement(one, Answer.SIGNED, by=None)
    assert f"{sign_all.count()}\xa0accords signés sur" in team.get(page).content.decode()
    assert asking_of(work).ready == asking_of(work).cells
    other = Agreement.objects.filter(work=work).exclude(pk=own.pk).first()
    assert member.post(reverse("answer_agreement", args=[other.pk, "declined"])).status_code == 404
