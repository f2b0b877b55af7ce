"""The pages of a member: what waits, the deposit, the report, the papers; only for whoever answers for it."""

import datetime as dt
import io
import json
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from factories.cluster import Cluster
from factories.sent import ON, file, payload
from vivier_web.members.actions import grant_role
from vivier_web.pages.company.deposits.sending import PYTHON
from vivier_web.pages.company.papers import PAPERS
from vivier_web.skills.actions.deposits import deposit
from vivier_web.skills.actions.reports import work_out_report
from vivier_web.skills.actions.waves import freeze_wave, open_wave
from vivier_web.skills.models import Deposit, ReleasedTitle, Wave

SEND = "/mon-entreprise/depot/envoyer/"
READ = "/mon-entreprise/depot/lire/"


@pytest.fixture
def wave(pole: Cluster) -> Wave:
    today = timezone.localdate()
    return open_wave(pole.pole, "Hiver", on=ON, opens_on=today, closes_on=today + dt.timedelta(days=30), by=None)


def sent(client: object, content: object, **query: object) -> object:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return client.post(f"{SEND}?{asked}", json.dumps(content), content_type="application/json")


def with_report(wave: Wave, member: object, tmp_path: object, count: int = 40) -> Deposit:
    kept = deposit(wave, member, payload(tmp_path, member.siren, count), by=None)
    work_out_report.call(kept.pk)
    return kept


def test_the_desk_says_what_the_pole_waits_for(signed_in: object, wave: Wave) -> None:
    shown = signed_in("member").get("/mon-entreprise/").content.decode()
    assert "vos effectifs sont attendus avant le" in shown
    assert "Déposer mes effectifs" in shown
    assert "Accord de sous-traitance" in shown


def test_the_desk_of_a_member_that_deposited_leads_to_its_report(
    signed_in: object, wave: Wave, pole: Cluster, tmp_path: object
) -> None:
    with_report(wave, pole.members[0], tmp_path)
    shown = signed_in("member").get("/mon-entreprise/").content.decode()
    assert "vos effectifs sont déposés" in shown
    assert "Lire mon rapport" in shown


@pytest.mark.parametrize("waves", [1, 3])
def test_the_desk_asks_the_database_the_same_whatever_the_waves(
    signed_in: object, pole: Cluster, wave: Wave, waves: int, django_assert_num_queries: object
) -> None:
    for rank in range(1, waves):
        Wave.objects.create(
            pole=pole.pole, name=f"Vague {rank}", on=wave.on, opens_on=wave.opens_on, closes_on=wave.closes_on
        )
    client = signed_in("member")
    with django_assert_num_queries(16):
        client.get("/mon-entreprise/")


PATHS = ("", "depot/", "rapport/", "rapport/bdese.xlsx", "documents/note-cse.docx")


@pytest.mark.parametrize("kind", ["team", "director", "expert", "region", "state", "operator", "employee", "board"])
def test_nobody_else_opens_the_pages_of_a_member(
    signed_in: object, wave: Wave, pole: Cluster, tmp_path: object, kind: str
) -> None:
    with_report(wave, pole.members[0], tmp_path, 8)
    for path in PATHS:
        assert signed_in("member").get(f"/mon-entreprise/{path}").status_code == 200
        assert signed_in(kind).get(f"/mon-entreprise/{path}").status_code == 403


def test_nobody_asks_for_another_member(signed_in: object, wave: Wave, pole: Cluster, tmp_path: object) -> None:
    other = pole.members[1]
    with_report(wave, other, tmp_path, 8)
    client = signed_in("member")
    for path in ("", "depot/", "rapport/", "rapport/bdese.xlsx", "documents/note-gepp.docx"):
        assert client.get(f"/mon-entreprise/{path}?membre={other.pk}").status_code == 403
    answer = sent(client, payload(tmp_path, other.siren), membre=other.pk)
    assert answer.status_code == 403


def test_an_accountant_deposits_for_each_of_its_clients(
    signed_in: object, wave: Wave, pole: Cluster, tmp_path: object
) -> None:
    grant_role(pole.people["accountant"], "accountant", pole=pole.pole, organisation=pole.members[1], by=None)
    client = signed_in("accountant")
    assert "Entreprise pour qui vous répondez" in client.get("/mon-entreprise/").content.decode()
    for member in pole.members[:2]:
        assert sent(client, payload(tmp_path, member.siren), membre=member.pk).status_code == 200
    assert Deposit.objects.filter(by=pole.people["accountant"]).count() == 2


