"""What is missing on this machine to serve people: one French sentence each, with what to do about it."""

import datetime as dt
import os
import smtplib
import stat
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError

from vivier_web.ops.health import pending_migrations

POSTGRESQL = Path("/usr/lib/postgresql/15/bin/initdb")


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold what one check found: `level` is `ok`, `warn` (it works, but) or `bad`."""

    subject: str
    level: str
    sentence: str


def examine() -> list[Finding]:
    """Make every check, in the order they should be mended."""
    checks: tuple[Callable[[], Finding], ...] = (
        _python, _home, _secret, _database, _migrations, _letters, _clock, _https, _demo, _postgresql
    )  # fmt: skip
    return [check() for check in checks]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036 (said to whoever runs an older one)
        return Finding("Python", "bad", f"Python {version} est trop ancien : installez Python 3.11 ou plus récent.")  # type: ignore[unreachable]
    return Finding("Python", "ok", f"Python {version}.")


def _home() -> Finding:
    home = settings.HOME
    try:
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError:
        return Finding("Dossier", "bad", f"« {home} » n’accepte pas d’écriture : changez ses droits ou VIVIER_HOME.")
    if stat.S_IMODE(home.stat().st_mode) & 0o077:
        return Finding("Dossier", "warn", f"« {home} » est lisible par d’autres comptes : chmod 700 {home}")
    return Finding("Dossier", "ok", f"« {home} » est privé et accepte l’écriture.")


def _secret() -> Finding:
    kept = settings.HOME / "secret"
    if os.environ.get("VIVIER_SECRET_KEY"):
        is_long = len(os.environ["VIVIER_SECRET_KEY"]) >= 32
        said = (
            "donnée par VIVIER_SECRET_KEY." if is_long else "VIVIER_SECRET_KEY est courte : 32 caractères au moins."
        )
        return Finding("Clé secrète", "ok" if is_long else "bad", said)
    if not kept.is_file():
        return Finding("Clé secrète", "bad", "pas encore écrite : « vivier serve » l’écrit une fois pour toutes.")
    if stat.S_IMODE(kept.stat().st_mode) & 0o077:
        return Finding("Clé secrète", "bad", f"lisible par d’autres comptes : chmod 600 {kept}")
    return Finding("Clé secrète", "ok", "écrite, lisible par vous seul.")


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        said = "ne répond pas : vérifiez DATABASE_URL, que le serveur est démarré et que le mot de passe est bon."
        return Finding("Base de données", "bad", said)
    if connection.vendor == "sqlite":
        said = "fichier SQLite : convient à un pôle et une machine ; au-delà, préférez PostgreSQL."
        return Finding("Base de données", "ok", said)
    return Finding("Base de données", "ok", "PostgreSQL répond.")


def _migrations() -> Finding:
    try:
        waiting = pending_migrations()
    except DatabaseError:
        return Finding("Tables", "bad", "la base ne répond pas : rien à dire de ses tables.")
    if waiting:
        return Finding("Tables", "bad", f"{waiting} mises à jour attendent : « vivier serve » les fait au démarrage.")
    return Finding("Tables", "ok", "à jour.")


def _letters() -> Finding:
    if not settings.EMAIL_HOST:
        said = f"VIVIER_SMTP_HOST n’est pas mis : les lettres restent dans {settings.HOME / 'courriers'}."
        return Finding("Courrier", "warn", said)
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException):
        said = (
            f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} ne répond pas : vérifiez VIVIER_SMTP_HOST et le pare-feu."
        )
        return Finding("Courrier", "bad", said)
    return Finding("Courrier", "ok", f"{settings.EMAIL_HOST} répond.")


def _clock() -> Finding:
    year = dt.datetime.now(tz=dt.UTC).year
    if not 2026 <= year <= 2100:
        return Finding("Horloge", "bad", f"l’horloge dit {year} : réglez-la (timedatectl set-ntp true).")
    return Finding("Horloge", "ok", "à l’heure de ce siècle ; les codes à usage unique demandent la minute (NTP).")


def _https() -> Finding:
    if settings.IS_HTTPS and settings.SECURE_PROXY_SSL_HEADER is None:
        said = (
            "VIVIER_URL est en https, mais VIVIER_BEHIND_PROXY n’est pas mis : mettez-le à 1 derrière le mandataire."
        )
        return Finding("HTTPS", "bad", said)
    if not settings.IS_HTTPS:
        is_local = settings.SITE_URL.startswith(("http://127.0.0.1", "http://localhost"))
        said = (
            f"{settings.SITE_URL} n’est pas chiffré : réservez-le à cette machine, sinon mettez VIVIER_URL en https."
        )
        return Finding("HTTPS", "warn" if is_local else "bad", said)
    host = settings.SITE_URL.removeprefix("https://").split(":")[0]
    if host not in settings.ALLOWED_HOSTS:
        return Finding("HTTPS", "bad", f"« {host} » manque dans VIVIER_HOSTS : ajoutez-le.")
    return Finding("HTTPS", "ok", settings.SITE_URL)


def _demo() -> Finding:
    if settings.DEMO or settings.DEBUG:
        said = "VIVIER_DEMO ou VIVIER_DEBUG est mis : on entre sans mot de passe. Jamais avec de vraies données."
        return Finding("Démonstration", "warn", said)
    return Finding("Démonstration", "ok", "éteinte.")


def _postgresql() -> Finding:
    if POSTGRESQL.exists():
        return Finding("Tests sur PostgreSQL", "ok", "possibles (make test-pg).")
    said = "impossibles ici : apt-get install -y postgresql (utile seulement à qui développe)."
    return Finding("Tests sur PostgreSQL", "ok", said)
