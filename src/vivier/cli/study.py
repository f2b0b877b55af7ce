"""`vivier study`: from the files of the members to the study of the pôle."""

import datetime as dt
from pathlib import Path

import click

from vivier.cli.french import Day, FrenchCommand
from vivier.cli.read import NOTHING_READABLE, reading_options, refuse_to_overwrite


@click.command("study", cls=FrenchCommand)
@click.argument("files", nargs=-1, required=True, metavar="FICHIER…", type=click.Path(path_type=Path))
@click.option("--on", type=Day(), help="Jour de référence (par défaut : le dernier que disent les fichiers).")
@click.option("--out", required=True, metavar="DOSSIER", type=click.Path(path_type=Path), help="Où écrire l’étude.")
@click.option("--horizon", type=click.IntRange(1, 30), default=10, show_default=True, help="Années projetées.")
@click.option("--seed", type=click.IntRange(0), default=1, help="Graine du hasard : la même donne la même étude.")
@click.option(
    "--declared", type=click.Path(path_type=Path), help="CSV des effectifs déclarés (siren,population,effectif)."
)
@click.option("--law", help="Version de la loi des retraites (par défaut : celle de la dernière année projetée).")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="CSV des réponses humaines sur les intitulés : appliquées d’abord, les doutes nouveaux y sont ajoutés.",
)
@click.option(
    "--nomenclature",
    "wanted",
    type=click.Choice(["pcs-ese", "demo"]),
    help="Comment coder les intitulés (par défaut : pcs-ese si le ROME est installé, sinon la démonstration).",
)
@click.option(
    "--region",
    metavar="CODE",
    help="Code Insee de la région à laquelle comparer le pôle (84) ; il faut les statistiques de la Dares.",
)
@click.option(
    "--owners",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="CSV des dirigeants (siret_or_key,owner_age,employees,plan,year) : pour prévoir les transmissions.",
)
@click.option(
    "--projects",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="CSV des embauches prévues (siret_or_key,occupation,people,hard) : leur difficulté face à l’officielle.",
)
@reading_options
def study(files: tuple[Path, ...], on: dt.date | None, out: Path, declared: Path | None, **choices: object) -> int:
    """Faire l’étude des emplois et des compétences : page, classeur et données, dans DOSSIER.

    FICHIER… : DSN, registres, exports RH, BDESE, polyvalence, ou leurs dossiers.
    """
    from vivier.cli.headcount import show_refused
    from vivier.cli.owners import read_owners
    from vivier.cli.progress import shown
    from vivier.cli.projects import read_projects
    from vivier.cli.reading import read_files
    from vivier.cli.study_titles import code_titles, rome_coder
    from vivier.french import counted
    from vivier.intake import Options
    from vivier.intake.declared import read_declared
    from vivier.reference import store
    from vivier.report import write
    from vivier.study import Parameters, run
    from vivier.study.official import families_in, rome_in

    outputs = [out / f"study.{kind}" for kind in ("html", "xlsx", "json")]
    asked = choices.pop("owners")
    owners = read_owners(asked) if isinstance(asked, Path) else ()
    hires = choices.pop("projects")
    projects = read_projects(hires) if isinstance(hires, Path) else ()
    families = families_in(choices.pop("region"))  # type: ignore[arg-type]
    answers = {name: choices.pop(name) for name in ("wanted", "decisions")}
    refuse_to_overwrite([*files, *([declared] if declared else [])], *outputs, answers["decisions"])  # type: ignore[arg-type]
    counts = read_declared(declared) if declared is not None else ()
    projection = {name: choices.pop(name) for name in ("horizon", "seed", "law")}
    headcount = read_files(files, on, Options(**choices, single_ages=True, titles=True))  # type: ignore[arg-type]
    if len(headcount.sources) == len(headcount.refused):
        show_refused(headcount)
        return NOTHING_READABLE
    coded = code_titles(headcount, **answers)  # type: ignore[arg-type]
    way = rome_in(coder=rome_coder(store()))
    known = {"coded_with": coded.coded_with, "caution": coded.caution, "rome": way, "projects": projects}
    parameters = Parameters(**projection, **known)  # type: ignore[arg-type]
    with shown("projection"):
        made = run(
            headcount, parameters=parameters, declared=counts, coder=coded.coder, families=families, owners=owners
        )
    with shown("mise en page"):
        written = write(made, out)
    coded.keep()
    show_refused(headcount)
    members, people = counted(len(headcount.companies), "membre"), counted(headcount.people, "salarié")
    click.echo(f"Étude de {members}, {people} au {headcount.on:%d/%m/%Y}.")
    for line in filter(None, _without_families(bool(projects)) if families is None else ()):
        click.echo(line, err=True)
    if coded.caution:
        click.echo(coded.caution, err=True)
    for line in coded.summary(headcount):
        click.echo(line)
    click.echo(f"À lire : {written.page}")
    return 0


def _without_families(has_projects: bool) -> tuple[str, str]:
    """Say what the study lacks without official families, and why, if their figures are half installed."""
    from vivier.study.official import why_no_families

    return _UNREAD if has_projects else "", why_no_families()


_UNREAD = (
    "Les difficultés déclarées n’ont pas de chiffre officiel en face : installez les statistiques de la Dares par "
    "« vivier reference add DOSSIER »."
)
