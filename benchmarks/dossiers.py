"""Dossiers of a world round from ready findings: of the world, of one State, of each State.

    python benchmarks/dossiers.py [States, 193 if not given] [expert reports, 200]

A home of its own is filled with reports, labels, summaries and findings as the pipeline
leaves them; what is measured are commands as users run them, start-up included. Prints a
Markdown table: seconds by the wall and of processors, peak memory of all processes
together, pages and bytes. Under ten minutes on two quiet cores.
"""

import hashlib
import json
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import timing


NOON = datetime(2024, 6, 30, 12, tzinfo=UTC)
ROUND, EDITION = "2024", "icmpd-2017"
READY = ("--round", ROUND, "--tier", "none", "--json")
STATE, RUNS = "AFG", 5  # the first by code: a report of its own, one or two of experts
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
SENTENCES = {
    "en": "The law of 2023 gives every migrant access to counsel, care and school in all regions.",
    "fr": "La loi de 2023 donne à chaque migrant accès à un avocat, aux soins et à l’école.",
    "es": "La ley de 2023 da a cada migrante acceso a un abogado, a la salud y a la escuela.",
    "ru": "Закон 2023 года даёт каждому мигранту доступ к адвокату, лечению и школе.",
    "ar": "يمنح قانون عام 2023 كل مهاجر إمكانية الاستعانة بمحام والرعاية والمدرسة.",
    "zh": "2023年的法律使每名移民都能获得律师、医疗和学校教育。",
}
PASSAGES = 40  # of one report; only those that are cited matter here
SHOWN = 12  # sentences of a summary across States


def main(states: int, experts: int) -> None:
    """Fill a home, then run the commands that users run, each in a process of its own."""
    home = Path(tempfile.mkdtemp(prefix="stocktake-dossiers-"))
    os.environ["STOCKTAKE_HOME"] = str(home)
    os.environ.setdefault("STOCKTAKE_SECRET_KEY", "only-for-this-benchmark")
    script = str(Path(__file__).resolve())
    filled = timing.measured(
        [sys.executable, script, "fill", str(states), str(experts)]
    )
    print(f"Filled in {filled.seconds:.0f} s: {filled.output.strip()}\n")
    print("| dossier | seconds | processor seconds | peak MB | made of |")
    print("| --- | --- | --- | --- | --- |")
    show("world, all five formats", [build(home)])
    runs = [build(home, "--state", STATE) for _ in range(RUNS)]
    show(f"one State, all five formats, {RUNS} runs", runs)
    each = timing.stocktake(home, "dossier", "each", "state", *READY)
    show(f"each of {states} States, PDF, DOCX, HTML", [each])
    show("`stocktake --help`", [timing.stocktake(home, "--help") for _ in range(RUNS)])
    show(
        "`stocktake rounds list`",
        [timing.stocktake(home, "rounds", "list") for _ in range(RUNS)],
    )


def build(home: Path, *words: str) -> timing.Run:
    """One dossier from what is ready, in all formats."""
    return timing.stocktake(home, "dossier", "build", *READY, *words)


def show(name: str, runs: list[timing.Run]) -> None:
    """A row of the table: medians, and least to most where there are several runs."""
    seconds = spread([run.seconds for run in runs])
    cpu = spread([run.cpu for run in runs])
    peak = max(run.peak for run in runs)
    made = ", ".join(f"{key} {value}" for key, value in sizes(runs[-1].output))
    print(f"| {name} | {seconds} | {cpu} | {peak:.0f} | {made} |", flush=True)


def spread(values: list[float]) -> str:
    """``2.1 (1.9 to 2.4)``: the middle one, the least and the most."""
    middle = f"{statistics.median(values):.3g}"
    if len(values) < 2:
        return middle
    return f"{middle} ({min(values):.3g} to {max(values):.3g})"


def fill(states: int, experts: int) -> None:
    """Reports, labels, summaries and findings of so many States and expert reports."""
    from stocktake.geography import queries as geography  # noqa: PLC0415

    codes = [area.alpha3 for area in geography.states()][:states]
    dice = random.Random(2024)
    senders = [(code, "state", [code]) for code in codes]
    senders += [
        (f"XORG{number}", "expert", [dice.choice(codes)]) for number in range(experts)
    ]
    told = reports(senders)
    cited = summaries(codes, told, dice)
    made = findings(codes, told, dice)
    print(f"{len(senders)} reports, {cited} summaries, {made} findings")


