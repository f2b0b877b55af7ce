"""Somebody of the demonstration who goes about the product in a browser, every page judged on the way."""

from typing import Any

from factories.browsing import follow

LONG = 240_000  # milliseconds: what the worker does may wait behind other work
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


class Visit:
    """Hold a page of a browser, whatever its console complained of, and whatever it asked of another site."""

    def __init__(self, browser: Any, site: str) -> None:
        self.site, self.complaints = site, []
        self.context = browser.new_context(viewport=DESK, locale="fr-FR")
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.context.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((f"{self.site}/", "data:", "blob:")):
            self.complaints.append(request.url)

    def enter(self, name: str) -> None:
        """Sign in by one click as somebody of the demonstration."""
        self.context.clear_cookies()
        self.page.goto(f"{self.site}/compte/login/")
        follow(self.page, f'[aria-label="Entrer comme {name}"]')

    def follow(self, target: str) -> None:
        """Click what leads to another page, and judge that page."""
        follow(self.page, target)
        self.judge()

    def press(self, target: str, key: str = "Enter") -> None:
        """Reach a link or a button with the keyboard alone, press a key, and judge the page it leads to."""
        self.page.locator(target).first.focus()
        with self.page.expect_navigation(timeout=60_000):
            self.page.keyboard.press(key)
        self.judge()

    def judge(self) -> None:
        """Hold the page against what every page promises: accessible, one main gesture, whole on a phone."""
        from axe_playwright_python.sync_playwright import Axe

        page = self.page
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], page.url
        assert page.locator(".btn-go:visible").count() <= 1, page.url
        page.set_viewport_size(PHONE)
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size(DESK)
        assert wide <= PHONE["width"], f"{page.url} : {wide} px"
        assert self.complaints == [], page.url

    def read(self, target: str = "main") -> str:
        """Give the words of a part of the page, with plain spaces."""
        return " ".join(self.page.inner_text(target).split())

    @property
    def title(self) -> str:
        """What the page says first."""
        return self.read("h1")
