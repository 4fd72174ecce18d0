"""Label quality: each tier beside the slow encoder alone on every row, as one would write it.

    python benchmarks/quality.py [upr] [morocco] [morocco-untaught] [sdg] [seed]

Rows are chosen by the SHA-256 of what they are of, so that the same rows are measured each time.
"E5 alone": no words, no quick encoder; taught by a logistic model for all classes, untaught by
the nearest of each class's texts. Needs STOCKTAKE_SHARED; prints Markdown for docs/labels.md.
"""

import csv
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import numpy as np


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stocktake.site.settings")
django.setup()

from sklearn.linear_model import LogisticRegression  # noqa: E402

from stocktake.charter import queries as charter  # noqa: E402
from stocktake.texts import encoders, examples  # noqa: E402
from stocktake.texts.evaluation import Judged, Row, judge, measure  # noqa: E402
from stocktake.texts.rules import Text, Tier  # noqa: E402
from stocktake.texts.taxonomy import ClassTexts, Taxonomy  # noqa: E402
from stocktake.texts.workshop import reader, vectors_folder, workshop  # noqa: E402


TENTH = 0.1


@dataclass(frozen=True)
class Trial:
    """Rows whose labels are known, and what may be learnt from."""

    name: str
    rows: Sequence[Row]
    taxonomy: Taxonomy
    train: Sequence[Row] = ()
    examples: Sequence[Any] = ()