def reports(senders: list[tuple[str, str, list[str]]]) -> dict[Any, list[Any]]:
    """Published submissions, each with a document; its passages by State and strand."""
    from django.apps import apps  # noqa: PLC0415

    from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: PLC0415
    from stocktake.reporting import actions  # noqa: PLC0415

    document, passage = (
        apps.get_model(f"documents.{name}") for name in ("Document", "Passage")
    )
    actions.open_round(ROUND, edition=EDITION, by=LOCAL_ADMINISTRATOR, at=NOON)
    round_ = apps.get_model("reporting.Round").objects.get(code=ROUND)
    told: dict[Any, list[Any]] = {}
    for number, (sender, strand, about) in enumerate(senders):
        language = LANGUAGES[number % len(LANGUAGES)]
        one = document.objects.create(
            sha256=hashlib.sha256(f"{sender} {number}".encode()).hexdigest(),
            kind="pdf", name=f"{sender}.pdf", size=100_000, title=f"Report of {sender}",
            language=language, page_count=28, engine="benchmark", read_at=NOON,
        )  # fmt: skip
        rows = passage.objects.bulk_create(
            passage(
                document=one, order=order, number=str(order), page=1 + order // 2,
                text=f"{SENTENCES[language]} ({sender}, {order})", language=language,
                heading=["Measures"],
            )
            for order in range(1, PASSAGES + 1)
        )  # fmt: skip
        told.setdefault((about[0], strand), []).extend(rows)
        kept = apps.get_model("reporting.Submission").objects.create(
            round=round_, sender=sender, strand=strand, about=about,
            stage="published", submitted_at=NOON,
        )  # fmt: skip
        apps.get_model("reporting.Enclosure").objects.create(
            submission=kept, document=one, name=one.name, added_at=NOON
        )
        apps.get_model("texts.Labelling").objects.create(
            document=one,
            edition=EDITION,
            tier="full",
            model="hybrid-full@2026.1",
            at=NOON,
        )
    return told


def summaries(codes: list[str], told: dict[Any, list[Any]], dice: random.Random) -> int:
    """A summary for most commitments of each State and strand, and one across States."""
    from django.apps import apps  # noqa: PLC0415

    round_ = apps.get_model("reporting.Round").objects.get(code=ROUND)
    summary, label = apps.get_model("texts.Summary"), apps.get_model("texts.Label")
    rows, labels = [], {}
    for item in commitments():
        across: list[Any] = []
        for state in codes:
            for strand in ("state", "expert"):
                pool = told.get((state, strand), [])
                if not pool or dice.random() < 0.4:
                    continue
                chosen = dice.sample(pool, dice.randint(1, 6))
                across += [(one, strand) for one in chosen[:1]]
                sentences = [sentence(one, strand) for one in chosen]
                rows.append((item, state, strand, sentences, {"size": 9, "unused": 3}))
                labels |= {(one.pk, item): one for one in chosen}
        shown = dice.sample(across, min(SHOWN, len(across)))
        pool = {
            "size": 9 * len(across), "states": len(shown), "reporting": len(codes),
            "unused": 8 * len(across), "method": "benchmark",
            "contrasts": [[0, 1]] if len(shown) > 1 else [],
        }  # fmt: skip
        rows.append((item, "", "", [sentence(*one) for one in shown], pool))
    summary.objects.bulk_create(
        summary(
            round=round_, edition=EDITION, code=item, state=state, strand=strand,
            sentences=sentences, pool=pool, inputs="0" * 64,
        )
        for item, state, strand, sentences, pool in rows
    )  # fmt: skip
    label.objects.bulk_create(
        label(
            passage=one, edition=EDITION, code=item, score=0.9,
            model="hybrid-full@2026.1", by="proposed",
        )
        for (_pk, item), one in labels.items()
    )  # fmt: skip
    return len(rows)


def sentence(passage: Any, strand: str) -> dict[str, Any]:
    """A passage's first sentence as a summary keeps it."""
    end = passage.text.rindex(" (")
    stance = "achievement" if strand == "state" else "challenge"
    return {"passage": passage.pk, "start": 0, "end": end, "stance": stance, "also": []}


def commitments() -> list[str]:
    """The counted commitments of the edition."""
    from stocktake.charter import queries as charter  # noqa: PLC0415

    return [item.code for item in charter.edition(EDITION).commitments]


