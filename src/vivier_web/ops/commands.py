"""The commands the product adds to `vivier`: serve, worker, doctor, backup, restore, verify-journal."""

import sys
from pathlib import Path

import click

from vivier.cli.french import FrenchCommand
from vivier.vocabulary import InputError
from vivier_web.ops.preparing import gather_static_files, set_django_up, update_tables


@click.command(
    "serve", cls=FrenchCommand, help="Sert la plateforme : les pages et le travail de fond. Ctrl-C arrête tout."
)
@click.option("--demo", is_flag=True, help="Un pôle fictif, où l’on entre sans mot de passe.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse écoutée.")
@click.option("--port", default=8000, show_default=True, help="Port écouté.")
@click.option("--processes", default=2, show_default=True, help="Nombre de processus qui répondent.")
@click.option("--prepare-only", is_flag=True, help="Prépare tout, puis s’arrête sans servir.")
def serve(demo: bool, host: str, port: int, processes: int, prepare_only: bool) -> None:
    """Prepare, then keep a web server and a worker alive together."""
    from vivier_web.ops.serving import commands_of, keep

    home = set_django_up(demo=demo, served=True)
    update_tables()
    gather_static_files()
    if demo:
        from vivier_web.ops.demo import build

        click.echo(build())
    if prepare_only:
        click.echo(f"Tout est prêt dans {home}.")
        return
    click.echo(f"Vivier répond à http://{host}:{port} (données : {home}). Ctrl-C arrête tout.")
    sys.exit(keep(commands_of(host, port, processes)))


@click.command("worker", cls=FrenchCommand, help="Fait le travail de fond : études, relances, effacements dus.")
@click.option("--batch", is_flag=True, help="S’arrête quand rien n’attend plus.")
def worker(batch: bool) -> None:
    """Work until told to stop."""
    set_django_up()
    from vivier_web.ops.working import work

    work(batch=batch)


@click.command("doctor", cls=FrenchCommand, help="Dit ce qui manque à cette machine pour servir, et quoi faire.")
def doctor() -> None:
    """Print what each check found; the exit code is 1 when something must be mended."""
    set_django_up()
    from vivier_web.ops.doctor import examine

    findings = examine()
    marks = {"ok": "bon     ", "warn": "à savoir", "bad": "à faire "}
    for finding in findings:
        click.echo(f"{marks[finding.level]}  {finding.subject} : {finding.sentence}")
    sys.exit(any(finding.level == "bad" for finding in findings))


@click.command("backup", cls=FrenchCommand, help="Sauvegarde toute la base dans FICHIER (.tar.gz).")
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the backup, and print the seal of the journal it holds."""
    set_django_up()
    from vivier_web.ops.archive import save

    kept = save(file)
    click.echo(f"{kept.rows} lignes de {kept.tables} tables dans {file}.")
    click.echo(f"Journal entier : {kept.acts} actes, sceau {kept.sealed}.")
    click.echo("La clé secrète et les lettres n’y sont pas ; gardez ce fichier comme les données qu’il contient.")


@click.command("restore", cls=FrenchCommand, help="Remet la base comme FICHIER l’a gardée ; SQLite ou PostgreSQL.")
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--replace", is_flag=True, help="Remplace les données présentes ; sans elle, une base non vide est refusée."
)
def restore(file: Path, replace: bool) -> None:
    """Put everything back or nothing, and print the seal of the journal."""
    set_django_up()
    from vivier_web.ops.archive import put_back

    update_tables()
    kept = put_back(file, replace=replace)
    click.echo(f"{kept.rows} lignes remises dans {kept.tables} tables.")
    click.echo(f"Journal entier : {kept.acts} actes, sceau {kept.sealed}, le même que dans la sauvegarde.")


@click.command("verify-journal", cls=FrenchCommand, help="Vérifie qu’aucun acte du journal n’a été changé ni ôté.")
def verify_journal() -> None:
    """Say whether the chain is whole; the exit code is 2 when it is not."""
    set_django_up()
    from vivier import french
    from vivier_web.accounts.queries import count_and_seal, first_broken_act

    broken = first_broken_act()
    if broken is not None:
        raise InputError(f"Le journal a été altéré : l’acte n° {broken} ne suit pas ceux qui le précèdent.")
    count, seal = count_and_seal()
    click.echo(f"Journal entier : {french.counted(count, 'acte')}, sceau {seal}.")
