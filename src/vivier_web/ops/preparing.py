"""What must be there before the product serves: a private folder, a secret, tables, files for browsers."""

import os
import secrets
from pathlib import Path

from vivier.vocabulary import InputError

SETTINGS = "vivier_web.settings"


def home_folder(*, demo: bool = False) -> Path:
    """Give the folder of the product's data, and tell it to the settings; a demo has its own.

    It is made for its owner alone.
    """
    if not os.environ.get("VIVIER_HOME"):
        name = "vivier-demo" if demo else "vivier"
        os.environ["VIVIER_HOME"] = str(Path.home() / ".local" / "share" / name)
    home = Path(os.environ["VIVIER_HOME"])
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        raise InputError(
            f"Le dossier « {home} » ne peut pas être créé : donnez-en un autre par la variable VIVIER_HOME."
        ) from None
    return home


def write_secret(home: Path) -> Path:
    """Write once the key that signs sessions, readable by its owner alone."""
    kept = home / "secret"
    try:
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    except OSError:
        raise InputError(
            f"Le dossier « {home} » n’accepte pas d’écriture : changez ses droits, ou VIVIER_HOME."
        ) from None
    return kept


def set_django_up(*, demo: bool = False, served: bool = False) -> Path:
    """Start Django on the machine's own settings; gives the folder of the data."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if demo:
        os.environ["VIVIER_DEMO"] = "1"
    if served:
        os.environ["VIVIER_SERVED"] = "1"
    home = home_folder(demo=demo or os.environ.get("VIVIER_DEMO", "") == "1")
    write_secret(home)
    import django

    django.setup()
    return home


def update_tables() -> None:
    """Make the tables, or bring them up to date."""
    from django.core.management import call_command
    from django.db.utils import OperationalError

    from vivier_web.ops.health import pending_migrations

    try:
        if pending_migrations():
            call_command("migrate", interactive=False, verbosity=0)
    except OperationalError:
        raise InputError(
            "La base de données ne répond pas : vérifiez DATABASE_URL et que le serveur est démarré (vivier doctor)."
        ) from None


def gather_static_files() -> None:
    """Gather the files that browsers are served, named by their content."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
