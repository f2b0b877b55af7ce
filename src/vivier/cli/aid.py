"""`vivier aid`: from a consortium and one regime of aid to who may get what, each line with its rule."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import click

from vivier.cli.french import Day, FrenchCommand
from vivier.cli.read import refuse_to_overwrite

_FILE = click.Path(path_type=Path)
_LIST = ""  # what `--rules` alone stands for


@click.command("aid", cls=FrenchCommand)
@click.argument("consortium", metavar="CONSORTIUM.toml", type=_FILE, required=False)
@click.option(
    "--rules", "name", metavar="RÈGLES", is_flag=False, flag_value=_LIST,
    help="Règles à appliquer (fui-25), ou leur famille (fui) avec --on ; seul, liste celles qui sont connues.",
)  # fmt: skip
@click.option("--on", type=Day(), help="Jour du calcul (par défaut : aujourd’hui).")
@click.option("--out", metavar="CSV", type=_FILE, help="Tableau à écrire : une ligne par dépense.")
@click.option("--example", is_flag=True, help="Montrer un consortium complet, à copier et à corriger.")
def aid(consortium: Path | None, *, name: str | None, on: dt.date | None, out: Path | None, example: bool) -> None:
    """Calculer l’aide qu’un consortium peut recevoir, ligne par ligne, chaque ligne avec sa règle.

    « - » lit le consortium sur l’entrée standard.

    Chaque condition est dite remplie, non remplie ou à vérifier, avec sa raison ; les montants sont ceux que donnent
    les règles si elles le sont toutes. Ce qui est de mémoire est marqué [M].
    """
    from vivier.aid import compute
    from vivier.aid import rules as regime_of
    from vivier.cli import aid_award, aid_files
    from vivier.vocabulary import InputError

    if example:
        click.echo(aid_files.example(), nl=False)
        return
    if name == _LIST:
        for line in _listed():
            click.echo(line)
        return
    if consortium is None and name is not None and name.endswith(".toml"):
        raise InputError(
            f"« {name} » suit --rules et passe pour le nom des règles : écrivez vivier aid {name} --rules fui-25."
        )
    if consortium is None or name is None:
        raise InputError(
            "Donnez un consortium et des règles : vivier aid CONSORTIUM.toml --rules fui-25 ; « vivier aid --rules » "
            "liste les règles, « vivier aid --example » montre un consortium."
        )
    refuse_to_overwrite([consortium], out)
    today = on or dt.datetime.now(tz=dt.UTC).date()
    award = compute(
        aid_files.read_consortium(consortium), rules=regime_of(name.strip().lower(), on=today), today=today
    )
    if out is not None:
        aid_award.write_lines(out, award)
    for line in aid_award.lines(award):
        click.echo(line)


def _listed() -> Iterator[str]:
    """Give each regime that ships: name, title, validity with its certainty, how many values rest on memory."""
    from vivier.aid.reading import known

    for name, each in known().items():
        end = f"au {each.valid_to:%d/%m/%Y}" if each.valid_to else "sans fin connue"
        doubtful = sum(rule.certainty == "[M]" for rule in each.citations)
        yield f"{name} : {each.title}"
        yield (
            f"  du {each.valid_from:%d/%m/%Y} {end} {each.validity.certainty} ; {len(each.citations)} règles, dont "
            f"{doubtful} de mémoire"
        )
