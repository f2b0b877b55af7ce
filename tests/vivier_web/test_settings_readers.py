"""What the environment of a machine says is read strictly, or refused in one sentence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.vocabulary import InputError
from vivier_web import settings as read

NAME = "VIVIER_OF_A_TEST"
HOME = Path("/srv/vivier")
PLAIN = st.text("abcXYZ09-_.~é@:/?#% ", min_size=1, max_size=12)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> object:
    """Let a test say what the environment holds; None: nothing."""

    def say(value: str | None) -> None:
        monkeypatch.delenv(NAME, raising=False) if value is None else monkeypatch.setenv(NAME, value)

    return say


@pytest.mark.parametrize(
    ("value", "text", "yes", "listed"),
    [
        (None, "", False, []),
        ("", "", False, []),
        ("   ", "", False, []),
        ("1", "1", True, ["1"]),
        (" true ", "true", True, ["true"]),
        ("TRUE", "TRUE", True, ["TRUE"]),
        ("Oui", "Oui", True, ["Oui"]),
        ("yes", "yes", True, ["yes"]),
        ("0", "0", False, ["0"]),
        ("false", "false", False, ["false"]),
        ("non", "non", False, ["non"]),
        ("vrai", "vrai", False, ["vrai"]),
        ("a, b ,,c,", "a, b ,,c,", False, ["a", "b", "c"]),
        (",", ",", False, []),
    ],
)
def test_texts_answers_and_lists_are_read_without_their_spaces(
    said: object, value: str | None, text: str, yes: bool, listed: list[str]
) -> None:
    said(value)
    assert (read.text(NAME), read.yes(NAME), read.listed(NAME)) == (text, yes, listed)


def test_what_is_not_said_has_its_default(said: object) -> None:
    said(None)
    assert (read.text(NAME, " un "), read.listed(NAME, "a,b"), read.number(NAME, 7)) == ("un", ["a", "b"], 7)
    said("")
    assert (read.text(NAME, "un"), read.listed(NAME, "a,b"), read.number(NAME, 7)) == ("", [], 7)


@pytest.mark.parametrize(("value", "number"), [("0", 0), ("12", 12), (" 587 ", 587), ("007", 7)])
def test_a_whole_number_is_read(said: object, value: str, number: int) -> None:
    said(value)
    assert read.number(NAME, 1) == number


@pytest.mark.parametrize("value", ["douze", "1.5", "1e3", "-1", "1 000", "²", "٣", "0x10", "1_000", "NaN"])
def test_a_number_that_is_not_one_is_refused_by_the_name_of_its_variable(said: object, value: str) -> None:
    said(value)
    with pytest.raises(InputError) as refused:
        read.number(NAME, 1)
    assert str(refused.value) == (f"{NAME} doit être un nombre entier, et non « {value} » : corrigez cette variable.")


def test_without_an_address_the_database_is_a_file_of_the_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIVIER_SERVED", raising=False)
    file = read.database("", HOME)
    assert (file["ENGINE"], file["NAME"]) == ("django.db.backends.sqlite3", HOME / "vivier.sqlite3")
    assert (file["OPTIONS"]["transaction_mode"], file["OPTIONS"]["timeout"]) == ("IMMEDIATE", 20)
    assert "journal_mode=WAL" in file["OPTIONS"]["init_command"]
    assert file["CONN_MAX_AGE"] == 0
    monkeypatch.setenv("VIVIER_SERVED", "1")
    assert read.database("", HOME)["CONN_MAX_AGE"] == 600


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_an_address_names_a_postgresql_database(scheme: str) -> None:
    url = f"{scheme}://vivier:p%40ss%2Fword@db.example:5433/pole%20un"
    assert read.database(url, HOME) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "pole un",
        "USER": "vivier",
        "PASSWORD": "p@ss/word",
        "HOST": "db.example",
        "PORT": 5433,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
    }


def test_an_address_may_leave_out_all_but_the_name() -> None:
    found = read.database("postgres:///vivier", HOME)
    assert [found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == ["vivier", "", "", "", ""]


def test_the_encryption_an_address_asks_for_is_not_lost() -> None:
    found = read.database("postgres://u:p@db.example/v?sslmode=verify-full&sslrootcert=/etc/ca.pem", HOME)
    assert found["NAME"] == "v"
    assert found["OPTIONS"] == {
        "sslmode": "verify-full", "sslrootcert": "/etc/ca.pem", "pool": {"min_size": 1, "max_size": 8}
    }  # fmt: skip


@given(user=PLAIN, password=PLAIN, name=PLAIN.filter(lambda one: not one.startswith("/")))
def test_any_name_and_password_come_back_from_an_address(user: str, password: str, name: str) -> None:
    from urllib.parse import quote

    found = read.database(f"postgres://{quote(user, '')}:{quote(password, '')}@h:5432/{quote(name, '')}", HOME)
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == (user, password, name)


@pytest.mark.parametrize(
    "url",
    [
        "postgres://vivier:pa#ss@db.example/pole",
        "postgres://vivier:pa/ss@db.example/pole",
        "postgres://vivier:pa?ss@db.example/pole",
        "postgres://vivier:p@db.example:port/pole",
        "postgres://vivier:p@db.example:99999/pole",
        "postgres://vivier:p@[::1/pole",
    ],
)
def test_a_password_that_cuts_its_address_is_refused_with_what_to_write_and_never_shown(url: str) -> None:
    with pytest.raises(InputError) as refused:
        read.database(url, HOME)
    assert "écrivez # comme %23" in str(refused.value)
    assert "pa" not in str(refused.value).replace("pas", "").replace("dans le mot de passe", "")
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__  # the address, with its password, is in no trace either


@pytest.mark.parametrize("url", ["mysql://u:p@h/v", "sqlite:///v.db", "vivier", "//h/v", "http://h/v"])
def test_an_address_of_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="DATABASE_URL doit commencer par postgres://"):
        read.database(url, HOME)


def test_the_secret_is_the_one_given_else_the_one_kept_else_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VIVIER_SECRET_KEY", raising=False)
    first, second = read.secret(tmp_path), read.secret(tmp_path)
    assert (len(first), len(second)) == (50, 50)
    assert first != second
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "secret").write_text("kept")
    assert read.secret(tmp_path) == "kept"
    monkeypatch.setenv("VIVIER_SECRET_KEY", " given ")
    assert read.secret(tmp_path) == "given"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://auth.example/api/v2", "https://auth.example"),
        ("https://auth.example:8443/api?x=1#y", "https://auth.example:8443"),
        ("http://127.0.0.1:9/", "http://127.0.0.1:9"),
    ],
)
def test_the_origin_of_an_address_is_its_scheme_and_host(url: str, origin: str) -> None:
    assert read.origin(url) == origin


@pytest.mark.parametrize("given_", [("", "c", "s"), ("i", "", "s"), ("i", "c", ""), ("", "", "")])
def test_proconnect_is_not_there_until_all_three_are_known(given_: tuple[str, str, str]) -> None:
    assert read.proconnect(*given_) == {}
    app = {"client_id": "c", "secret": "s", "settings": {"server_url": "i"}}
    assert read.proconnect("i", "c", "s") == {"proconnect": {"APPS": [app]}}


def test_nothing_but_this_site_may_be_loaded_framed_or_run() -> None:
    said = read.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {source for name, sources in said.items() if name != "form-action" for source in sources}
    assert allowed == {"'none'", "'self'", "data:"}
    assert [name for name, sources in said.items() if "data:" in sources] == ["img-src"]
    assert (said["default-src"], said["frame-ancestors"], said["base-uri"]) == (["'none'"],) * 3
    assert (read.X_FRAME_OPTIONS, read.SESSION_COOKIE_HTTPONLY, read.SESSION_COOKIE_SAMESITE) == ("DENY", True, "Lax")


def test_the_middlewares_stand_in_an_order_that_leaves_no_hole() -> None:
    order = [name.rpartition(".")[2] for name in read.MIDDLEWARE]
    wanted = [
        "Watched", "SecurityMiddleware", "CSPMiddleware", "SessionMiddleware", "CsrfViewMiddleware",
        "AuthenticationMiddleware", "CurrentPole", "SecondFactor", "Limited",
    ]  # fmt: skip
    assert [name for name in order if name in wanted] == wanted
    assert len(order) == len(set(order))
