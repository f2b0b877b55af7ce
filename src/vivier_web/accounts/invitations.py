"""The link of an invitation: signed, valid seven days, of no use once a password was chosen."""

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

LASTS = dt.timedelta(days=7)
_SALT = "vivier.invitation"


@dataclass(frozen=True, slots=True)
class Link:
    """Hold what a link says: who was invited, and how their password stood that day."""

    user_id: int
    password_was: str


def _stands(password: str) -> str:
    return salted_hmac(_SALT, password).hexdigest()[:16]


def written(user_id: int, password: str) -> str:
    """Write the key of a link for an account whose (hashed) password is this one."""
    return signing.dumps([user_id, _stands(password)], salt=_SALT)


def read(key: str) -> Link | None:
    """Read the key of a link; None when it is forged or older than seven days."""
    try:
        user_id, stood = signing.loads(key, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Link(user_id, stood)


def is_unused(link: Link, password: str) -> bool:
    """Tell whether the password of the account is still the one of the day of the letter."""
    return constant_time_compare(link.password_was, _stands(password))