def test_what_the_page_sends_is_kept_and_leads_to_the_report(
    signed_in: object, wave: Wave, pole: Cluster, tmp_path: object
) -> None:
    member = pole.members[0]
    answer = sent(signed_in("member"), payload(tmp_path, member.siren))
    assert answer.json() == {"next": f"/mon-entreprise/rapport/?membre={member.pk}"}
    assert Deposit.objects.get().people == 8


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"company": 3}', b"[" * 100_000, b"\xff\xfe"])
def test_anything_else_is_refused_in_one_sentence(signed_in: object, wave: Wave, content: bytes) -> None:
    answer = signed_in("member").post(SEND, content, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
    assert not Deposit.objects.exists()


def test_a_name_slipped_in_is_refused_whole(signed_in: object, wave: Wave, pole: Cluster, tmp_path: object) -> None:
    content = payload(tmp_path, pole.members[0].siren)
    content["company"]["nom"] = "DURAND"
    answer = sent(signed_in("member"), content)
    assert answer.status_code == 400
    assert "DURAND" not in answer.json()["error"]
    assert not Deposit.objects.exists()


def test_a_closed_wave_is_told(signed_in: object, wave: Wave, pole: Cluster, tmp_path: object) -> None:
    freeze_wave(wave, by=None)
    client = signed_in("member")
    assert "Rien à déposer" in client.get("/mon-entreprise/depot/").content.decode()
    answer = sent(client, payload(tmp_path, pole.members[0].siren))
    assert (answer.status_code, "Aucune collecte" in answer.json()["error"]) == (400, True)


def test_the_deposit_page_names_the_python_of_the_lock(signed_in: object, wave: Wave) -> None:
    from pathlib import Path

    package = json.loads((Path(__file__).resolve().parents[4] / "package.json").read_text(encoding="utf-8"))
    assert f"vendor/pyodide-{package['dependencies']['pyodide']}/" == PYTHON
    assert f"/static/{PYTHON}" in signed_in("member").get("/mon-entreprise/depot/").content.decode()


def test_the_worker_may_send_nothing(client: object, db: None) -> None:
    answer, other = (client.get(f"/static/vivier/deposit/{name}.mjs") for name in ("worker", "deposit"))
    assert "Content-Security-Policy" not in other
    for one in (answer, other):
        one.close()
    assert answer["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src http://testserver/static/"
    )


def test_reading_on_the_server_must_be_agreed_to(
    signed_in: object, wave: Wave, pole: Cluster, tmp_path: object
) -> None:
    path = file(tmp_path, pole.members[0].siren)
    given = SimpleUploadedFile(path.name, path.read_bytes())
    answer = signed_in("member").post(READ, {"fichiers": given})
    assert (answer.status_code, "Cochez votre accord" in answer.content.decode()) == (400, True)


def test_files_read_on_the_server_are_shown_then_sent_and_leave_nothing(
    signed_in: object, wave: Wave, pole: Cluster, tmp_path: object
) -> None:
    from vivier_web.skills.queries.readings import MEMORY

    before = set(MEMORY.iterdir())
    client, path = signed_in("member"), file(tmp_path, pole.members[0].siren)
    answer = client.post(READ, {"fichiers": SimpleUploadedFile(path.name, path.read_bytes()), "agreed": "oui"})
    shown = answer.content.decode()
    assert "8 salariés lus" in shown
    assert "DURAND" not in shown
    assert not {one for one in set(MEMORY.iterdir()) - before if one.name.startswith("vivier-")}
    assert not Deposit.objects.exists()
    kept = answer.context["kept"]
    answer = client.post("/mon-entreprise/depot/envoyer-lu/", {"kept": kept, "titres": ["0", "99", "x"]})
    assert answer.status_code == 302
    assert Deposit.objects.get().read_where == "server"
    assert ReleasedTitle.objects.count() == 1
    forged = client.post("/mon-entreprise/depot/envoyer-lu/", {"kept": kept[:-2] + "xx"})
    assert (forged.status_code, "choisissez vos fichiers de nouveau" in forged.content.decode()) == (400, True)


def test_a_file_that_is_no_payroll_is_told_and_nothing_is_lost(signed_in: object, wave: Wave) -> None:
    given = SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(200))
    answer = signed_in("member").post(READ, {"fichiers": given, "agreed": "oui"})
    assert (answer.status_code, "Aucun de ces fichiers" in answer.content.decode()) == (400, True)


