"""Going from page to page in a browser as a person does: the next page is there before anything is read or typed."""

from typing import Any


def follow(page: Any, target: str) -> None:
    """Click what leads to another page, and wait until that page is whole, its scripts included.

    A click comes back before the next page is there: on a busy machine what follows would be read, or typed,
    on the page that is left.
    """
    with page.expect_navigation(timeout=60_000):
        page.click(target)


def press(page: Any, key: str) -> None:
    """Press a key that leads to another page, and wait until that page is whole."""
    with page.expect_navigation(timeout=60_000):
        page.keyboard.press(key)
