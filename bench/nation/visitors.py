"""Who visits: people of the teams, and members who send their counts; each asks by its own cookie."""

import http.client
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from nation import counts
from nation.loading import Nation, study_of

TEAMS = 20  # of as many pôles
SENDERS = 30  # members of each of these pôles who deposit in turn


@dataclass(frozen=True)
class Ask:
    """Hold one request: a GET, or the POST of a body."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class Visitor:
    """Hold the cookie of somebody, the member they look at, and a study of their pôle with its run."""

    cookie: str
    member: int
    study: int = 0
    run: int = 0


Asked = Callable[[int, int], Ask]  # which client, which turn of its own


def signed_in(email: str, kind: str, **over: object) -> str:
    """Open an account with a role, and give the cookie of its session."""
    from django.conf import settings
    from django.test import Client

    from vivier_web.accounts.actions import open_account
    from vivier_web.members.actions import grant_role

    user = open_account(email, email.split("@", maxsplit=1)[0].title(), by=None)
    grant_role(user, kind, by=None, **over)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def teams(nation: Nation) -> list[Visitor]:
    """Give somebody of the team of each of some pôles, where a study was worked out."""
    from vivier_web.members.models import Pole
    from vivier_web.skills.models import Run

    found = []
    for n in range(1, TEAMS + 1):
        run = study_of(n)
        cookie = signed_in(f"equipe{n}@banc.example", "team", pole=Pole.objects.get(pk=n))
        study = Run._base_manager.values_list("study_id", flat=True).get(pk=run)  # noqa: SLF001 (of any pôle)
        found.append(Visitor(cookie, nation.of_pole(n)[0], study, run))
    return found


def members(nation: Nation) -> list[Visitor]:
    """Give somebody of each of the members who will deposit: many, because one may send thirty times an hour."""
    from vivier_web.members.models import Organisation, Pole

    found = []
    for p in range(1, TEAMS + 1):
        pole = Pole.objects.get(pk=p)
        for n in nation.of_pole(p)[:SENDERS]:
            over = {"pole": pole, "organisation": Organisation.objects.get(pk=n)}
            found.append(Visitor(signed_in(f"rh{n}@banc.example", "member", **over), n))
    return found


def pages(seen: list[Visitor]) -> dict[str, Asked]:
    """Give what is asked of each page, by its title."""
    from django.urls import reverse

    addresses: dict[str, Callable[[Visitor], str]] = {
        "home": lambda _: reverse("home"),
        "search": lambda _: reverse("search") + "?q=mecanique",
        "member list": lambda _: reverse("members"),
        "member": lambda one: reverse("member", args=[one.member]),
        "studies": lambda _: reverse("studies"),
        "study": lambda one: reverse("study", args=[one.study]),
        "study results": lambda one: reverse("run", args=[one.run]),
        "job titles": lambda _: reverse("titles"),
    }

    def asked(address: Callable[[Visitor], str]) -> Asked:
        ready = [Ask(address(one), {"Cookie": one.cookie}) for one in seen]
        return lambda client, _: ready[client % len(ready)]

    return {title: asked(address) for title, address in addresses.items()}


def sendings(seen: list[Visitor], port: int) -> Asked:
    """Give what is sent: each client speaks for its own members in turn, with the token of the page they opened."""
    from django.conf import settings
    from django.urls import reverse

    path, most = reverse("deposit_send"), settings.RATE_LIMITS["deposit_send"]
    tokens = [_token(one, port) for one in seen]
    clients = len(seen) // SENDERS

    def asked(client: int, turn: int) -> Ask:
        if turn >= SENDERS * most:
            raise SystemExit("The limit of sendings bites: give the bench more members.")
        which = client % clients + clients * (turn % SENDERS)
        one, token = seen[which], tokens[which]
        headers = {"Cookie": f"{one.cookie}; {token[0]}", "X-CSRFToken": token[1], "Content-Type": "application/json"}
        return Ask(f"{path}?membre={one.member}", headers, counts.payload(one.member, turn))

    return asked


def _token(one: Visitor, port: int) -> tuple[str, str]:
    """Open the page of a deposit; gives the cookie it sets and the token it writes."""
    from django.urls import reverse

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", f"{reverse('deposit')}?membre={one.member}", headers={"Cookie": one.cookie})
    answer = connection.getresponse()
    page = answer.read().decode()
    cookie = next(
        value for name, value in answer.getheaders() if name == "Set-Cookie" and value.startswith("csrftoken=")
    )
    written = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    connection.close()
    if written is None:
        raise SystemExit("The page of the deposit has no token.")
    return cookie.split(";", maxsplit=1)[0], written[1]
