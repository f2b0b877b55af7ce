"""`vivier code`: from job titles to occupation codes."""

from pathlib import Path

import click

from vivier.cli.french import FrenchCommand
from vivier.cli.read import refuse_to_overwrite


@click.command("code", cls=FrenchCommand)
@click.argument("titles", metavar="INTITULÉS.csv", type=click.Path(path_type=Path))
@click.option(
    "--nomenclature", "wanted", metavar="ID", help="rome4, rome3, demo… (par défaut : la plus récente installée)."
)
@click.option("--reference", metavar="DOSSIER", help="Dossier des nomenclatures, ou l’identifiant de l’une d’elles.")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="CSV des réponses humaines : appliquées d’abord, les doutes nouveaux y sont ajoutés.",
)
@click.option("--out", required=True, metavar="FICHIER", type=click.Path(path_type=Path), help="CSV à écrire.")
def code(titles: Path, wanted: str | None, reference: str | None, decisions: Path | None, out: Path) -> None:
    """Coder des intitulés de poste, doutes compris.

    INTITULÉS.csv : colonnes id et title, et si possible pcs, naf, qualification. Chaque ligne reçoit un code, sa
    probabilité, une décision (coded : sûr, review : à relire, ask : à demander), d’autres codes, une question.
    """
    from vivier.cli.coding import answered, as_rows, read_titles
    from vivier.cli.coding_summary import announce, summarise
    from vivier.cli.decisions import open_journal
    from vivier.cli.installed import chosen
    from vivier.cli.tables import write_table

    refuse_to_overwrite([titles, *([decisions] if decisions else [])], out)
    refuse_to_overwrite([titles], decisions)
    nomenclature = chosen(wanted, reference)
    announce(nomenclature)
    rows = read_titles(titles)
    journal = open_journal(decisions, nomenclature)
    answers = answered(rows, nomenclature, journal.decisions)
    asked = journal.new_doubts(rows, answers)
    extended = journal.extended(asked)  # what cannot be written is said before anything is
    write_table(out, *as_rows(rows, answers, nomenclature))
    journal.keep(extended)
    summarise(rows, answers, journal, len(asked))
    click.echo(f"Écrit : {out}")
