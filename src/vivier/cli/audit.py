"""`vivier audit`: attack published tables, alone and with what else is published."""

from pathlib import Path

import click

from vivier.cli.french import FrenchCommand
from vivier.cli.workers import executor_of, on_executor

_FILE = click.Path(path_type=Path)
PASSED, BETRAYED = 0, 1
_SHOWN = 50


@click.command("audit", cls=FrenchCommand)
@click.argument("published", metavar="OUT.csv", type=_FILE)
@click.option("--spec", "spec_file", required=True, metavar="SPEC.toml", type=_FILE, help="Ce qui est publié.")
@click.option(
    "--with", "others", multiple=True, metavar="AUTRE.csv", type=_FILE,
    help="Autre fichier publié : millésime, total sans le plus grand employeur, marge (à répéter).",
)  # fmt: skip
@on_executor
def audit(published: Path, *, spec_file: Path, others: tuple[Path, ...], executor: str) -> int:
    """Attaquer OUT.csv comme le ferait qui garde tout ce qui est publié, et nommer les cases trahies.

    Codes de retour : 0 rien n’est trahi, 1 des cases le sont, 2 un fichier n’a pas pu être lu.
    """
    from vivier import disclosure
    from vivier.cli.progress import shown
    from vivier.cli.protected import check_whole, read_published
    from vivier.cli.records import read_spec
    from vivier.french import counted

    spec, rules = read_spec(spec_file)
    files = [read_published(published, spec, is_whole=True), *(read_published(path, spec) for path in others)]
    check_whole(published, files[0])
    with shown("attaque des cases masquées") as tell, executor_of(executor) as workers:
        found = disclosure.audit(files[0], others=files[1:], rules=rules, tell=tell, executor=workers)
    click.echo(found.sentence)
    for breach in found.breaches[:_SHOWN]:
        click.echo(breach.sentence)
    if left := len(found.breaches[_SHOWN:]):
        click.echo(f"… et {counted(left, 'autre')}.")
    return PASSED if found.is_passed else BETRAYED
