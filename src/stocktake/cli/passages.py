"""``stocktake passages``: what a document says, paragraph by paragraph, and what about."""

from typing import Any

import click

from stocktake.charter.queries import DEFAULT_EDITION
from stocktake.cli import frame


@click.command()
@click.argument("document")
@click.option(
    "--edition",
    default=DEFAULT_EDITION,
    show_default=True,
    help="Charter edition of the labels.",
)
@click.option("--labelled", is_flag=True, help="Only passages that carry a label.")
@frame.json_option
def passages(document: str, *, edition: str, labelled: bool, as_json: bool) -> None:
    """List the passages of DOCUMENT (SHA-256, the beginning of one, or URN).

    Each with its number as printed, page, text, language, labels (with the words that
    decided) and the stance of each sentence.
    """
    frame.with_database()
    from stocktake.charter import queries as charter  # noqa: PLC0415
    from stocktake.documents import queries as documents  # noqa: PLC0415
    from stocktake.texts import queries  # noqa: PLC0415

    charter.edition(edition)
    boxes = {row.order: row.boxes for row in documents.passages(document)}
    rows = [
        _as_json(one, boxes[one.order])
        for one in queries.labels_of(document, edition=edition)
        if one.labels or not labelled
    ]
    if as_json:
        frame.print_json(rows)
        return
    frame.print_table(
        ["no.", "page", "lang", "labels", "stances", "text"],
        [_as_row(row) for row in rows],
    )
    if not any(row["labels"] for row in rows):
        click.echo(
            "No passage is labelled. Label a round: stocktake texts label --round ROUND"
        )


def _as_json(one: Any, boxes: Any) -> dict[str, Any]:
    return {
        "number": one.number,
        "page": one.page,
        "text": one.text,
        "language": one.language,
        "labels": [
            {
                "code": label.code,
                "score": label.score,
                "because": list(label.because),
                "model": label.model,
                "by": label.by,
            }
            for label in one.labels
        ],
        "stances": [
            {
                "sentence": stance.sentence,
                "start": stance.start,
                "end": stance.end,
                "text": one.text[stance.start : stance.end],
                "stance": stance.stance.value,
                "score": stance.score,
                "model": stance.model,
            }
            for stance in one.stances
        ],
        "order": one.order,
        "heading": list(one.heading),
        "boxes": [
            [box.page, box.left, box.top, box.right, box.bottom] for box in boxes
        ],
        "urn": one.urn,
    }


def _as_row(row: dict[str, Any]) -> list[object]:
    labels = " ".join(
        f"{label['code']} ({label['score']:.2f})" for label in row["labels"]
    )
    stances = " ".join(
        {"achievement": "+", "challenge": "-"}.get(one["stance"], "·")
        for one in row["stances"]
    )
    text = row["text"]
    return [
        row["number"] or f"[{row['order']}]",
        row["page"],
        row["language"],
        labels,
        stances,
        text if len(text) < 80 else f"{text[:79]}…",
    ]
