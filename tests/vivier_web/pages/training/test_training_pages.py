"""The pages of shared training: catalogue, plan, result, files; the member's own seats; the training body's offers."""

import io

import pytest
from django.urls import reverse

from factories import needed, trained
from factories.cluster import Cluster
from factories.trained import TOPIC
from vivier_web.accounts.actions import open_account
from vivier_web.members.actions import grant_role
from vivier_web.skills.actions.training import agree_to_plan
from vivier_web.skills.actions.training_plans import answer_seats, queue_plan, work_out_plan
from vivier_web.skills.models import TrainingConsent, TrainingCourse, TrainingPlan
from vivier_web.skills.queries.training import consent_of

SEATS = "/mon-entreprise/formations/"


def text(client: object, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_empty_room_says_what_a_plan_needs(signed_in: object, pole: Cluster) -> None:
    shown = text(signed_in("team"), reverse("training"))
    assert "Un plan part de trois choses" in shown
    assert shown.count("btn-go") == 1
    assert 'aria-current="true">Agir</a>' in shown


@pytest.mark.parametrize("name", ["training_catalogue", "training_needs", "new_training_plan"])
def test_an_empty_page_says_what_to_do_next(signed_in: object, pole: Cluster, name: str) -> None:
    assert 'class="sheet' in text(signed_in("team"), reverse(name))


def test_a_course_is_added_then_taken_back_then_put_back(signed_in: object, pole: Cluster) -> None:
    team = signed_in("team")
    address = reverse("add_training", args=["formation"])
    refused = team.post(address, trained.COURSE | {"min_seats": "20"})
    assert refused.status_code == 422
    assert "plus de places au minimum" in refused.content.decode()
    assert 'value="2 400"' in refused.content.decode(), "nothing typed is lost"
    said = team.post(address, trained.COURSE, follow=True).content.decode()
    assert "Annuler" in said
    row = TrainingCourse.objects.get()
    assert TOPIC in text(team, reverse("training_catalogue"))
    team.post(reverse("withdraw_training", args=["formation", row.pk]))
    team.get(reverse("training_catalogue"))
    assert TOPIC not in text(team, reverse("training_catalogue"))
    team.post(reverse("restore_training", args=["formation", row.pk]))
    assert TOPIC in text(team, reverse("training_catalogue"))


def test_a_table_with_a_bad_line_comes_back_with_its_text_and_its_line(signed_in: object, pole: Cluster) -> None:
    team, address = signed_in("team"), reverse("import_training", args=["lieu"])
    pasted = "lieu;departement;capacite\nCluses;74;3\nNulle part;99;2\n"
    refused = team.post(address, {"texte": pasted})
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "Ligne 3" in shown
    assert "Nulle part;99;2" in shown
    said = team.post(address, {"texte": pasted.replace("99", "69")}, follow=True).content.decode()
    assert "2 lignes importées" in said
    assert "Annuler cet import" in said
    given = io.BytesIO(b"lieu;departement;capacite\nGap;05;1\n")
    given.name = "lieux.csv"
    assert "1 lignes" in team.post(address, {"fichier": given}, follow=True).content.decode()
    assert team.post(address, {"texte": ""}).status_code == 422


def test_a_plan_is_asked_for_with_the_reminders_of_who_pays(
    signed_in: object, pole: Cluster, django_capture_on_commit_callbacks: object
) -> None:
    wave = trained.asked(pole)
    team = signed_in("team")
    shown = text(team, reverse("new_training_plan"))
    for word in ("moins de 50 salariés", "Qualiopi", "Période de reconversion", "pas encore relu sur le texte"):
        assert word in shown
    asked = {"wave": wave.pk, "question": "balance", "priority": "3000", "travel": "0,6", "nearest": "6"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = team.post(reverse("new_training_plan"), asked | {"seconds": "10", "funder_0": "9000"})
    plan = TrainingPlan.objects.get()
    assert answer["Location"] == reverse("training_plan", args=[plan.pk])
    assert (plan.state, plan.parameters["funders"]) == ("done", [["OPCO", 9000.0]])
    wrong = team.post(reverse("new_training_plan"), asked | {"seconds": "10", "question": "most"})
    assert wrong.status_code == 422
    assert "Donnez un budget" in wrong.content.decode()


def test_a_plan_under_way_shows_the_best_so_far_and_lets_one_stop(signed_in: object, pole: Cluster) -> None:
    plan = queue_plan(trained.asked(pole), trained.ASKED, by=None)
    best = {"cost_eur": 2500.0, "bound_eur": 2400.0, "gap": 0.04, "sessions": 1, "people": 8}
    TrainingPlan.objects.filter(pk=plan.pk).update(best=best, state="running")
    team = signed_in("team")
    for name in ("training_plan", "training_plan_progress"):
        shown = text(team, reverse(name, args=[plan.pk]))
        assert "Arrêter là et garder ce plan" in shown
        assert "aucun plan ne coûtera moins" in shown
    team.post(reverse("stop_training_plan", args=[plan.pk]))
    assert "Arrêt demandé" in text(team, reverse("training_plan", args=[plan.pk]))


def test_an_impossible_plan_says_what_contradicts_itself(signed_in: object, pole: Cluster) -> None:
    asked = trained.ASKED | {"question": "everyone", "budget": 10.0}
    plan = work_out_plan(queue_plan(trained.asked(pole), asked, by=None).pk)
    shown = text(signed_in("team"), reverse("training_plan", args=[plan.pk]))
    assert "voici ce qui se contredit" in shown
    assert "le budget de 10 €" in shown.replace("\xa0", " ").replace("\u202f", " ")


def test_the_result_tells_the_saving_the_calendar_the_map_and_who_goes(signed_in: object, pole: Cluster) -> None:
    plan = trained.planned(pole)
    shown = text(signed_in("team"), reverse("training_plan", args=[plan.pk]))
    for words in ("Se former ensemble économise", "1er trimestre 2027", "Lycée d’Annecy", "Session par session"):
        assert words in shown
    assert 'class="trips"' in shown or "Pas de carte ici" in shown
    assert pole.members[1].name in shown


def test_a_plan_is_exported_as_a_table_a_workbook_and_a_calendar(signed_in: object, pole: Cluster) -> None:
    from openpyxl import load_workbook

    plan, team = trained.planned(pole), signed_in("team")
    address = lambda kind: reverse("export_training_plan", args=[plan.pk, kind])  # noqa: E731
    table = team.get(address("csv")).content.decode("utf-8-sig").splitlines()
    assert table[1].startswith(f"S001;{TOPIC};Lycée d’Annecy;1er trimestre 2027;8;8;2400,0;")
    book = load_workbook(io.BytesIO(team.get(address("xlsx")).content))
    assert book.sheetnames == ["Sessions", "Places par membre"]
    assert sum(row[2] for row in book["Places par membre"].iter_rows(min_row=2, values_only=True)) == 8
    calendar = team.get(address("ics")).content.decode()
    assert "DTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20270401" in calendar
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    assert not any(member.name in calendar for member in pole.members)
    assert team.get(address("pdf")).status_code == 404


def test_a_member_sees_its_own_seats_and_nothing_of_the_others(signed_in: object, pole: Cluster) -> None:
    plan = trained.proposed(pole)
    mine, *others = pole.members
    answer_seats(plan, others[0], "S001", is_accepted=False, by=None)
    seats = {one["company"]: one["people"] for one in plan.result["seats"]}
    assert len(seats) == 3, "there is something to leak"
    shown = text(signed_in("member"), SEATS).replace("\xa0", " ").replace("\u202f", " ")
    assert f"{seats[f'membre {mine.pk}']} places" in shown
    for other in others:
        assert other.name not in shown
    for secret in ("8 places", "2 places", "2 400", "déclin", "Tuteurs"):
        assert secret not in shown.replace("Décliner", "")
    assert signed_in("member").get(f"{SEATS}?membre={others[0].pk}").status_code == 403


def test_a_member_answers_for_its_own_seats_only(signed_in: object, pole: Cluster) -> None:
    plan, client = trained.proposed(pole), signed_in("member")
    address = reverse("answer_training", args=[plan.pk, "S001"])
    said = client.post(address, {"reponse": "oui"}, follow=True).content.decode()
    assert "Vos places sont acceptées" in said
    assert "Revenir" in said
    assert client.post(address, {"reponse": "peut-être"}).status_code == 404
    assert client.post(f"{address}?membre={pole.members[1].pk}", {"reponse": "non"}).status_code == 403
    team = signed_in("team")
    page = text(team, reverse("training_plan", args=[plan.pk]))
    assert "1 d’accord" in page
    client.post(address, {"reponse": "non"})
    page = text(team, reverse("training_plan", args=[plan.pk]))
    assert "Ce plan est à refaire" in page
    again = team.post(reverse("rerun_training_plan", args=[plan.pk]), follow=True).content.decode()
    assert "Plan n°&nbsp;2" in again


def test_a_member_of_another_pole_reads_nothing(signed_in: object, pole: Cluster) -> None:
    trained.proposed(pole)
    stranger = open_account("autre@exemple.example", "Autre", by=None)
    from django.test import Client

    from factories import cluster

    other = cluster.founded("plasturgie", 1)
    grant_role(stranger, "member", by=None, pole=other.pole, organisation=other.members[0])
    client = Client()
    client.force_login(stranger)
    assert "Aucune place ne vous est proposée" in text(client, SEATS)


def test_agreeing_is_one_tick_in_the_return_and_may_be_taken_back(signed_in: object, pole: Cluster) -> None:
    call = needed.opened(pole.pole)
    member = pole.members[0]
    needed.saved(call, member, needed.typed(**needed.training(TOPIC)))
    client = signed_in("member")
    assert 'name="formations"' in text(client, reverse("needs_return") + "?etape=relire")
    client.post(reverse("needs_send"), {"formations": "oui"})
    assert consent_of(call, member) is not None
    assert "vous l’avez permis" in text(client, reverse("needs_receipt"))
    client.post(reverse("agree_training"), {"accord": "non"})
    assert consent_of(call, member) is None
    client.post(reverse("agree_training"), {"accord": "oui"})
    assert TrainingConsent.objects.count() == 2


def test_a_training_body_proposes_and_the_team_accepts(signed_in: object, pole: Cluster) -> None:
    body, team = signed_in("trainer"), signed_in("team")
    assert "Dites au pôle ce que vous pouvez former" in text(body, reverse("desk_training"))
    address = reverse("offer_training", args=["formation"])
    assert body.post(address, {"course": ""}).status_code == 422
    said = body.post(address, trained.COURSE, follow=True).content.decode()
    assert "à l’étude" in said
    row = TrainingCourse.objects.get()
    assert row.values["provider"] == pole.members[0].name
    assert "Prendre au catalogue" in text(team, reverse("training_catalogue"))
    team.post(reverse("accept_training", args=["formation", row.pk]))
    assert "au catalogue du pôle" in text(body, reverse("desk_training"))
    body.post(reverse("withdraw_training_offer", args=["formation", row.pk]))
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_a_training_body_takes_back_only_what_it_proposed(signed_in: object, pole: Cluster) -> None:
    row = trained.course(pole.pole)
    answer = signed_in("trainer").post(reverse("withdraw_training_offer", args=["formation", row.pk]))
    assert answer.status_code == 404


def catalogue_of(found: Cluster, rows: int) -> str:
    for rank in range(rows):
        trained.course(found.pole, course=f"Formation {rank}")
        trained.place(found.pole, place=f"Lieu {rank}")
    return reverse("training_catalogue")


def needs_of(found: Cluster, rows: int) -> str:
    call = needed.opened(found.pole)
    for organisation in found.members[:rows]:
        trained.wished(call, organisation)
    return reverse("training_needs")


def plans_of(found: Cluster, rows: int) -> str:
    wave = trained.asked(found)
    for _ in range(rows):
        work_out_plan(queue_plan(wave, trained.ASKED, by=None).pk)
    return reverse("training")


def plan_of(found: Cluster, rows: int) -> str:
    call = needed.opened(found.pole)
    trained.course(found.pole)
    trained.place(found.pole)
    for organisation in found.members[:rows]:
        trained.wished(call, organisation)
        agree_to_plan(call, organisation, by=None)
    plan = work_out_plan(queue_plan(call.wave, trained.ASKED, by=None).pk)
    return reverse("training_plan", args=[plan.pk])


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("made", "queries"), [(catalogue_of, 7), (needs_of, 10), (plans_of, 7), (plan_of, 11)])
def test_a_page_costs_as_many_queries_whatever_its_length(
    pole: Cluster, signed_in: object, django_assert_num_queries: object, *, made: object, queries: int, rows: int
) -> None:
    url, browser = made(pole, rows), signed_in("team")
    with django_assert_num_queries(queries):
        assert browser.get(url).status_code == 200
