"""Who is the same person, without keeping who they are.

Identifiers become HMACs keyed by a secret drawn for one read and forgotten with it: nothing that leaves the
read can be linked to a person, nor to another read (this replaces the member's secret of the DSN notes).
"""

import hmac
import secrets
import unicodedata
from functools import lru_cache


class Pseudonyms:
    """Turn identifiers into 16-byte pseudonyms that only this read can compare."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def of(self, scope: str, kind: bytes, value: bytes) -> bytes:
        """Give the pseudonym of an identifier within a scope (a SIREN, or one file when it has none)."""
        return self.within(scope, self.bare(kind, value))

    def bare(self, kind: bytes, value: bytes) -> bytes:
        """Give the pseudonym of an identifier whose scope is not known yet."""
        return hmac.digest(self._secret, kind + b"\x00" + value, "sha256")[:16]

    def within(self, scope: str, bare: bytes) -> bytes:
        """Give to a pseudonym the scope it was waiting for: the same person in two scopes is never matched."""
        return hmac.digest(self._secret, scope.encode() + b"\x00" + bare, "sha256")[:16]


class Chains:
    """Remember which pseudonyms are one person (an old and a new NIR, a temporary number and its NIR)."""

    def __init__(self) -> None:
        self._parent: dict[bytes, bytes] = {}

    def link(self, one: bytes, other: bytes) -> None:
        """Say that two pseudonyms are the same person; the order of the links does not matter."""
        low, high = sorted((self.root(one), self.root(other)))
        if low != high:
            self._parent[high] = low

    @property
    def has_links(self) -> bool:
        """Tell whether anybody goes by two pseudonyms."""
        return bool(self._parent)

    def root(self, key: bytes) -> bytes:
        """Give the one pseudonym that stands for this person (the smallest of its chain)."""
        while (parent := self._parent.get(key)) is not None:
            key = parent
        return key


def folded(text: str) -> str:
    """Fold case, accents, apostrophes, hyphens and spaces, so that one name has one spelling.

    >>> folded(" L’Hérvé-Dupont ") == folded("l'herve DUPONT")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def has_luhn_key(digits: str) -> bool:
    """Tell whether a string of ASCII digits ends with its Luhn key.

    >>> has_luhn_key("732829320"), has_luhn_key("732829321")
    (True, False)
    """
    if not (digits.isascii() and digits.isdigit()):
        return False
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        n = int(digit) * (1 + rank % 2)
        total += n - 9 if n > 9 else n
    return total % 10 == 0


@lru_cache(maxsize=1024)
def is_siren(text: str) -> bool:
    """Tell whether a text is a SIREN: nine digits and their key.

    >>> is_siren("000100115"), is_siren("12345678")
    (True, False)
    """
    return len(text) == 9 and has_luhn_key(text)


@lru_cache(maxsize=1024)
def is_siret(text: str) -> bool:
    """Tell whether a text is a SIRET: fourteen digits, both keys right (La Poste's establishments have their own).

    >>> is_siret("00010011500013"), is_siret("35600000049837"), is_siret("00010011500014")
    (True, True, False)
    """
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        return False
    if text.startswith("356000000") and text != "35600000000048":
        return sum(map(int, text)) % 5 == 0
    return is_siren(text[:9]) and has_luhn_key(text)
