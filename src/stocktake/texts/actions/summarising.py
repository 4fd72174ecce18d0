"""Summarise a round: only what rests on other evidence than last time is made again."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
from django.db import transaction
from threadpoolctl import threadpool_limits

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.charter import queries as charter
from stocktake.charter.rules import Edition
from stocktake.reporting import queries as reporting
from stocktake.texts import summaries
from stocktake.texts.actions.labelling import silent
from stocktake.texts.evidence import SURE, Piece, Source, pieces, sources
from stocktake.texts.models import Labelling, Summary
from stocktake.texts.workshop import workshop


Progress = Callable[[str, int, int], None]
Question = tuple[
    str, str, str
]  # code, State, strand; the last two empty: across States
LARGEST: Final = 1_000  # sentences that one summary is chosen from; the most probable


@dataclass(frozen=True, slots=True)
class _Work:
    """One round as the summaries see it."""

    key: int
    round: str
    edition: Edition
    sources: Mapping[str, Source]
    digests: Mapping[str, Mapping[str, str]]  # document -> code -> hash

    def codes(self, code: str) -> tuple[str, ...]:
        """The code and those of its parts: what is said of a part counts for the whole."""
        return (code, *(item.code for item in self.edition.children(code)))


def summarise_round(
    round_code: str, *, by: Acting, at: datetime, progress: Progress = silent
) -> int:
    """Bring all summaries of a round up to date; return how many were made again.

    Interrupted, the commitments that were finished are kept.
    """
    by.require(Permission.TEXT_LABEL)
    work = _work(round_code)
    wanted = _questions(work)
    stale, gone = _compare(work, wanted)
    codes = sorted({code for code, _, _ in stale})
    Summary.objects.filter(pk__in=gone).delete()
    with threadpool_limits(1, "blas"):  # the same bytes on any number of cores
        for done, code in enumerate(codes):
            progress("summarise", done, len(codes))
            _summarise(work, code, [one for one in stale if one[0] == code], wanted)
    progress("summarise", len(codes), len(codes))
    if stale or gone:
        data = {"made": len(stale), "removed": len(gone)}
        record(
            "round.summarised",
            by=by.name,
            about=f"stocktake:round:{round_code}",
            at=at,
            data=data,
        )
    return len(stale)


def _work(round_code: str) -> _Work:
    round_ = reporting.round_(round_code)
    known = sources(reporting.submissions(round_code))
    rows = Labelling.objects.filter(
        edition=round_.edition, document__enclosures__submission__round__code=round_code
    )
    return _Work(
        reporting.round_key(round_code),
        round_code,
        charter.edition(round_.edition),
        known,
        {
            sha: digests
            for sha, digests in rows.values_list("document__sha256", "digests")
            if sha in known
        },
    )


def _questions(work: _Work) -> dict[Question, str]:
    """Every summary there should be, and the hash of what it rests on."""
    found: dict[Question, str] = {}
    for item in work.edition.leaves:
        codes = work.codes(item.code)
        told = {
            sha: [digests[code] for code in codes if code in digests]
            for sha, digests in sorted(work.digests.items())
        }
        told = {sha: hashes for sha, hashes in told.items() if hashes}
        if not told:
            continue
        found[item.code, "", ""] = _hash(work, told)
        for (state, strand), shas in sorted(_speakers(work, told).items()):
            found[item.code, state, strand] = _hash(
                work, {sha: told[sha] for sha in shas}
            )
    return found


def _speakers(work: _Work, shas: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """The documents that speak about each State in each strand, in the order given."""
    found: dict[tuple[str, str], list[str]] = {}
    for sha in shas:
        source = work.sources[sha]
        for state in source.about:
            found.setdefault((state, source.strand), []).append(sha)
    return found


def _hash(work: _Work, told: Mapping[str, Sequence[str]]) -> str:
    rows = [
        [sha, source.sender, source.strand, source.about, hashes]
        for sha, hashes in told.items()
        for source in (work.sources[sha],)
    ]
    content = json.dumps([summaries.METHOD, SURE, rows], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _compare(
    work: _Work, wanted: Mapping[Question, str]
) -> tuple[list[Question], list[int]]:
    """Questions whose summary is missing or rests on other evidence; rows nobody asks for."""
    rows = Summary.objects.filter(round=work.key, edition=work.edition.code)
    made = {
        (code, state, strand): (key, inputs)
        for key, code, state, strand, inputs in rows.values_list(
            "pk", "code", "state", "strand", "inputs"
        )
    }
    stale = [
        one for one, inputs in wanted.items() if made.get(one, (0, ""))[1] != inputs
    ]
    gone = [key for one, (key, _) in made.items() if one not in wanted]
    return stale, gone


def _summarise(
    work: _Work, code: str, stale: Sequence[Question], wanted: Mapping[Question, str]
) -> None:
    found = _one_per_sentence(
        pieces(
            work.edition.code,
            work.codes(code),
            work.sources,
            whole=_whole(work, stale),
            most=LARGEST,
        )
    )
    spoken = {speaker: _likely(rows, found) for speaker, rows in _spoken(found).items()}
    vectors = _vectors(work, found, across=spoken["", ""])
    reporting_ = _reporting(work, code)
    rows = [
        _row(
            work,
            one,
            wanted[one],
            [found[row] for row in spoken.get(one[1:], ())],
            vectors[spoken.get(one[1:], [])],
            reporting_=reporting_,
        )
        for one in stale
    ]
    with transaction.atomic():
        Summary.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["round", "edition", "code", "state", "strand"],
            update_fields=["sentences", "pool", "inputs"],
        )


def _whole(work: _Work, stale: Sequence[Question]) -> set[str]:
    """The documents that stale questions about single States rest on."""
    asked = {(state, strand) for _, state, strand in stale if state}
    return {
        sha
        for sha, source in work.sources.items()
        if any((state, source.strand) in asked for state in source.about)
    }


def _one_per_sentence(found: Sequence[Piece]) -> list[Piece]:
    """A sentence counts once in a pool, under its most probable code, even if two parts claim it."""
    best: dict[tuple[str, int, str], Piece] = {}
    for piece in found:
        place = (*piece.candidate.place, piece.candidate.stance)
        if place not in best or piece.candidate.weight > best[place].candidate.weight:
            best[place] = piece
    return list(best.values())


def _vectors(work: _Work, found: Sequence[Piece], *, across: Sequence[int]) -> Any:
    """Vectors of all pieces less the mean of those that the summary across States is chosen from."""
    vectors = workshop(work.edition.code).quick([piece.text for piece in found])
    if len(across) <= summaries.LONGEST:
        return vectors
    centred = vectors - vectors[across].mean(axis=0)
    return centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)


def _spoken(found: Sequence[Piece]) -> dict[tuple[str, str], list[int]]:
    """Rows of each State and strand; of all of them under two empty names."""
    spoken: dict[tuple[str, str], list[int]] = {("", ""): list(range(len(found)))}
    for row, piece in enumerate(found):
        if piece.candidate.state:
            speaker = (piece.candidate.state, piece.candidate.strand)
            spoken.setdefault(speaker, []).append(row)
    return spoken


def _likely(rows: Sequence[int], found: Sequence[Piece]) -> list[int]:
    """The most probable rows, equals by place; in their order."""
    likely = sorted(
        rows, key=lambda row: (-found[row].candidate.weight, found[row].candidate.place)
    )
    return sorted(likely[:LARGEST])


def _reporting(work: _Work, code: str) -> int:
    """How many States any document of the round speaks about under a code or its parts."""
    codes = work.codes(code)
    return len(
        {
            state
            for sha, digests in work.digests.items()
            if any(part in digests for part in codes)
            for state in work.sources[sha].about
        }
    )


def _row(
    work: _Work,
    question: Question,
    inputs: str,
    pool: list[Piece],
    vectors: Any,
    *,
    reporting_: int,
) -> Summary:
    code, state, strand = question
    choice = summaries.choose([piece.candidate for piece in pool], vectors)
    passages = {piece.candidate.key: piece.passage for piece in pool}
    return Summary(
        round_id=work.key,
        edition=work.edition.code,
        code=code,
        state=state,
        strand=strand,
        sentences=[_shown(one, passages) for one in choice.shown],
        pool=_account(pool, choice) | {"reporting": reporting_},
        inputs=inputs,
    )


def _shown(one: summaries.Chosen, passages: Mapping[str, int]) -> dict[str, Any]:
    candidate = one.candidate
    return {
        "passage": passages[candidate.key],
        "sentence": candidate.sentence,
        "start": candidate.start,
        "end": candidate.end,
        "stance": candidate.stance,
        "state": candidate.state,
        "also": [
            {"passage": passages[other.key], "start": other.start, "end": other.end}
            for other in one.also
        ],
    }


def _account(pool: Sequence[Piece], choice: summaries.Choice) -> dict[str, Any]:
    """What stands beside a summary: how much it was chosen from, who is heard, who is not."""
    shown = {other.key for one in choice.shown for other in (one.candidate, *one.also)}
    keys = {piece.candidate.key for piece in pool}
    return {
        "size": len(keys),
        "sentences": len(pool),
        "clusters": choice.clusters,
        "states": len(
            {one.candidate.state for one in choice.shown if one.candidate.state}
        ),
        "confirmed": len({piece.candidate.key for piece in pool if piece.confirmed}),
        "unused": len(keys - shown),
        "contrasts": [list(pair) for pair in choice.contrasts],
        "method": summaries.METHOD,
    }
