"""The desk of a member and whom one answers for: each its own, in the pôle being looked at, one collection at a time."""

import datetime as dt
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from factories.cluster import Cluster
from factories.collected import company, crowd
from factories.collected import deposit as lay_out
from factories.sent import ON, file, payload
from vivier.report import wordprocessing
from vivier_web.members.actions import end_membership, grant_role
from vivier_web.members.models import Membership, Organisation
from vivier_web.skills.actions.deposits import deposit
from vivier_web.skills.actions.reports import work_out_report
from vivier_web.skills.actions.waves import freeze_wave, open_wave
from vivier_web.skills.models import Deposit, Wave

DESK, DEPOSIT, REPORT = "/mon-entreprise/", "/mon-entreprise/depot/", "/mon-entreprise/rapport/"
SEND, READ, SEND_READ = f"{DEPOSIT}envoyer/", f"{DEPOSIT}lire/", f"{DEPOSIT}envoyer-lu/"
PAGES = (DESK, DEPOSIT, REPORT, f"{REPORT}bdese.xlsx", "/mon-entreprise/documents/note-cse.docx")


def opened(pole: Cluster, name: str, days: int, on: dt.date = ON) -> Wave:
    today = timezone.localdate()
    return open_wave(pole.pole, name, on=on, opens_on=today, closes_on=today + dt.timedelta(days=days), by=None)


@pytest.fixture
def wave(pole: Cluster) -> Wave:
    return opened(pole, "Hiver", 30)


def said(client: object, path: str) -> str:
    return client.get(path).content.decode()


