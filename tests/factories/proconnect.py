"""A small ProConnect on 127.0.0.1: discovery, keys, code against tokens, signed identity; each answer can be spoiled."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT, SECRET = "vivier", "un secret de vivier qui n’existe pas"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FORGED = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())


@dataclass
class Provider:
    """Hold what the mock answers; a test changes one field to spoil one answer."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)  # of the identity
    algorithm: str = "RS256"
    key: Any = RSA
    nonce: str | None = None  # None: the one that was asked
    id_token: dict[str, Any] = field(default_factory=dict)  # claims to spoil
    userinfo: dict[str, Any] = field(default_factory=dict)
    is_json: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def authorize(self, url: str) -> str:
        """Do what a person does over there: agree; give the code."""
        self.asked = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
        return "code-of-one-use"

    def signed(self, said: dict[str, Any]) -> str:
        """Sign claims."""
        now = int(time.time())
        base = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60}
        key = SECRET if self.algorithm == "HS256" else self.key
        kept = {name: value for name, value in (base | said).items() if value is not None}
        return jwt.encode(kept, key, self.algorithm, {"kid": self.algorithm})

    def keys(self) -> dict[str, Any]:
        """Publish the keys."""
        published = [("RS256", jwt.algorithms.RSAAlgorithm, RSA), ("ES256", jwt.algorithms.ECAlgorithm, CURVE)]
        return {
            "keys": [
                {**json.loads(algorithm.to_jwk(key.public_key())), "kid": name, "alg": name, "use": "sig"}
                for name, algorithm, key in published
            ]
        }

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, str, str]:
        """Give the status, the type and the body of an answer."""
        self.calls.append(path)
        if path.endswith("/.well-known/openid-configuration"):
            names = ("authorize", "token", "userinfo", "jwks", "session/end")
            keys = (
                "authorization_endpoint",
                "token_endpoint",
                "userinfo_endpoint",
                "jwks_uri",
                "end_session_endpoint",
            )
            found = {key: f"{self.issuer}/{name}" for key, name in zip(keys, names, strict=True)}
            return 200, "application/json", json.dumps(found | {"issuer": self.issuer})
        if path.endswith("/jwks"):
            return 200, "application/json", json.dumps(self.keys())
        if path.endswith("/token"):
            return self.token(form)
        if self.is_json:
            return 200, "application/json", json.dumps(self.claims)
        return 200, "application/jwt; charset=utf-8", self.signed(self.claims | self.userinfo)

    def token(self, form: dict[str, str]) -> tuple[int, str, str]:
        """Exchange the code, when PKCE and the secret are right."""
        proof = base64.urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if proof != self.asked["code_challenge"] or form.get("client_secret") != SECRET:
            return 400, "application/json", json.dumps({"error": "invalid_grant"})
        nonce = self.asked["nonce"] if self.nonce is None else self.nonce
        said = {"sub": self.claims["sub"], "nonce": nonce} | self.id_token
        body = {"access_token": "a", "token_type": "Bearer", "id_token": self.signed(said)}
        return 200, "application/json", json.dumps(body)


@contextmanager
def serving() -> Iterator[Provider]:
    """Serve a provider while a test runs."""
    provider = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            form = {key: values[0] for key, values in parse_qs(self.rfile.read(size).decode()).items()}
            status, kind, body = provider.answer(urlsplit(self.path).path, form)
            self.send_response(status)
            self.send_header("content-type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET  # noqa: N815 (the name the server calls)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.issuer = f"http://127.0.0.1:{server.server_port}/api/v2"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