def findings(codes: list[str], told: dict[Any, list[Any]], dice: random.Random) -> int:
    """One finding for each State and item of the edition, each with two figures."""
    import msgspec  # noqa: PLC0415
    from django.apps import apps  # noqa: PLC0415

    from stocktake.assessment import definitions  # noqa: PLC0415
    from stocktake.charter import queries as charter  # noqa: PLC0415

    round_ = apps.get_model("reporting.Round").objects.get(code=ROUND)
    finding = apps.get_model("assessment.Finding")
    items = [one.code for one in charter.edition(EDITION).items if one.parent]
    indicators = [one.code for one in definitions.definitions(EDITION)[:2]]
    rows = []
    for state in codes:
        for item in items:
            figures = [figure(code, dice) for code in indicators]
            made = one_finding(state, item, told, figures, dice)
            content = msgspec.json.encode(made).decode()
            rows.append(
                finding(
                    round=round_, state=state, code=item, version=1,
                    as_of=date(2024, 6, 30), made_by="findings@1", inputs="1" * 64,
                    content=content, by="benchmark", at=NOON,
                    sha256=hashlib.sha256(content.encode()).hexdigest(),
                )
            )  # fmt: skip
    finding.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def one_finding(
    state: str,
    item: str,
    told: dict[Any, list[Any]],
    figures: list[Any],
    dice: random.Random,
) -> Any:
    """A finding with both strands where there are reports, and figures with reruns."""
    from stocktake.assessment import rules, verdicts  # noqa: PLC0415

    own, others = told.get((state, "state"), []), told.get((state, "expert"), [])
    urns = tuple(
        f"stocktake:passage:{one.document.sha256}/{one.order}"
        for one in (*own[:2], *others[:2])
    )

    def side(rows: list[Any]) -> Any:
        count = min(3, len(rows))
        return rules.Told(count, count // 2, count, 0, urns[:count])

    measure = rules.Measure(item, "m1", "law", "in-force", "2023-05-01", ROUND)
    status = dice.choice(["no-measure", "partly-in-force", "in-force"])
    has_measure = status != "no-measure"
    return rules.Finding(
        urn=rules.name(ROUND, state, item), version=1, round=ROUND, state=state, code=item,
        as_of=date(2024, 6, 30),
        claimed=rules.Claimed(
            rules.Basis.ANSWERS, status, 3, None, (measure,) if has_measure else (), "", "",
            side(own), urns[:2],
        ),
        experts=rules.Experts(
            (), {"challenge": 2} if others else {}, {}, (), side(others), urns[2:]
        ),
        figures=tuple(figures),
        treaties=(), agreement=dice.choice(list(rules.Agreement)),
        gap=dice.choice([None, 0, 1]), scale=rules.Scale.FIVE_STEPS,
        triangulation=dice.choice(list(rules.Triangulation)), positions=(),
        label=dice.choice(list(verdicts.Label)),
        grade=rules.EvidenceGrade(rules.Confidence.MODERATE, (), ()),
        coverage=rules.Coverage(
            2, 2, state_reported=True, state_spoke=bool(own), experts_spoke=bool(others)
        ),
        vintages=(rules.Vintage("stocktake:release:benchmark/1", "2024-03-01"),),
        sources=urns, made_by=rules.MADE_BY, inputs="1" * 64,
    )  # fmt: skip


def figure(code: str, dice: random.Random) -> Any:
    """A figure of six years with four reruns and twelve intermediates."""
    from stocktake.assessment import rules, verdicts  # noqa: PLC0415

    label = dice.choice(list(verdicts.Label))
    rerun = verdicts.Rerun("base year + 1", "statcan@1", label, 0.61)
    stability = verdicts.Stability(3, 4, verdicts.Label.ON_TRACK, (rerun,) * 4)
    verdict = verdicts.Verdict(
        label, 0.61, 0.07, "default@1: linear-pace@1",
        "(6.2 − 7.4) / (3 − 7.4) × (2030 − 2015) / (2023 − 2015) = 0.51",
        {f"intermediate {one}": dice.random() for one in range(12)},
        stability, verdicts.Grade.OFFICIAL, "",
    )  # fmt: skip
    series = tuple((2018 + year, dice.random()) for year in range(6))
    return rules.Figure(
        code,
        verdict,
        "stocktake:release:benchmark/1",
        "2024-03-01",
        series,
    )


def sizes(output: str) -> Iterator[tuple[str, Any]]:
    """Dossiers, pages of the first, and bytes of all, from what a command printed."""
    import pypdfium2  # noqa: PLC0415

    if not output.startswith(("{", "[")):
        return
    printed = json.loads(output)
    rows = printed if isinstance(printed, list) else [printed]
    yield "dossiers", len(rows)
    with pypdfium2.PdfDocument(Path(rows[0]["folder"]) / "dossier.pdf") as pdf:
        yield "pages of the first", len(pdf)
    yield "MB", round(sum(f["size"] for row in rows for f in row["files"]) / 1e6, 1)


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["fill"]:
        os.environ["DJANGO_SETTINGS_MODULE"] = "stocktake.site.settings"
        import django

        django.setup()
        from stocktake.site import setup

        setup.tables_up_to_date()
        fill(int(words[1]), int(words[2]))
    else:
        numbers = [int(one) for one in words] + [193, 200][len(words) :]
        main(*numbers)