def test_the_report_waits_by_itself_then_shows_charts(
    signed_in: object, wave: Wave, pole: Cluster, tmp_path: object
) -> None:
    client, member = signed_in("member"), pole.members[0]
    assert "paraîtra ici" in client.get("/mon-entreprise/rapport/").content.decode()
    kept = deposit(wave, member, payload(tmp_path, member.siren, 40), by=None)
    waiting = client.get("/mon-entreprise/rapport/")
    assert (waiting["Refresh"], "se met à jour d’elle-même" in waiting.content.decode()) == ("3", True)
    work_out_report.call(kept.pk)
    shown = client.get("/mon-entreprise/rapport/")
    assert "Refresh" not in shown
    assert shown.content.decode().count("<svg") >= 4
    assert "style=" not in shown.content.decode()


def test_the_report_somebody_looks_for_goes_before_the_others_of_the_wave(
    signed_in: object, wave: Wave, pole: Cluster, tmp_path: object, settings: object,
    django_capture_on_commit_callbacks: object,
) -> None:  # fmt: skip
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    with django_capture_on_commit_callbacks(execute=True):
        last, mine = (
            deposit(wave, member, payload(tmp_path, member.siren, 12), by=None) for member in pole.members[1::-1]
        )
    waiting = DBTaskResult.objects.filter(task_path=work_out_report.module_path, status="READY")
    assert [one.args_kwargs["args"] for one in waiting] == [[last.pk], [mine.pk]]
    signed_in("member").get("/mon-entreprise/rapport/")
    assert [one.args_kwargs["args"] for one in waiting.all()] == [[mine.pk], [last.pk]]


def test_the_pole_is_beside_only_when_three_others_hide_one_another(
    signed_in: object, wave: Wave, pole: Cluster, tmp_path: object
) -> None:
    from vivier_web.members.actions import admit_member, register_organisation

    for siren in ("784671695", "542051180"):
        other = register_organisation(f"Membre {siren}", siren=siren, by=None)
        admit_member(pole.pole, other, joined_on=wave.on, by=None)
        pole.members.append(other)
    for member in pole.members[1:3]:
        with_report(wave, member, tmp_path)
    first = with_report(wave, pole.members[0], tmp_path)
    client = signed_in("member")
    assert "demande que trois autres membres" in client.get("/mon-entreprise/rapport/").content.decode()
    with_report(wave, pole.members[3], tmp_path)
    Deposit.objects.filter(pk=first.pk).update(report=None)
    work_out_report.call(first.pk)
    assert "Vous et 3 autres membres" in client.get("/mon-entreprise/rapport/").content.decode()


def test_the_bdese_block_adds_up(signed_in: object, wave: Wave, pole: Cluster, tmp_path: object) -> None:
    with_report(wave, pole.members[0], tmp_path)
    answer = signed_in("member").get("/mon-entreprise/rapport/bdese.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Contrats", "Âges", "Qualifications", "Entrées et sorties", "Lisez-moi"]
    for name in book.sheetnames[:3]:
        last = list(book[name].values)[-1]
        assert (last[0], last[-1]) == ("Ensemble", 40)
    assert len(list(book["Âges"].values)) == 9
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.slug)
def test_each_paper_is_a_document_filled_with_both_names(
    signed_in: object, wave: Wave, pole: Cluster, tmp_path: object, paper: object
) -> None:
    with_report(wave, pole.members[0], tmp_path)
    answer = signed_in("member").get(f"/mon-entreprise/documents/{paper.slug}.docx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314 (our own)
        said = archive.read("word/document.xml").decode()
    assert pole.members[0].name in said
    assert pole.pole.name in said
    assert "à relire" in said
    assert "{" not in said


def test_a_paper_nobody_wrote_is_not_found(signed_in: object, wave: Wave) -> None:
    assert signed_in("member").get("/mon-entreprise/documents/autre.docx").status_code == 404
