"""Signed tokens of ProConnect: each is verified against the published keys, by the two algorithms it uses."""

from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

ALGORITHMS = ("RS256", "ES256")  # never `none`, nor HS256, which would let whoever knows the secret sign
LEEWAY = 30  # seconds between two clocks


def verified(token: str, keys: dict[str, Any], *, issuer: str, audience: str, lasting: bool = True) -> dict[str, Any]:
    """Give what a token says, once its signature, its issuer, its audience and its hours are verified.

    `keys` is the published JSON Web Key Set. A token that is not `lasting` (a userinfo) may have no end.
    """
    required = ["iss", "aud", "sub", *(["exp", "iat"] if lasting else [])]
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise OAuth2Error(f"algorithm refused: {header.get('alg')}")
        key = next((each for each in keys.get("keys", ()) if each.get("kid") == header.get("kid")), None)
        if key is None:
            raise OAuth2Error("unknown key")
        return jwt.decode(
            token,
            jwt.PyJWK(key, algorithm=header["alg"]).key,
            algorithms=[header["alg"]],
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": required},
        )
    except jwt.PyJWTError as error:
        raise OAuth2Error(str(error)) from error