def main(chosen: list[str]) -> None:
    """Measure the trials asked for, or all."""
    shared = Path(
        os.environ.get("STOCKTAKE_SHARED") or sys.exit("STOCKTAKE_SHARED is not set.")
    )
    models = [encoders.USE, encoders.slow_encoder()]
    read = {model: reader(model, vectors_folder()) for model in models}
    print(
        "| rows | n | measure | fast | tenth | all | E5 alone |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    for name, trials in TRIALS.items():
        if not chosen or name in chosen:
            for trial in trials(shared / "data/texts"):
                print(line(trial, read), flush=True)


def line(trial: Trial, read: Mapping[str, Any]) -> str:
    """One row of the table: a figure for each way."""
    quick = {encoders.USE: read[encoders.USE]}

    def of(tier: Tier, share: float) -> Judged:
        return judge(
            trial.rows, trial.taxonomy, quick if tier is Tier.FAST else read,
            tier=tier, examples=trial.examples, train=trial.train, slow_share=share,
        )  # fmt: skip

    ways = [
        of(Tier.FAST, 0),
        of(Tier.FULL, TENTH),
        of(Tier.FULL, 1),
        alone(trial, read),
    ]
    asked = all(row.asked for row in trial.rows)
    codes = trial.taxonomy.codes
    found = [measure(trial.rows, one, codes) for one in ways]
    figures = [one.accuracy if asked else one.p_at_1 for one in found]
    what = "yes and no right" if asked else "first label right"
    return (
        f"| {trial.name} | {len(trial.rows)} | {what} | "
        + " | ".join(f"{one:.3f}" for one in figures)
        + " |"
    )


def alone(trial: Trial, read: Mapping[str, Any]) -> Judged:
    """What the slow encoder says by itself of every row."""
    encode = read[encoders.slow_encoder()]
    vectors = encode([row.text.text for row in trial.rows])
    codes = trial.taxonomy.codes
    if trial.train and not trial.train[0].asked:
        taught = encode([row.text.text for row in trial.train])
        likely = np.zeros((len(trial.rows), len(codes)))
        for column, code in enumerate(codes):
            known = np.array([code in row.labels for row in trial.train])
            if known.any() and not known.all():
                head = LogisticRegression(
                    C=10, class_weight="balanced", max_iter=500
                ).fit(taught, known)
                likely[:, column] = head.predict_proba(vectors)[:, 1]
        return Judged(likely, likely >= 0.5)
    likely = nearest(trial.taxonomy, encode, vectors)
    return Judged(likely, likely >= cut(trial, encode, codes))


def nearest(
    taxonomy: Taxonomy, encode: Callable[[Sequence[str]], Any], vectors: Any
) -> Any:
    """Cosine of each row to the nearest text of each class."""
    columns = []
    for one in taxonomy.classes:
        texts = encode([text for _, text in one.readings()])
        columns.append((vectors @ texts.T).max(axis=1))
    return np.stack(columns, axis=1).astype(float)


def cut(
    trial: Trial, encode: Callable[[Sequence[str]], Any], codes: Sequence[str]
) -> float:
    """The cosine from which on the answer is yes: the best on the rows to learn from, else the median."""
    rows = trial.train or trial.rows
    likely = nearest(trial.taxonomy, encode, encode([row.text.text for row in rows]))
    if not rows[0].asked:
        return 2.0
    mine = likely[np.arange(len(rows)), [codes.index(row.asked) for row in rows]]
    if not trial.train:
        return float(np.median(mine))
    right = np.array([bool(row.labels) for row in rows])
    return float(max(mine, key=lambda least: ((mine >= least) == right).mean()))


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def chance(words: str) -> str:
    """An order that has nothing to do with what the words say."""
    return hashlib.sha256(words.encode()).hexdigest()


def named(name: str, titles: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Taxonomy:
    """A taxonomy whose classes are known by their titles alone."""
    return Taxonomy(
        name, tuple(ClassTexts(code, texts) for code, texts in sorted(titles.items()))
    )


def upr(texts: Path) -> Iterator[Trial]:
    """Recommendations of the UPR: 600 of States that the 1,200 taught on are not of."""
    rows = table(
        texts / "upr_recommendations/upr_info_recommendations_sessions_1_20.csv"
    )
    states = sorted({row["state_under_review"] for row in rows}, key=chance)
    unseen = set(states[: len(states) // 3])
    issues = sorted({one for row in rows for one in row["issues"].split(",") if one})
    taxonomy = named("upr", {one: {"en": (one,)} for one in issues})

    def some(most: int, *, of_unseen: bool) -> list[Row]:
        there = [
            row for row in rows if (row["state_under_review"] in unseen) is of_unseen
        ]
        there.sort(key=lambda row: chance(row["id"]))
        return [
            Row(
                Text(row["id"], "en", row["text"]),
                frozenset(filter(None, row["issues"].split(","))),
            )
            for row in there[:most]
        ]

    yield Trial(
        "UPR issues", some(600, of_unseen=True), taxonomy, some(1_200, of_unseen=False)
    )


def morocco(texts: Path) -> Iterator[Trial]:
    """Recommendations to Morocco, French and Arabic: a third of them, taught on the rest."""
    taxonomy, rows = moroccan(texts)
    yield Trial(
        "Moroccan sub-themes, taught",
        rows[: len(rows) // 3],
        taxonomy,
        rows[len(rows) // 3 :],
    )


def morocco_untaught(texts: Path) -> Iterator[Trial]:
    """The same third, by the names of the sub-themes alone."""
    taxonomy, rows = moroccan(texts)
    yield Trial("Moroccan sub-themes, untaught", rows[: len(rows) // 3], taxonomy)


def moroccan(texts: Path) -> tuple[Taxonomy, list[Row]]:
    """The twenty commonest sub-themes; both languages of a recommendation on one side."""
    lines = table(texts / "morocco_followup/morocco_recommendations_fr_ar.csv")
    counts: dict[str, int] = {}
    for one in lines:
        counts[one["subtheme_fr"]] = counts.get(one["subtheme_fr"], 0) + 1
    kept = sorted(counts, key=lambda name: (-counts[name], name))[:20]
    arabic = {one["subtheme_fr"]: one["subtheme_ar"] for one in lines}
    titles = {name: {"fr": (name,), "ar": (arabic[name],)} for name in kept}
    rows = []
    for one in sorted(lines, key=lambda one: chance(one["text_fr"])):
        if one["subtheme_fr"] in titles:
            for language in ("fr", "ar"):
                if one[f"text_{language}"]:
                    text = Text(
                        f"{one['id']}-{language}", language, one[f"text_{language}"]
                    )
                    rows.append(Row(text, frozenset({one["subtheme_fr"]})))
    return named("morocco", titles), rows


def sdg(texts: Path) -> Iterator[Trial]:
    """Does this SDG apply? Untaught, then each half taught on the other."""
    lines = sorted(
        table(texts / "sdg_benchmark/sdg_classification_benchmark.csv"),
        key=lambda one: chance(one["id"]),
    )
    goals = sorted({one["sdg"] for one in lines})
    taxonomy = named("sdg", {goal: {"en": (GOALS[int(goal)],)} for goal in goals})
    rows = [
        Row(
            Text(one["id"], "en", one["text"]),
            frozenset(
                {one["sdg"]} if one["label"].lower() in ("true", "1", "yes") else ()
            ),
            one["sdg"],
        )
        for one in lines
    ]
    yield Trial("SDG benchmark, untaught", rows, taxonomy)
    half = len(rows) // 2
    yield Trial("SDG benchmark, first half", rows[:half], taxonomy, rows[half:])
    yield Trial("SDG benchmark, second half", rows[half:], taxonomy, rows[:half])


def seed(texts: Path) -> Iterator[Trial]:
    """UN paragraphs with the commitments that a reader gave them; those with one."""
    shop = workshop(charter.DEFAULT_EDITION)
    rows = [
        Row(
            Text(one["id"], "en", one["text"]),
            frozenset(filter(None, one["labels"].split("|"))),
        )
        for one in table(texts / "gold/seed_commitments_A.csv")
    ]
    yield Trial("SEED-A", rows, shop.taxonomy, examples=examples.gate())


GOALS = {
    1: "No poverty", 2: "Zero hunger", 3: "Good health and well-being", 4: "Quality education",
    5: "Gender equality", 6: "Clean water and sanitation", 7: "Affordable and clean energy",
    8: "Decent work and economic growth", 9: "Industry, innovation and infrastructure",
    10: "Reduced inequalities", 11: "Sustainable cities and communities",
    12: "Responsible consumption and production", 13: "Climate action", 14: "Life below water",
    15: "Life on land", 16: "Peace, justice and strong institutions", 17: "Partnerships for the goals",
}  # fmt: skip
TRIALS = {
    "upr": upr,
    "morocco": morocco,
    "morocco-untaught": morocco_untaught,
    "sdg": sdg,
    "seed": seed,
}

if __name__ == "__main__":
    main(sys.argv[1:])
