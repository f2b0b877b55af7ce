"""The coder of job titles, side by side with the nearest neighbour that a user would write instead.

Official titles of ROME v3 are held out of the index (2,000, random, seed 42) and coded by what is left. Every choice
(features, costs, thresholds) was made on another split: `--tuning` holds 2,000 others out of the remaining 8,990,
so that the titles of the report are never looked at. Without the official files, one sentence and nothing else.
"""

import csv
import gzip
import random
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from vivier.occupations.coder import Codings, Lexicon, Model, Title, code, train
from vivier.occupations.coder.grams import learn_grammar
from vivier.occupations.coder.titles import canonical, first_form, forms, plain

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "rome-v3-347"
HELD, REPORTED, TUNING = 2000, 42, 7
Pairs = list[tuple[str, str]]


def table(name: str) -> list[dict[str, str]]:
    with gzip.open(FOLDER / f"unix_{name}_v347_utf8.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return [{key: value.replace("''", "'") for key, value in row.items()} for row in csv.DictReader(file)]


def nomenclature() -> tuple[Pairs, dict[str, str], dict[str, str]]:
    """Read titles, labels, and the text of each code: its definition and its skills."""
    titles = [(row["libelle_appellation_long"], row["code_rome"]) for row in table("referentiel_appellation")]
    labels = dict.fromkeys((code for _, code in titles), "")
    labels |= {row["code_rome"]: row["libelle_rome"] for row in table("referentiel_code_rome")}
    items = {row["code_ogr"]: row["libelle"] for row in table("item")}
    texts: dict[str, list[str]] = defaultdict(list)
    for row in table("texte"):
        if row["libelle_type_texte"] == "definition":
            texts[row["code_rome"]].append(row["libelle_texte"])
    for row in table("coherence_item"):
        texts[row["code_rome"]].append(items.get(row["code_ogr"], ""))
    return titles, labels, {code: " . ".join(parts) for code, parts in texts.items()}


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


def neighbour(kept: Pairs, texts: list[str]) -> tuple[list[list[str]], np.ndarray, float]:
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


def ranked(codings: Codings) -> list[list[str]]:
    return [[row.code, *row.alternatives] for row in codings]


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
    whole = {canonical(text) for text, _ in kept}
    heads: dict[str, list[str]] = defaultdict(list)
    for text, true in kept:
        if "/" in text:
            heads[first_form(text)].append(true)
    several = {head: true for head, true in heads.items() if len(set(true)) > 1}
    bare = {head: true for head, true in several.items() if canonical(head) not in whole}
    answers = code([Title(head) for head in bare], model=model)
    flagged = np.mean([row.decision == "ask" for row in answers])
    pairs = zip(bare.values(), answers, strict=True)
    named = [[one in (row.code, *row.alternatives) for one in true] for true, row in pairs]
    by_head, by_title = np.mean([np.mean(each) for each in named]), np.mean([one for each in named for one in each])
    print(f"  {len(several)} bare heads of several codes, of which {len(several) - len(bare)} are also whole titles;")
    print(f"    of the others, asked {flagged:.4f}; true code named {by_head:.4f} by head, {by_title:.4f} by title")


def speed(model: Model, texts: list[str]) -> None:
    titles = [Title(text) for text in texts]
    code(titles[:50], model=model)
    start = time.process_time()
    code(titles, model=model)
    bulk = len(texts) / (time.process_time() - start)
    start = time.process_time()
    for title in titles[:200]:
        code([title], model=model)
    one = (time.process_time() - start) / 200
    kept = model.arrays()
    start = time.process_time()
    Model.from_arrays(kept)
    ready = time.process_time() - start
    size = sum(value.nbytes for value in kept.values() if isinstance(value, np.ndarray))
    size += sum(len(str(value).encode()) for value in kept.values() if not isinstance(value, np.ndarray))
    rates = f"{bulk:.0f} titles/s in bulk, {one * 1000:.1f} ms for one"
    print(f"  vivier: {rates}, ready in {ready:.2f} s, index {size / 1e6:.1f} MB")


def main() -> None:
    if not FOLDER.is_dir():
        print(f"Official files absent ({FOLDER.name}): nothing is measured.")
        return
    tuning = "--tuning" in sys.argv
    titles, labels, texts = nomenclature()
    kept, held = split(titles, tuning=tuning)
    where = f"seed {TUNING}, inside the titles the report learns from"
    name = f"tuning split ({where})" if tuning else f"report (seed {REPORTED}); tuned apart ({where})"
    print(f"ROME v3, {len(held)} official titles held out, {len(kept)} learned from: {name}")
    start = time.process_time()
    model = train(Lexicon(tuple(kept), labels, texts), seed=1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  training {time.process_time() - start:.0f} s of one processor, peak {peak:.0f} MB", flush=True)
    truth, wanted = [true for _, true in held], [text for text, _ in held]
    answers = code([Title(text) for text in wanted], model=model)
    sure = np.array([row.probability for row in answers])
    print("  vivier.occupations.code   ", figures(ranked(answers), sure, truth))
    shares = ", ".join(f"{kind} {answers.share(kind):.3f}" for kind in ("coded", "review", "ask"))
    coded = [row.code == true for row, true in zip(answers, truth, strict=True) if row.decision == "coded"]
    print(f"    decisions: {shares}; right among coded {np.mean(coded):.4f}")
    near, sure, took = neighbour(kept, wanted)
    print("  nearest title, characters ", figures(near, sure, truth), f" {len(wanted) / took:.0f} titles/s")
    speed(model, wanted)
    in_index(model, kept)


if __name__ == "__main__":
    main()
