"""What keeps the site: limits before a body is read, checks of the machine, rounds of erasure, files, demonstration."""

import datetime as dt
import itertools
import os
import socket
import threading
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from stdnum import luhn

from factories import cluster, collected
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.choices import OVER_ORGANISATION, OVER_POLE, RoleKind
from vivier_web.accounts.models import Act, User
from vivier_web.ops import doctor
from vivier_web.ops.demo.dealings import CONTACTS, DEALINGS
from vivier_web.ops.demo.people import CAST, NEWCOMERS, contributor_of, invite_everyone
from vivier_web.ops.demo.pole import NEWCOMERS as NEW_MEMBERS
from vivier_web.ops.demo.pole import Founded, _kind
from vivier_web.ops.demo_door import identities
from vivier_web.ops.logs import REQUEST
from vivier_web.ops.preparing import home_folder, update_tables, write_secret
from vivier_web.ops.retention import NEVER_ENDED, TASKS_KEPT, Erased, erase_what_is_due
from vivier_web.ops.serving import commands_of
from vivier_web.ops.static_files import StaticFiles, worker_policy
from vivier_web.ops.watching import HEADERS, Limited, Watched
from vivier_web.ops.working import queue_lost_work_again
from vivier_web.skills.actions.waves import freeze_wave
from vivier_web.skills.models import Deposit

MOST = 20 * 2**20


@pytest.mark.parametrize(
    ("length", "status"),
    [
        ("", 200), ("0", 200), ("1000", 200), (str(MOST), 200), (str(MOST + 1), 413), ("9" * 6000, 413),
        ("-1", 413), ("+5", 413), ("1e3", 413), ("douze", 413), ("²", 413), ("٣", 413), (" 5", 413),
    ],
)  # fmt: skip
def test_a_body_of_no_sure_length_is_refused_before_it_is_read(db: None, length: str, status: int) -> None:
    request = RequestFactory().get("/")
    request.META["CONTENT_LENGTH"] = length
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=MOST):
        assert Limited(lambda _request: HttpResponse("lu"))(request).status_code == status


def test_reading_and_strangers_are_not_counted_as_sending(signed_in: object, settings: object) -> None:
    settings.RATE_LIMITS = {"choose_pole": 1, "account": 1}
    client = signed_in("team")
    assert [client.get("/compte/").status_code for _ in range(4)] == [200] * 4
    assert [Client().post("/pole/").status_code for _ in range(4)] == [302] * 4
    assert [client.post("/pole/").status_code for _ in range(2)] == [302, 429]


def test_each_request_has_its_own_number_and_leaves_none_behind() -> None:
    seen: list[str] = []

    def answer(_request: object) -> HttpResponse:
        seen.append(REQUEST.get())
        return HttpResponse("lu", headers={"Permissions-Policy": "its own"})

    watched = Watched(answer)
    request = RequestFactory().get("/nulle-part/")
    request.resolver_match = None
    first, second = watched(request), watched(request)
    assert [first["X-Request-ID"], second["X-Request-ID"]] == seen
    assert len({*seen}) == 2
    assert REQUEST.get() == ""
    assert first["Permissions-Policy"] == "its own"
    assert {name: first[name] for name in HEADERS if name != "Permissions-Policy"} == {
        name: value for name, value in HEADERS.items() if name != "Permissions-Policy"
    }
    assert "Cache-Control" not in first


def test_a_request_that_fails_leaves_no_number_behind() -> None:
    def fail(_request: object) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Watched(fail)(RequestFactory().get("/"))
    assert REQUEST.get() == ""


