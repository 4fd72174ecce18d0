"""Documents, their passages, their bytes and pictures of their pages."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from stocktake.documents import pictures, store
from stocktake.documents.models import Document, Passage
from stocktake.documents.rules import Aside, AsideKind, Box, Kind
from stocktake.kernel.errors import NotFound, Refused


_URN: Final = re.compile(
    r"stocktake:(?:document|passage):(?P<sha>[0-9a-f]{64})(?:/\d+)?"
)
WHOLE: Final = 64  # digits of a SHA-256
_PREFIX: Final = re.compile(r"(?:sha256:)?(?P<sha>[0-9a-f]{4,64})")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as other rooms see it."""

    sha256: str
    kind: Kind
    name: str  # of the file when it first came
    size: int  # bytes
    title: str
    language: str
    page_count: int  # 0 where the format has no pages
    page_sizes: tuple[tuple[float, float], ...]  # width and height in points
    passage_count: int
    engine: str
    known_words: float | None
    read_at: datetime

    @property
    def urn(self) -> str:
        """``stocktake:document:<sha256>``."""
        return f"stocktake:document:{self.sha256}"


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage as other rooms see it; ``id`` serves foreign keys, never an export."""

    id: int
    document: str  # SHA-256
    order: int
    number: str
    text: str
    page: int | None
    boxes: tuple[Box, ...]
    heading: tuple[str, ...]
    language: str

    @property
    def urn(self) -> str:
        """``stocktake:passage:<sha256>/<order>``."""
        return f"stocktake:passage:{self.document}/{self.order}"


def document(name: str) -> DocumentRow:
    """The document of this SHA-256, of a beginning of one that is unique, or of this URN."""
    return _row(_found(name, _counted()))


def documents() -> tuple[DocumentRow, ...]:
    """All documents, in the order in which they came."""
    return tuple(_row(each) for each in _counted().order_by("id"))


def key(name: str) -> int:
    """The primary key of a document, for foreign keys of other rooms."""
    return _found(name).pk


def passages(name: str) -> tuple[PassageRow, ...]:
    """The passages of a document, in their order; two queries."""
    found = _found(name)
    return tuple(
        _passage(each, found.sha256)
        for each in found.passages.defer("folded").order_by("order")
    )


def passage(urn: str) -> PassageRow:
    """The passage of a URN; one query."""
    sha256, _, order = urn.removeprefix("stocktake:passage:").partition("/")
    found = (
        Passage.objects.filter(document__sha256=sha256, order=order)
        .defer("folded")
        .first()
        if order.isdigit()
        else None
    )
    if found is None:
        msg = f"There is no passage {urn!r}. Passages are listed by `stocktake passages DOCUMENT`."
        raise NotFound(msg)
    return _passage(found, sha256)


def passages_at(sha256: str, orders: Iterable[int]) -> tuple[PassageRow, ...]:
    """Some passages of a document, in their order; one query."""
    found = Passage.objects.filter(
        document__sha256=sha256, order__in=list(orders)
    ).defer("folded")
    return tuple(_passage(each, sha256) for each in found.order_by("order"))


def asides(name: str) -> tuple[Aside, ...]:
    """What was kept apart from the passages: heads, notes, headings, tables."""
    return tuple(
        Aside(AsideKind(kind), text, page) for kind, page, text in _found(name).asides
    )


def data(name: str) -> bytes:
    """The bytes of a document, as they came."""
    return store.read(_found(name).sha256)


def page_image(
    name: str,
    page: int,
    width: int,
    *,
    draw: Callable[[bytes, int, int], bytes] = pictures.page,
) -> bytes:
    """A page of a PDF as PNG, about so many pixels wide; drawn once, then kept.

    A server passes a ``draw`` that cannot hold it up (``jobs.page_images``).
    """
    found = _found(name)
    if not 1 <= page <= found.page_count:
        msg = f"{found} has {found.page_count} pages that can be shown; page {page} is none of them."
        raise NotFound(msg)
    fitting = pictures.width_allowed(width)
    cached = store.image_path(found.sha256, page, fitting)
    if cached.exists():
        return cached.read_bytes()
    picture = draw(store.read(found.sha256), page, fitting)
    store.write(cached, picture)
    return picture


def _counted() -> QuerySet[Document]:
    """Documents with how many passages each has, counted one by one: a join would sort them all."""
    counts = (
        Passage.objects.filter(document=OuterRef("pk"))
        .order_by()
        .values("document")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return Document.objects.annotate(passage_count=Coalesce(Subquery(counts), 0))


def _found(name: str, among: QuerySet[Document] | None = None) -> Document:
    matched = _URN.fullmatch(name) or _PREFIX.fullmatch(name)
    if not matched:
        msg = f"{name!r} names no document: give its SHA-256, the beginning of it, or its URN."
        raise NotFound(msg)
    sha = matched["sha"]
    whole = {"sha256": sha} if len(sha) == WHOLE else {"sha256__startswith": sha}
    known = Document.objects.all() if among is None else among
    found = list(known.filter(**whole).order_by("sha256")[:5])
    if not found:
        msg = f"There is no document {name!r} here."
        raise NotFound(msg)
    if len(found) > 1:
        listed = ", ".join(each.sha256[:16] for each in found)
        msg = f"{name!r} fits several documents: {listed}. Give more of the SHA-256."
        raise Refused(msg)
    return found[0]


def _row(each: Document) -> DocumentRow:
    return DocumentRow(
        sha256=each.sha256,
        kind=Kind(each.kind),
        name=each.name,
        size=each.size,
        title=each.title,
        language=each.language,
        page_count=each.page_count,
        page_sizes=tuple((width, height) for width, height in each.page_sizes),
        passage_count=getattr(each, "passage_count", 0),
        engine=each.engine,
        known_words=each.known_words,
        read_at=each.read_at,
    )


def _passage(each: Passage, sha256: str) -> PassageRow:
    return PassageRow(
        id=each.pk,
        document=sha256,
        order=each.order,
        number=each.number,
        text=each.text,
        page=each.page,
        boxes=tuple(Box(int(box[0]), *box[1:]) for box in each.boxes),
        heading=tuple(each.heading),
        language=each.language,
    )
