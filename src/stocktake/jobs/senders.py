"""Who sends, in which strand, about whom: from what a person typed to a delivery."""

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from stocktake.accounts.rules import Acting
from stocktake.actors import actions as actors
from stocktake.actors import queries as known
from stocktake.documents import queries as documents
from stocktake.geography import queries as geography
from stocktake.jobs.intake import Delivery
from stocktake.kernel.errors import BrokenData, NotFound, Refused
from stocktake.reporting.rules import Strand


def delivery(
    round_code: str,
    sender: str,
    *,
    strand: str | None,
    about: Sequence[str] = (),
    replaces: str = "",
    by: Acting,
    at: datetime,
) -> Delivery:
    """Resolve the sender, the strand and the States spoken about.

    An organisation that is not known yet is registered with its type not stated; a
    State under the expert strand means: experts about that State.
    """
    state = _state(sender)
    chosen = Strand(strand) if strand else (Strand.STATE if state else Strand.EXPERT)
    if state is None and chosen is Strand.STATE:
        msg = (
            f"{sender!r} is no State we know, so it cannot report in the State strand. "
            "Look it up: stocktake geography find NAME. Organisations report with --strand expert."
        )
        raise Refused(msg)
    if state is None:
        _register_if_new(sender, by=by, at=at)
    spoken_about = {geography.find(name).alpha3 for name in about}
    return Delivery(
        round=round_code,
        sender=state or sender,
        strand=chosen,
        about=tuple(sorted(spoken_about or ({state} if state else set()))),
        replaces=documents.document(replaces).sha256 if replaces else "",
    )


def deliveries_listed(
    listing: Path, round_code: str, *, by: Acting, at: datetime
) -> dict[Path, Delivery]:
    """Deliveries from a CSV file: columns file, from, strand, about (``|`` between States).

    File names are read from the folder of the listing.
    """
    try:
        with listing.open(newline="", encoding="utf-8-sig") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        msg = f"{listing}: cannot be read as a CSV file in UTF-8: {error}"
        raise BrokenData(msg) from error
    missing = {"file", "from"} - set(rows[0] if rows else ())
    if missing:
        msg = f"{listing}: lacks the column {', '.join(sorted(missing))}. It needs: file, from; it may have: strand, about."
        raise BrokenData(msg)
    return {
        listing.parent / row["file"]: delivery(
            round_code,
            row["from"].strip(),
            strand=(row.get("strand") or "").strip() or None,
            about=[
                name for name in (row.get("about") or "").split("|") if name.strip()
            ],
            by=by,
            at=at,
        )
        for row in rows
    }


def _state(sender: str) -> str | None:
    """The State's alpha-3 code; None if the words name no State."""
    try:
        return geography.find(sender).alpha3
    except NotFound:
        return None


def _register_if_new(code: str, *, by: Acting, at: datetime) -> None:
    try:
        known.organisation(code)
    except NotFound:
        actors.register_organisation(code, by=by, at=at)
