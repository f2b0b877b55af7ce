"""The coder of job titles, side by side with what a user would write instead: rapidfuzz, a nearest neighbour.

Official titles are held out of the index and coded by what is left: 2,000 of ROME v3 (random, seed 42), one fold in
five of ROME v4. Every choice (features, costs, thresholds) was made on another split of ROME v3: `--tuning` holds
2,000 others out of the remaining 8,990. Then real titles, whose labels are noisy and are not in the repository.
Without the official files, one sentence and nothing else. `--folds N` codes N folds of ROME v4 (1 by default).
"""

import argparse
import csv
import gzip
import random
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process, utils

from vivier.occupations.coder import Codings, Lexicon, Model, Title, code, train
from vivier.occupations.coder.grams import learn_grammar
from vivier.occupations.coder.lexicons import lexicon_of
from vivier.occupations.coder.titles import canonical, first_form, forms, plain
from vivier.reference import Store, store
from vivier.reference.official import add

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
HELD, REPORTED, TUNING, FOLDS = 2000, 42, 7, 5
FUZZED = 200  # titles that rapidfuzz codes: it is slow
Pairs = list[tuple[str, str]]
Ranked = tuple[list[list[str]], np.ndarray, float]  # codes best first, how sure, seconds of processor


def file_order(folder: Path) -> Pairs:
    """Read the titles of ROME v3 in the order of its file, which the seed of the report shuffles."""
    with gzip.open(folder / "unix_referentiel_appellation_v347_utf8.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [(row["libelle_appellation_long"].replace("''", "'"), row["code_rome"]) for row in rows]


def split(titles: Pairs, *, tuning: bool) -> tuple[Pairs, Pairs]:
    """Hold 2,000 titles out; for tuning, 2,000 others out of what the report learns from."""
    order = np.random.default_rng(REPORTED).permutation(len(titles))
    held, kept = order[:HELD], order[HELD:]
    if tuning:
        again = np.random.default_rng(TUNING).permutation(len(kept))
        held, kept = kept[again[:HELD]], kept[again[HELD:]]
    return [titles[place] for place in kept], [titles[place] for place in held]


def figures(found: list[list[str]], sure: np.ndarray, truth: list[str]) -> str:
    right = np.array([codes[0] == true for codes, true in zip(found, truth, strict=True)])
    five = np.mean([true in codes[:5] for codes, true in zip(found, truth, strict=True)])
    order = np.argsort(-sure, kind="stable")
    half, most = (right[order[: len(right) * share // 100]].mean() for share in (50, 80))
    first = f"top-1 {right.mean():.4f}  top-5 {five:.4f}"
    return f"{first}  surest 50 % {half:.4f}  80 % {most:.4f}  ECE {ece(sure, right):.4f}"


def ece(sure: np.ndarray, right: np.ndarray, bands: int = 10) -> float:
    band = np.minimum((sure * bands).astype(int), bands - 1)
    return float(sum(abs((right[band == b] - sure[band == b]).sum()) for b in range(bands)) / len(right))


def ours(model: Model, texts: list[str]) -> tuple[Codings, Ranked]:
    code([Title(text) for text in texts[:50]], model=model)
    start = time.process_time()
    answers = code([Title(text) for text in texts], model=model)
    took = time.process_time() - start
    return answers, (
        [[row.code, *row.alternatives] for row in answers],
        np.array([r.probability for r in answers]),
        took,
    )


def neighbour(kept: Pairs, texts: list[str]) -> Ranked:
    """Code by the nearest official title: characters (3 to 5), TF-IDF, cosine, on plain lower-case titles."""
    grammar = learn_grammar([plain(text) for text, _ in kept], runs)
    index = grammar.rows([plain(text) for text, _ in kept]).T.tocsr()
    start = time.process_time()
    found, sure = [], []
    for begin in range(0, len(texts), 500):
        cosines = (grammar.rows([plain(text) for text in texts[begin : begin + 500]]) @ index).toarray()
        for row in cosines:
            near = np.argpartition(-row, 60)[:60]
            codes = dict.fromkeys(kept[place][1] for place in near[np.argsort(-row[near])])
            found.append(list(codes)[:6])
            sure.append(min(float(row.max()), 1.0))
    return found, np.array(sure), time.process_time() - start


def runs(text: str) -> list[str]:
    return [text[i : i + n] for n in (3, 4, 5) for i in range(len(text) - n + 1)]


def fuzzy(kept: Pairs, texts: list[str]) -> Ranked:
    """Code by rapidfuzz, as its guide says: the best of `token_set_ratio` on processed titles."""
    index = [utils.default_process(text) for text, _ in kept]
    start = time.process_time()
    found, sure = [], []
    for text in texts:
        best = process.extract(utils.default_process(text), index, scorer=fuzz.token_set_ratio, limit=60)
        found.append(list(dict.fromkeys(kept[place][1] for _, _, place in best))[:6])
        sure.append(best[0][1] / 100)
    return found, np.array(sure), time.process_time() - start


def compare(model: Model, kept: Pairs, held: Pairs) -> None:
    """Print ours, then what a user would write instead, on the same held-out titles."""
    texts, truth = [text for text, _ in held], [true for _, true in held]
    answers, (found, sure, took) = ours(model, texts)
    print("  vivier.occupations.code  ", figures(found, sure, truth), f" {len(texts) / took:.0f} titles/s")
    shares = ", ".join(f"{kind} {answers.share(kind):.3f}" for kind in ("coded", "review", "ask"))
    coded = [row.code == true for row, true in zip(answers, truth, strict=True) if row.decision == "coded"]
    print(f"    decisions: {shares}; right among coded {np.mean(coded):.4f}")
    others: dict[str, tuple[Callable[[Pairs, list[str]], Ranked], int]] = {
        "nearest title, characters": (neighbour, len(texts)), "rapidfuzz token_set_ratio": (fuzzy, FUZZED),
    }  # fmt: skip
    for name, (how, count) in others.items():
        found, sure, took = how(kept, texts[:count])
        print(f"  {name}", figures(found, sure, truth[:count]), f" {count / took:.0f} titles/s (on {count})")


def trained(lexicon: Lexicon) -> Model:
    start = time.process_time()
    model = train(lexicon, seed=1)
    kept = model.arrays()
    size = sum(value.nbytes for value in kept.values() if isinstance(value, np.ndarray))
    size += sum(len(str(value).encode()) for value in kept.values() if not isinstance(value, np.ndarray))
    took = time.process_time() - start
    start = time.process_time()
    Model.from_arrays(kept)
    ready = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = f"  training {took:.0f} s of one processor, peak {peak:.0f} MB; index {size / 1e6:.1f} MB"
    print(f"{told}, ready in {ready:.2f} s", flush=True)
    return model


def one_by_one(model: Model, texts: list[str]) -> None:
    start = time.process_time()
    for text in texts[:200]:
        code([Title(text)], model=model)
    print(f"  one title at a time: {(time.process_time() - start) / 200 * 1000:.1f} ms")


def typo(text: str, draw: random.Random) -> str:
    """Make one typing error inside a word of five letters or more (a letter lost, doubled, changed, or swapped)."""
    places = [i for i in range(1, len(text) - 2) if text[i - 1 : i + 2].isalpha()]
    at = draw.choice(places or [0])
    return draw.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + draw.choice("aeinorst") + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        ]
    )


def in_index(model: Model, kept: Pairs) -> None:
    """Print how titles of the index come back: each form, without accents, with one typo; then bare heads."""
    draw = random.Random(REPORTED)
    own = {"masculine": 0, "feminine": -1}
    asked = {name: [forms(text)[side] for text, _ in kept] for name, side in own.items()}
    asked["without accents"] = [plain(text).upper() for text, _ in kept]
    asked["one typo"] = [typo(forms(text)[0], draw) for text, _ in kept]
    for name, texts in asked.items():
        answers = code([Title(text) for text in texts], model=model)
        right = np.mean([row.code == true for row, (_, true) in zip(answers, kept, strict=True)])
        print(f"  in the index, {name:16} right {right:.4f}")
    heads(model, kept)


def heads(model: Model, kept: Pairs) -> None:
    """Print what bare heads of several codes get (« abatteur »): a question, and whether it names the true code."""
    whole = {canonical(text) for text, _ in kept}
    found: dict[str, list[str]] = defaultdict(list)
    for text, true in kept:
        if "/" in text:
            found[first_form(text)].append(true)
    several = {head: true for head, true in found.items() if len(set(true)) > 1}
    bare = {head: true for head, true in several.items() if canonical(head) not in whole}
    answers = code([Title(head) for head in bare], model=model)
    flagged = np.mean([row.decision == "ask" for row in answers])
    pairs = zip(bare.values(), answers, strict=True)
    named = [[one in (row.code, *row.alternatives) for one in true] for true, row in pairs]
    by_head, by_title = np.mean([np.mean(each) for each in named]), np.mean([one for each in named for one in each])
    print(f"  {len(several)} bare heads of several codes, of which {len(several) - len(bare)} are also whole titles;")
    print(f"    of the others, asked {flagged:.4f}; true code named {by_head:.4f} by head, {by_title:.4f} by title")


def without(lexicon: Lexicon, kept: Pairs) -> Lexicon:
    return replace(lexicon, titles=tuple(kept))


def version_three(held: Store, *, tuning: bool) -> None:
    lexicon = lexicon_of(held.nomenclature("rome3"))
    kept, out = split(file_order(DATA / "rome-v3-347"), tuning=tuning)
    where = f"seed {TUNING}, inside the titles the report learns from"
    name = f"tuning split ({where})" if tuning else f"report (seed {REPORTED}); tuned apart ({where})"
    print(f"ROME v3, {len(out)} official titles held out, {len(kept)} learned from: {name}")
    model = trained(without(lexicon, kept))
    compare(model, kept, out)
    one_by_one(model, [text for text, _ in out])
    in_index(model, kept)


def version_four(held: Store, folds: int) -> None:
    nomenclature = held.nomenclature("rome4")
    lexicon = lexicon_of(nomenclature)
    titles = sorted(set(lexicon.titles))
    fold = np.random.default_rng(REPORTED).permutation(len(titles)) % FOLDS
    for number in range(folds):
        kept = [title for title, at in zip(titles, fold, strict=True) if at != number]
        out = [title for title, at in zip(titles, fold, strict=True) if at == number]
        print(
            f"ROME v4, fold {number + 1} of {FOLDS}: {len(out)} titles held out (settings of v3, nothing tuned here)"
        )
        model = trained(without(lexicon, kept))
        compare(model, kept, out)
        parents(model, lexicon.parents, out, "all")
        other = [(text, true) for text, true in out if canonical(text) != canonical(lexicon.labels[true])]
        parents(model, lexicon.parents, other, "but those that are the label of their code")


def parents(model: Model, above: Mapping[str, str], out: Pairs, which: str) -> None:
    answers, (found, sure, _) = ours(model, [text for text, _ in out])
    right = np.mean([above[row.code] == above[true] for row, (_, true) in zip(answers, out, strict=True)])
    print(f"    {which} ({len(out)}): {figures(found, sure, [true for _, true in out])}; parent {right:.4f}")


def real_titles(held: Store) -> None:
    """Print how real titles are coded by the whole nomenclatures; their labels are as they were published."""
    path = DATA / "job-titles-dev" / "titles.csv"
    if not path.exists():
        print("Real titles absent: not measured.")
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = {canonical(row["intitule"]): (row["intitule"], row["rome_code"]) for row in csv.DictReader(file)}
    for key in ("rome3", "rome4"):
        lexicon = lexicon_of(held.nomenclature(key))
        known = [(text, true) for text, true in rows.values() if true in lexicon.labels]
        print(f"Real titles, {key}: {len(known)} different ones whose code exists, labels as published (noisy)")
        above = lexicon.parents if key == "rome4" else {each: each for each in lexicon.labels}
        official = {canonical(text): true for text, true in lexicon.titles}
        sound = [(text, true) for text, true in known if above[official.get(canonical(text), true)] == above[true]]
        model = trained(lexicon)
        parents(model, above, known, "different titles")
        parents(model, above, sound, "but official titles labelled with a code that is not theirs")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tuning", action="store_true")
    asked.add_argument("--folds", type=int, default=1)
    chosen = asked.parse_args()
    folders = [DATA / name for name in ("rome-v3-347", "rome-v4-460")]
    if not all(folder.is_dir() for folder in folders):
        print("Official files absent (rome-v3-347, rome-v4-460): nothing is measured.")
        return
    with tempfile.TemporaryDirectory() as folder:
        add(folders, folder=Path(folder))
        held = store(Path(folder))
        version_three(held, tuning=chosen.tuning)
        if not chosen.tuning:
            version_four(held, chosen.folds)
            real_titles(held)


if __name__ == "__main__":
    main()