@pytest.fixture
def sound(db: None, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("VIVIER_SECRET_KEY", raising=False)
    tmp_path.chmod(0o700)
    write_secret(tmp_path)
    settings.DEMO = settings.DEBUG = False
    settings.SITE_URL, settings.IS_HTTPS, settings.ALLOWED_HOSTS = "https://pole.example", True, ["pole.example"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return tmp_path


def found(subject: str) -> doctor.Finding:
    (one,) = [finding for finding in doctor.examine() if finding.subject == subject]
    return one


@pytest.mark.parametrize(
    ("url", "hosts", "level"),
    [
        ("https://pole.example", ["pole.example"], "ok"),
        ("https://pole.example:8443", ["pole.example"], "ok"),
        ("https://pole.example/vivier", ["pole.example"], "ok"),
        ("https://Pole.Example", ["pole.example"], "ok"),
        ("https://val.pole.example", [".pole.example"], "ok"),
        ("https://pole.example", ["*"], "ok"),
        ("https://pole.example", ["autre.example", "pole.example.org"], "bad"),
        ("https://pole.example", [], "bad"),
    ],
)
def test_the_host_of_the_site_must_be_among_those_it_answers_to(
    sound: Path, settings: object, url: str, hosts: list[str], level: str
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = url, hosts
    assert found("HTTPS").level == level


def test_a_folder_that_others_read_or_that_is_gone_is_named(sound: Path, settings: object) -> None:
    assert found("Dossier").level == "ok"
    sound.chmod(0o750)
    assert found("Dossier") == doctor.Finding(
        "Dossier", "warn", f"« {sound} » est lisible par d’autres comptes : chmod 700 {sound}"
    )
    settings.HOME = sound / "absent"
    assert found("Dossier").level == "bad"
    assert found("Clé secrète").level == "bad"


@pytest.mark.parametrize(("greeting", "level"), [(b"220 ici\r\n", "ok"), (b"554 non\r\n", "bad"), (b"", "bad")])
def test_a_mail_server_is_asked_whether_it_answers(
    sound: Path, settings: object, greeting: bytes, level: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            link, _ = server.accept()
            with link:
                link.sendall(greeting)
                while greeting.startswith(b"220") and (asked := link.recv(100)):
                    link.sendall(b"221 adieu\r\n" if asked.startswith(b"QUIT") else b"250 bien\r\n")

        answering = threading.Thread(target=serve, daemon=True)
        answering.start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        assert found("Courrier").level == level
        answering.join(5)


def test_every_check_speaks_french_once_and_knows_three_levels(sound: Path) -> None:
    findings = doctor.examine()
    assert len({one.subject for one in findings}) == len(findings) == 10
    assert {one.level for one in findings} <= {"ok", "warn", "bad"}
    assert [one for one in findings if not one.sentence or "\n" in one.sentence] == []


def test_the_waves_of_every_pole_are_erased_on_their_day_and_no_other(pole: Cluster) -> None:
    with scope(pole=None):
        other = cluster.founded("plasturgie", first=1)
    waves = []
    for rank, one in enumerate((pole, other)):
        with scope(pole=one.pole):
            wave = collected.collected(one.pole, members=0)
            collected.deposit(wave, one.members[0], collected.crowd(one.members[0].siren), [("Régleur", 3)])
            freeze_wave(wave, by=None)
            wave.erase_on += dt.timedelta(days=rank)
            wave.save()
            waves.append(wave)
    first, second = (wave.erase_on for wave in waves)
    with scope(pole=pole.pole):
        assert [erase_what_is_due(day).waves for day in (first - dt.timedelta(days=1), first, first)] == [0, 1, 0]
    with scopes_disabled():
        left = {one.wave.pole.slug: one.cells is not None for one in Deposit.objects.select_related("wave__pole")}
    assert left == {"mecatronique": False, "plasturgie": True}
    assert erase_what_is_due(second + dt.timedelta(days=400)) == Erased(1, 0, 0)
    told = Act.objects.filter(verb="erase_wave").values_list("pole", "actor_id")
    assert list(told) == [("mecatronique", None), ("plasturgie", None)]


MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("status", "started", "finished", "erased"),
    [
        ("SUCCESSFUL", TASKS_KEPT, TASKS_KEPT + MINUTE, 1), ("SUCCESSFUL", TASKS_KEPT, TASKS_KEPT - MINUTE, 0),
        ("FAILED", TASKS_KEPT, TASKS_KEPT + MINUTE, 1), ("RUNNING", NEVER_ENDED + MINUTE, None, 1),
        ("RUNNING", NEVER_ENDED - MINUTE, None, 0), ("READY", None, None, 0),
    ],
)  # fmt: skip
def test_a_task_leaves_its_trace_a_month_and_one_that_never_ended_a_day(
    db: None, status: str, started: dt.timedelta | None, finished: dt.timedelta | None, erased: int
) -> None:
    now = timezone.now()
    DBTaskResult.objects.create(
        status=TaskResultStatus(status), args_kwargs={"args": [], "kwargs": {}}, backend_name="default",
        started_at=now - started if started else None, finished_at=now - finished if finished else None,
        task_path="factories.slow_work.count_slowly", run_after=now, exception_class_path="", traceback="",
    )  # fmt: skip
    assert erase_what_is_due() == Erased(0, 0, erased)
    assert DBTaskResult.objects.count() == 1 - erased


def test_what_each_room_queued_again_is_counted_together(db: None) -> None:
    with override_settings(LOST_WORK=["os.getpid", "vivier_web.nowhere.requeue", "os.getpid"]):
        assert queue_lost_work_again() == 2 * os.getpid()
    with override_settings(LOST_WORK=[]):
        assert queue_lost_work_again() == 0


def test_a_folder_that_is_there_keeps_its_name_and_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vivier.sqlite3").write_text("x")
    monkeypatch.setenv("VIVIER_HOME", str(tmp_path))
    assert home_folder() == home_folder(demo=True) == tmp_path
    assert [one.name for one in tmp_path.iterdir()] == ["vivier.sqlite3"]
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("VIVIER_HOME", str(tmp_path / "file"))
    with pytest.raises(InputError, match="VIVIER_HOME"):
        home_folder()


def test_tables_that_are_up_to_date_are_left_alone(pole: Cluster) -> None:
    before = User.objects.count()
    update_tables()
    assert User.objects.count() == before > 0


def test_the_server_answers_where_it_is_told_by_so_many_at_once() -> None:
    for host, port, processes in (("0.0.0.0", 80, 1), ("[::1]", 8000, 16)):  # noqa: S104 (read, not listened to)
        web, worker = commands_of(host, port, processes)
        said = dict(itertools.pairwise(web))
        assert (said["--bind"], said["--workers"], said["--threads"]) == (f"{host}:{port}", str(processes), "4")
        assert (web[0], int(said["--limit-request-line"]) <= 4094) == (worker[0], True)


@pytest.mark.parametrize(
    ("url", "is_kept"),
    [
        ("/static/vendor/pyodide-314.0.7/pyodide.asm.wasm", True), ("/static/vendor/pyodide-0/x.js", True),
        ("/static/vendor/pyodide/x.js", False), ("/static/vendor/pyodide-latest/x.js", False),
        ("/static/vivier/vivier.css", False), ("/static/vivier/pyodide-1.0/x.js", False),
    ],
)  # fmt: skip
def test_only_what_bears_its_version_is_kept_for_ever(url: str, is_kept: bool) -> None:
    assert StaticFiles(lambda _request: None).immutable_file_test("", url) is is_kept


def test_a_worker_that_reads_payroll_files_may_speak_to_this_site_alone() -> None:
    said = dict(one.split(" ", 1) for one in worker_policy("https://pole.example", "/static/").split("; "))
    assert said == {
        "default-src": "'none'",
        "script-src": "'self' 'wasm-unsafe-eval'",
        "connect-src": "https://pole.example/static/",
    }


def test_the_cast_of_the_demonstration_holds_each_role_once_and_no_name_twice() -> None:
    assert sorted(kind for kind, _ in CAST) == sorted(RoleKind.values)
    everyone = [name for _, name in CAST] + list(NEWCOMERS)
    assert len(set(everyone)) == len(everyone)
    assert len(NEWCOMERS) == len(NEW_MEMBERS)
    assert CAST[0][0] == RoleKind.TEAM, "who builds it is of the team"


def test_the_new_members_of_the_demonstration_have_numbers_that_pass_their_key() -> None:
    sirens = [siren for _, siren, _ in NEW_MEMBERS]
    assert [siren for siren in sirens if not luhn.is_valid(siren) or not siren.startswith("000100")] == []
    assert len(set(sirens)) == 3


def test_what_the_team_noted_in_the_demonstration_makes_sense() -> None:
    assert len({name for name, _ in CONTACTS}) == len(CONTACTS)
    assert [said for said in DEALINGS if (said[3] == "") != (said[4] is None)] == []
    assert any(said[4] is not None and said[4] < 0 for said in DEALINGS), "one next step is late, to be seen"


@pytest.mark.parametrize(
    ("size", "kind"), [(0, "micro"), (9, "micro"), (10, "sme"), (249, "sme"), (250, "mid_cap"), (4000, "mid_cap")]
)
def test_a_company_is_of_the_kind_of_its_size(size: int, kind: str) -> None:
    assert _kind(size) == kind


def test_the_people_of_the_demonstration_are_over_what_their_role_asks(pole: Cluster) -> None:
    lived = tuple((one, None) for one in pole.members)
    founded = Founded(pole.pole, lived, (), 1)
    with pytest.raises(ValueError, match="zip"):
        invite_everyone(founded)  # as many newcomers as there are names for them
    cast = User.objects.filter(email__endswith="@mecatronique-du-val.example")
    held = {user.email.partition("@")[0]: list(user.roles.all()) for user in cast}
    assert set(held) == set(RoleKind.values)
    assert {kind: len(roles) for kind, roles in held.items() if len(roles) != 1} == {"accountant": 3}
    for kind, roles in held.items():
        assert all((role.pole == pole.pole) == (kind in OVER_POLE | OVER_ORGANISATION) for role in roles)
    assert {kind: held[kind][0].territory for kind in ("region", "local")} == {"region": "84", "local": "74"}
    assert not any(user.has_usable_password() for user in cast)


def test_a_member_of_the_demonstration_has_one_contributor_however_often_it_deposits(pole: Cluster) -> None:
    founded = Founded(pole.pole, (), (), 1)
    assert contributor_of(pole.members[0], founded) == pole.people["member"]
    made = contributor_of(pole.members[1], founded)
    assert contributor_of(pole.members[1], founded) == made
    assert made.email == f"rh-{pole.members[1].siren}@mecatronique-du-val.example"


def test_the_door_of_a_demonstration_names_only_people_who_may_enter(pole: Cluster, settings: object) -> None:
    settings.DEMO = True
    gone = pole.people["board"]
    gone.is_active = False
    gone.save()
    User.objects.create_user("paul@exemple.fr", full_name="Paul")
    contributor_of(pole.members[1], Founded(pole.pole, (), (), 1))
    said = identities(RequestFactory().get("/compte/login/"))["identities"]
    assert [one["email"].partition("@")[0] for one in said] == [kind for kind in RoleKind.values if kind != "board"]
    assert {one["email"]: one["role"] for one in said}["member@mecatronique.example"] == (
        "Contributeur d’un membre (Mécanique du Val)"
    )
    assert identities(RequestFactory().get("/")) == {}
    settings.DEMO = False
    assert identities(RequestFactory().get("/compte/login/")) == {}