def heading(client: object, path: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", said(client, path), re.DOTALL)
    assert found is not None
    return re.sub(r"\s+", " ", found[1]).strip()


def test_without_any_collection_the_desk_says_what_will_come(signed_in: object, pole: Cluster) -> None:
    shown = said(signed_in("member"), DESK)
    assert "Aucune collecte n’a encore été ouverte" in shown
    assert "Votre rapport paraît dans la minute" in shown
    assert "Déposer mes effectifs</a>" not in shown


def test_the_collection_awaited_is_the_first_to_close_of_those_without_deposit(
    signed_in: object, pole: Cluster
) -> None:
    late, soon = opened(pole, "Tard", 60), opened(pole, "Bientôt", 5)
    client, member = signed_in("member"), pole.members[0]
    assert f"vague={soon.pk}" in said(client, DESK)
    assert client.get(DESK).context["expected"].wave == soon
    lay_out(soon, member, crowd(member.siren, 9))
    assert client.get(DESK).context["expected"].wave == late
    lay_out(late, member, crowd(member.siren, 9))
    assert client.get(DESK).context["expected"] is None


def test_a_frozen_collection_is_no_longer_awaited(signed_in: object, wave: Wave) -> None:
    freeze_wave(wave, by=None)
    shown = said(signed_in("member"), DESK)
    assert "Sans dépôt" in shown
    assert "À déposer" not in shown


@pytest.mark.parametrize("asked", ["0", "999999", "abc", "-1", "1e3", "1%20", "%00", "é"])
def test_a_member_that_is_not_ones_own_is_refused_alike_whether_it_exists_or_not(
    signed_in: object, wave: Wave, pole: Cluster, asked: str
) -> None:
    client = signed_in("member")
    for path in PAGES[:3]:
        assert client.get(f"{path}?membre={pole.members[0].pk}").status_code == 200
        assert client.get(f"{path}?membre={asked}").status_code == 403


@pytest.mark.parametrize("asked", ["0", "999999", "abc", "%00"])
def test_a_collection_that_is_not_open_here_takes_nothing(
    signed_in: object, wave: Wave, pole: Cluster, tmp_path: object, asked: str
) -> None:
    client, content = signed_in("member"), json.dumps(payload(tmp_path, pole.members[0].siren))
    assert heading(client, f"{DEPOSIT}?vague={asked}") == "Rien à déposer pour l’instant"
    answer = client.post(f"{SEND}?vague={asked}", content, content_type="application/json")
    assert (answer.status_code, Deposit.objects.count()) == (400, 0)
    answer = client.post(f"{SEND}?vague={wave.pk}", content, content_type="application/json")
    assert (answer.status_code, Deposit.objects.count()) == (200, 1)


def test_an_accountant_sees_its_clients_by_name_and_the_first_one_first(
    signed_in: object, pole: Cluster, wave: Wave
) -> None:
    for member in pole.members[1:]:
        grant_role(pole.people["accountant"], "accountant", pole=pole.pole, organisation=member, by=None)
    context = signed_in("accountant").get(DESK).context
    assert [one.name for one in context["members"]] == sorted(one.name for one in pole.members)
    assert context["member"] == context["members"][0]


def test_the_report_shown_is_that_of_the_client_asked_for(signed_in: object, pole: Cluster, wave: Wave) -> None:
    first, second = pole.members[:2]
    grant_role(pole.people["accountant"], "accountant", pole=pole.pole, organisation=second, by=None)
    for member, people in ((first, 31), (second, 47)):
        lay_out(wave, member, crowd(member.siren, people))
    client = signed_in("accountant")
    for member, mine, other in ((first, "31", "47"), (second, "47", "31")):
        shown = said(client, f"{REPORT}?membre={member.pk}")
        assert f"{mine}\u00a0salariés" in shown
        assert f"{other}\u00a0salariés" not in shown


def test_whoever_left_the_pole_keeps_its_report_but_deposits_no_more(
    signed_in: object, pole: Cluster, wave: Wave, tmp_path: object
) -> None:
    client, member = signed_in("member"), pole.members[0]
    lay_out(wave, member, crowd(member.siren, 9))
    end_membership(Membership.objects.get(organisation=member), left_on=dt.date(2026, 1, 1), by=None)
    content = json.dumps(payload(tmp_path, member.siren))
    answer = client.post(SEND, content, content_type="application/json")
    assert (answer.status_code, Deposit.objects.get().people) == (400, 9)
    assert "n’est plus adhérente" in answer.json()["error"]


def test_a_member_without_siren_is_told_what_to_ask(signed_in: object, pole: Cluster, wave: Wave) -> None:
    Organisation.objects.filter(pk=pole.members[0].pk).update(siren=None)
    client = signed_in("member")
    for answer in (client.get(DEPOSIT), client.post(READ, {"agreed": "oui"})):
        assert "Le SIREN de cette entreprise n’est pas connu" in answer.content.decode()
    assert client.get("/mon-entreprise/documents/note-cse.docx").status_code == 200


def test_addresses_that_receive_are_not_read_and_those_that_give_receive_nothing(
    signed_in: object, wave: Wave
) -> None:
    client = signed_in("member")
    assert {path: client.get(path).status_code for path in (SEND, READ, SEND_READ)} == dict.fromkeys(
        (SEND, READ, SEND_READ), 405
    )
    assert {path: client.post(path).status_code for path in PAGES[1:]} == dict.fromkeys(PAGES[1:], 405)


def test_whoever_is_not_signed_in_is_led_to_the_door(client: object, pole: Cluster, wave: Wave) -> None:
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 302
        assert f"next={path}" in answer["Location"]


def test_a_block_that_nobody_deposited_is_not_found(signed_in: object, pole: Cluster, wave: Wave) -> None:
    client, member = signed_in("member"), pole.members[0]
    assert client.get(PAGES[3]).status_code == 404
    lay_out(wave, member, company(member.siren, ("623e", "25_34", "H", "CDI", 4)))
    answer = client.get(PAGES[3])
    assert answer["Content-Disposition"] == f'attachment; filename="bdese-{member.siren}-2026-01.xlsx"'


def test_a_report_that_failed_says_why_and_waits_no_more(signed_in: object, pole: Cluster, wave: Wave) -> None:
    kept = lay_out(wave, pole.members[0], company(pole.members[0].siren))
    Deposit.objects.filter(pk=kept.pk).update(report_trouble="Aucun salarié n’est projeté.")
    answer = signed_in("member").get(REPORT)
    assert "Aucun salarié n’est projeté. Vos effectifs sont bien déposés." in answer.content.decode()
    assert "Refresh" not in answer


def read_on_server(client: object, pole: Cluster, tmp_path: object, **query: object) -> str:
    path = file(tmp_path, pole.members[0].siren)
    given = {"fichiers": SimpleUploadedFile(path.name, path.read_bytes()), "agreed": "oui"}
    return client.post(READ, given, query_params=query).context["kept"]


def test_what_was_read_for_a_collection_enters_no_other(
    signed_in: object, pole: Cluster, wave: Wave, tmp_path: object
) -> None:
    other, client = opened(pole, "Printemps", 60), signed_in("member")
    kept = read_on_server(client, pole, tmp_path, vague=wave.pk)
    refused = client.post(f"{SEND_READ}?vague={other.pk}", {"kept": kept})
    assert (refused.status_code, Deposit.objects.count()) == (400, 0)
    assert client.post(f"{SEND_READ}?vague={wave.pk}", {"kept": kept}).status_code == 302
    assert Deposit.objects.get().wave == wave


@pytest.mark.parametrize("kept", ["", "x", "a:b:c", "é", "." * 5000])
def test_what_the_server_did_not_sign_is_refused(signed_in: object, wave: Wave, kept: str) -> None:
    answer = signed_in("member").post(SEND_READ, {"kept": kept})
    assert answer.status_code == 400
    assert "choisissez vos fichiers de nouveau" in answer.content.decode()


def test_only_the_titles_that_were_ticked_leave(
    signed_in: object, pole: Cluster, wave: Wave, tmp_path: object
) -> None:
    client = signed_in("member")
    kept = read_on_server(client, pole, tmp_path)
    for ticked, left in (([], 0), (["0", "0", "²", "-1", "999", ""], 1), (["0", "1", "2"], 3)):
        client.post(SEND_READ, {"kept": kept, "titres": ticked})
        assert Deposit.objects.get(replaced_at=None).titles.count() == left


def test_a_report_goes_with_the_collection_it_was_made_of(
    signed_in: object, pole: Cluster, wave: Wave, tmp_path: object
) -> None:
    kept = deposit(wave, pole.members[0], payload(tmp_path, pole.members[0].siren, 12), by=None)
    work_out_report.call(kept.pk)
    client = signed_in("member")
    assert "à l’horizon 2036" in heading(client, REPORT)
    Wave.objects.filter(pk=wave.pk).update(erased_at=timezone.now())
    assert heading(client, REPORT) == "Votre rapport paraîtra ici"


def test_papers_are_documents_that_are_kept_by_nobody_on_the_way(signed_in: object, wave: Wave) -> None:
    answer = signed_in("member").get(PAGES[4])
    assert {name: answer[name] for name in ("Content-Disposition", "Cache-Control")} == {
        "Content-Disposition": 'attachment; filename="note-cse.docx"', "Cache-Control": "private, no-store",
    }  # fmt: skip
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats-officedocument.wordprocessingml")
    assert answer.content[:2] == wordprocessing.docx("x")[:2]
