"""`vivier reference`: the nomenclatures of this machine."""

import datetime as dt
from pathlib import Path

import click

from vivier.cli.french import Day, FrenchCommand, FrenchGroup


@click.group("reference", cls=FrenchGroup)
def reference() -> None:
    """Ajouter, lister et consulter les nomenclatures : ROME, FAP, PCS, NAF, COG, ESCO, CITP."""


@reference.command("add", cls=FrenchCommand)
@click.argument("paths", nargs=-1, required=True, metavar="CHEMIN…", type=click.Path(path_type=Path))
@click.option("--date", "day", type=Day(), help="Date des fichiers qui ne disent pas la leur.")
@click.option("--no-train", is_flag=True, help="Ne rien apprendre : « vivier reference train » le fera.")
def add(paths: tuple[Path, ...], day: dt.date | None, *, no_train: bool) -> None:
    """Ajouter des fichiers officiels au dossier local.

    CHEMIN… : des fichiers, des archives ou des dossiers, tels qu’ils sont publiés. Tout est reconnu et contrôlé avant
    que rien ne soit écrit. Le dossier est celui que dit VIVIER_REFERENCE, sinon celui des données de l’utilisateur.
    Puis les métiers proches et le codage des intitulés sont appris pour le ROME, s’ils ne le sont pas déjà : quelques
    minutes, une seule fois.
    """
    from vivier.cli.nomenclatures import show_added
    from vivier.cli.progress import shown
    from vivier.reference.official import add as add_files

    with shown("lecture des fichiers") as tell:
        added = add_files(paths, date=day.isoformat() if day else "", progress=tell)
    show_added(added)
    if not no_train:
        from vivier.cli.training import train_all, untrained
        from vivier.reference import store

        train_all(untrained(store()))


@reference.command("train", cls=FrenchCommand)
def train() -> None:
    """Apprendre les métiers proches et le codage des intitulés.

    Pour le ROME 4 et le ROME 3 installés, quand un modèle manque, est abîmé ou vient d’une autre version.
    """
    from vivier.cli.training import train_all, untrained
    from vivier.reference import store

    waiting = untrained(store())
    train_all(waiting)
    if not waiting:
        click.echo("Rien à apprendre : tout ce qui est installé et s’apprend est prêt.")


@reference.command("list", cls=FrenchCommand)
def list_nomenclatures() -> None:
    """Lister ce qui est installé.

    Pour chaque nomenclature : version, date, contenu, licence.
    """
    from vivier.cli.nomenclatures import show_store
    from vivier.reference import store

    show_store(store())


@reference.command("show", cls=FrenchCommand)
@click.argument("code", metavar="CODE")
def show(code: str) -> None:
    """Montrer la fiche d’un code.

    Une fiche par nomenclature qui a CODE : appellations, compétences, métiers proches, FAP, PCS, ESCO.
    """
    from vivier.cli.card import show_cards
    from vivier.reference import store

    show_cards(store(), code)
