"""Coding with a nomenclature of the store: its model, what is known beside titles, the way to another."""

from collections.abc import Sequence

from vivier.occupations.coder.coding import propose as propose_titles
from vivier.occupations.coder.data import Coding, Codings
from vivier.occupations.coder.deciding import decided
from vivier.occupations.coder.hints import Compatibility, Hints, levels
from vivier.occupations.coder.lexicons import lexicon_of
from vivier.occupations.coder.model import Model
from vivier.occupations.coder.onward import Onward
from vivier.occupations.coder.proposals import Proposals, nothing, with_given
from vivier.occupations.coder.through import way_to
from vivier.occupations.coder.training import Progress, train
from vivier.reference import Nomenclature
from vivier.reference.models import keep_model, load_model
from vivier.vocabulary import InputError

KIND = "coder"  # the name of these models in the store
SEED = 1
BLOCK = 4000  # titles whose distributions are held at a time


def code(titles: Sequence[str], *, nomenclature: Nomenclature, hints: Sequence[Hints] | None = None) -> Codings:
    """Propose a code of a nomenclature for each job title, with its probability, other codes, and a question.

    The model is the one that the store keeps beside the nomenclature; what is built in learns on the first call (a
    few seconds). A nomenclature without a model (FAP, PCS-ESE, ISCO-08, a coarser level: `nomenclature.at("86")`) is
    reached from ROME 4, else ROME 3, by the official passages of its store. `hints`, when given, has one element a
    title: they weigh on what titles leave in doubt. Neither the order of titles nor their company changes an answer.

    Raises:
        InputError: the nomenclature has no usable model, titles or passage, or hints are not as many as titles.

    >>> from vivier.reference import store
    >>> code((), nomenclature=store().nomenclature("demo"))
    Codings(rows=())
    """
    pairs = _pairs(titles, hints)
    distinct = list(dict.fromkeys(pairs))
    answers: dict[tuple[str, Hints], Coding] = {}
    for start in range(0, len(distinct), BLOCK):
        block = distinct[start : start + BLOCK]
        texts = [text for text, _ in block]
        found = _propose(block, nomenclature)
        answers |= zip(block, decided(found, texts, _labels(nomenclature, found.codes)), strict=True)
    return Codings(tuple(answers[pair] for pair in pairs))


def propose(titles: Sequence[str], *, nomenclature: Nomenclature, hints: Sequence[Hints] | None = None) -> Proposals:
    """Propose for each title the whole distribution over the codes of a nomenclature that `code` decides from.

    The first of each row is the code of `code`, with its probability; rows add up to at most 1. Memory grows with the
    titles (about 1 kB each): give them by parts when there are many.

    Raises:
        InputError: as `code` does.
    """
    return _propose(_pairs(titles, hints), nomenclature)


def _pairs(titles: Sequence[str], hints: Sequence[Hints] | None) -> list[tuple[str, Hints]]:
    if hints is not None and len(hints) != len(titles):
        raise InputError(f"Il y a {len(titles)} intitulés et {len(hints)} indices : donnez un indice par intitulé.")
    wrong = [title for title in titles if not isinstance(title, str)]
    if wrong:
        raise InputError(f"Un intitulé est un texte : « {wrong[0]} » n’en est pas un.")
    return list(zip(titles, hints if hints is not None else [Hints()] * len(titles), strict=True))


def _propose(pairs: Sequence[tuple[str, Hints]], nomenclature: Nomenclature) -> Proposals:
    """Propose in the nomenclature where titles are coded, weigh the hints, then carry over to the one asked for."""
    if not pairs:
        return nothing()
    way = way_to(nomenclature)
    model = model_of(way.source)
    texts = {text: number for number, text in enumerate(dict.fromkeys(text for text, _ in pairs))}
    beside = [hint for _, hint in pairs]
    found = propose_titles(list(texts), model=model).at([texts[text] for text, _ in pairs])
    fits = way.source.once("coder-hints", lambda: Compatibility(way.source, way.held, model.codes))
    found = fits.narrowed(found, beside)
    if way.links is None:
        return found
    leads = way.links
    onward = nomenclature.once("coder-onward", lambda: Onward(leads, model.codes))
    said = [levels(hint) for hint in beside] if leads.uses_qualification else [""] * len(pairs)
    return with_given(onward.carried(found, said), [given_pcs(hint.pcs, nomenclature) for hint in beside])


def given_pcs(pcs: str, nomenclature: Nomenclature) -> str:
    """Give the code of a PCS that came with a title, when it is PCS-ESE that is asked for; else nothing."""
    if nomenclature.id.partition(":")[0] != "pcs-ese":
        return ""
    known = next((each for each in nomenclature.codes("4") if each == pcs.strip().casefold()), "")
    return (nomenclature.ancestor(known, nomenclature.entry.grain) or "") if known else ""


def _labels(nomenclature: Nomenclature, codes: Sequence[str]) -> dict[str, str]:
    return {code: nomenclature.label(code) for code in codes}


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
