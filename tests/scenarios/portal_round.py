"""A small round for page tests: reports taken in by actions, labels as a model leaves them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pypdfium2
from django.apps import apps

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.documents import actions as documents
from stocktake.documents import queries as kept
from stocktake.documents.rules import Box, Kind, PageSize, PassageRead, Reading
from stocktake.reporting import actions as reporting
from stocktake.reporting.rules import Strand


NOON = datetime(2024, 6, 30, 12, tzinfo=UTC)
SENTENCE = "Since 1 March 2023 no child is held in an immigration facility."
SECOND = "The number of case workers has not kept pace."


@dataclass(frozen=True)
class Sent:
    """One report of the round."""

    sha256: str
    sender: str


def pdf_bytes(word: str) -> bytes:
    """A PDF of two empty pages; ``word`` makes its bytes its own."""
    import io

    pdf = pypdfium2.PdfDocument.new()
    for _page in range(2):
        pdf.new_page(595, 842)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue() + f"\n% {word}\n".encode()


def reading(kind: Kind, language: str) -> Reading:
    """Four passages, two on each page where there are pages."""
    paged = kind is Kind.PDF
    passages = tuple(
        PassageRead(
            order=order,
            number=str(order),
            text=f"{SENTENCE} {SECOND}",
            page=(order + 1) // 2 if paged else None,
            boxes=(Box((order + 1) // 2, 70, 90, 520, 160),) if paged else (),
            heading=("Detention",),
        )
        for order in range(1, 5)
    )
    pages = (PageSize(1, 595, 842), PageSize(2, 595, 842)) if paged else ()
    return Reading(
        kind, "", pages, passages, (), language, (language,) * 4, "by hand", None
    )


def send(
    round_code: str,
    sender: str,
    *,
    about: tuple[str, ...] = (),
    strand: Strand = Strand.STATE,
    kind: Kind = Kind.PDF,
    language: str = "en",
    codes: tuple[str, ...] = ("1.2", "3.4"),
) -> Sent:
    """Take one report in and label its passages with these codes in turn."""
    data = pdf_bytes(sender) if kind is Kind.PDF else f"Report of {sender}".encode()
    name = f"{sender}.{kind.value}"
    row = documents.keep(
        data, name, reading=reading(kind, language), by=LOCAL_ADMINISTRATOR, at=NOON
    )
    reporting.enclose(
        round_code,
        row.sha256,
        name,
        sender=sender,
        strand=strand,
        about=about or (sender,),
        by=LOCAL_ADMINISTRATOR,
        at=NOON,
    )
    _label(round_code, row.sha256, about or (sender,), strand, codes)
    return Sent(row.sha256, sender)


def _label(
    round_code: str,
    sha256: str,
    about: tuple[str, ...],
    strand: Strand,
    codes: tuple[str, ...],
) -> None:
    round_ = apps.get_model("reporting.Round").objects.get(code=round_code)
    label, stance, summary = (
        apps.get_model(f"texts.{name}") for name in ("Label", "Stance", "Summary")
    )
    for passage in kept.passages(sha256):
        code = codes[passage.order % len(codes)]
        label.objects.create(
            passage_id=passage.id,
            edition=round_.edition,
            code=code,
            score=0.91,
            because=["child", "facility"],
            model="by hand",
        )
        stance.objects.create(
            passage_id=passage.id,
            sentence=1,
            start=0,
            end=len(SENTENCE),
            stance="achievement",
            score=0.8,
            model="by hand",
        )
        sentence = {
            "passage": passage.id,
            "sentence": 1,
            "start": 0,
            "end": len(SENTENCE),
            "stance": "achievement",
            "also": [],
        }
        for state, strand_ in [*((one, strand.value) for one in about), ("", "")]:
            row, _new = summary.objects.get_or_create(
                round=round_,
                edition=round_.edition,
                code=code,
                state=state,
                strand=strand_,
                defaults={"sentences": [], "pool": {"size": 0}, "inputs": "-"},
            )
            row.sentences = [*row.sentences, sentence]
            row.pool = {"size": row.pool["size"] + 1}
            row.save()


def small_round(code: str = "2024") -> tuple[Sent, Sent, Sent]:
    """A PDF and a TXT of two States and a PDF of an organisation about the first."""
    reporting.open_round(code, by=LOCAL_ADMINISTRATOR, at=NOON, illustrative=True)
    return (
        send(code, "XAA"),
        send(code, "XAB", kind=Kind.TXT, language="fr"),
        send(code, "XNGO", about=("XAA",), strand=Strand.EXPERT, language="ar"),
    )
