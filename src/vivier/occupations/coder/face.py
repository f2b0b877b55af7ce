"""Coding with a nomenclature of the store: its model is opened once, then every title is a look-up and a score."""

from collections.abc import Sequence
from dataclasses import dataclass

from vivier.occupations.coder.coding import code as code_titles
from vivier.occupations.coder.data import Codings, Title
from vivier.occupations.coder.lexicons import lexicon_of
from vivier.occupations.coder.model import Model
from vivier.occupations.coder.training import Progress, train
from vivier.reference import Nomenclature
from vivier.reference.models import keep_model, load_model
from vivier.vocabulary import InputError

KIND = "coder"  # the name of these models in the store
SEED = 1


@dataclass(frozen=True, slots=True)
class Hints:
    """Hold what is known beside a title: PCS-ESE, NAF of the employer, qualification; empty when unknown."""

    pcs: str = ""
    naf: str = ""
    qualification: str = ""


def code(titles: Sequence[str], *, nomenclature: Nomenclature, hints: Sequence[Hints] | None = None) -> Codings:
    """Propose a code of a nomenclature for each job title, with its probability, other codes, and a question.

    The model is the one that the store keeps beside the nomenclature; what is built in learns on the first call (a
    few seconds). `hints`, when given, has one element a title. Neither the order of titles nor their company changes
    an answer.

    Raises:
        InputError: the nomenclature has no usable model or no titles, or hints are not as many as titles.

    >>> from vivier.reference import store
    >>> code((), nomenclature=store().nomenclature("demo"))
    Codings(rows=())
    """
    if hints is not None and len(hints) != len(titles):
        raise InputError(f"Il y a {len(titles)} intitulés et {len(hints)} indices : donnez un indice par intitulé.")
    wrong = [title for title in titles if not isinstance(title, str)]
    if wrong:
        raise InputError(f"Un intitulé est un texte : « {wrong[0]} » n’en est pas un.")
    if not titles:
        return Codings()
    beside = hints if hints is not None else [Hints()] * len(titles)
    asked = [Title(text, hint.pcs, hint.naf, hint.qualification) for text, hint in zip(titles, beside, strict=True)]
    return code_titles(asked, model=model_of(nomenclature))


def model_of(nomenclature: Nomenclature) -> Model:
    """Give the model of a nomenclature, opened (or, for what is built in, learned) the first time.

    Raises:
        InputError: no usable model is kept beside the nomenclature; the sentence says what to run.
    """
    return nomenclature.once(KIND, lambda: _ready(nomenclature))


def is_trained(nomenclature: Nomenclature) -> bool:
    """Tell whether the store keeps a model of these very tables that this version can use."""
    try:
        kept = load_model(nomenclature, KIND)
        return kept is not None and Model.from_arrays(kept) is not None
    except (InputError, LookupError, TypeError, ValueError):
        return False


def learn(nomenclature: Nomenclature, *, progress: Progress | None = None) -> None:
    """Learn to code in a nomenclature, and keep the model beside it in the store.

    Raises:
        InputError: the nomenclature has no titles, was replaced meanwhile, or its store cannot be written.
    """
    keep_model(nomenclature, KIND, train(lexicon_of(nomenclature), seed=SEED, progress=progress).arrays())


def _ready(nomenclature: Nomenclature) -> Model:
    if not nomenclature.entry.file:
        return train(lexicon_of(nomenclature), seed=SEED)
    kept = load_model(nomenclature, KIND)
    if kept is None:
        if not nomenclature.entry.rows.get("titles"):
            lexicon_of(nomenclature)  # which says so
        raise InputError(
            f"{nomenclature.entry.title} est installé mais son modèle de codage ne l’est pas : lancez « vivier "
            "reference train »."
        )
    try:
        return Model.from_arrays(kept)
    except (InputError, LookupError, TypeError, ValueError):
        raise InputError(
            f"Le modèle de codage de {nomenclature.entry.title} vient d’une autre version de Vivier : lancez "
            "« vivier reference train » pour le refaire."
        ) from None
