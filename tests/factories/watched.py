"""A page in a browser with all it asks the network for, and what its console complains of."""

from pathlib import Path

from django.test import Client
from django_scopes import scopes_disabled


class Watched:
    """Hold a page and everything it asked the network for, bodies included, and what its console complained of."""

    def __init__(self, browser, site: str, client: Client, **how: object) -> None:
        self.site, self.requests, self.complaints = site, [], []
        self.context = browser.new_context(**how)
        self.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
        self.context.on("request", lambda one: self.requests.append(one))  # noqa: PLW0108 (Playwright asks for a Python function)
        self.context.on("console", self._hear)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def open(self, siren: str) -> None:
        with scopes_disabled():
            from vivier_web.members.models import Organisation

            member = Organisation.objects.get(siren=siren)
        self.page.goto(f"{self.site}/mon-entreprise/depot/?membre={member.pk}")

    def read(self, *paths: Path) -> None:
        self.page.set_input_files("#fichiers", [str(path) for path in paths])
        self.page.click("#lire")
        self.page.wait_for_selector("#relecture h2", timeout=60_000)

    @property
    def asked(self) -> list[str]:
        """What left: the browser also tells the requests that a policy stopped before they did."""
        gone = [one for one in self.requests if one.failure not in ("csp", "net::ERR_BLOCKED_BY_CSP")]
        return [f"{one.method} {one.url} {one.post_data or ''}" for one in gone]

    def has(self, secret: str) -> bool:
        return any(secret in one for one in self.asked)
