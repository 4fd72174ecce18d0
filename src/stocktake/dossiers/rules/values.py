"""What a dossier is made of: frozen values, and no statement without a source.

These types are also the schema of ``dossier.json``: the file is this model and nothing
else, so what the PDF, DOCX and HTML say can be read, counted and checked by a program.
"""

from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from msgspec import Struct


SCHEMA = "stocktake-dossier@2"


class Citation(Struct, frozen=True, kw_only=True, tag="passage", tag_field="kind"):
    """The exact place of quoted words: a document, a passage in it, offsets in that."""

    urn: str  # stocktake:passage:<sha256>/<order>
    document: str  # SHA-256 of the bytes
    title: str
    sender: str  # State or organisation code
    sender_name: str
    strand: str  # "state" or "expert"
    page: int | None  # None where the format has no pages
    number: str  # as printed; "" where the paragraph is not numbered
    order: int  # of the passage in the document, from 1
    start: int
    end: int
    quote: str  # the passage's text from start to end, unchanged
    language: str


class Reference(Struct, frozen=True, tag="record", tag_field="kind"):
    """A record that a statement rests on: a charter item, the round's reports, a finding.

    ``anchor`` is the section of this dossier that shows it, where a note leads there.
    """

    urn: str
    title: str
    anchor: str = ""


Source: TypeAlias = Citation | Reference


class Statement(Struct, frozen=True):
    """One sentence and what it rests on; quoted words keep their language."""

    text: str
    sources: tuple[Source, ...]
    language: str = ""  # of quoted words; "" where the words are ours
    serif: bool = False  # other people's words are set in serif

    def __post_init__(self) -> None:
        if not self.sources:
            msg = f"Statement without a source: {self.text!r}"
            raise ValueError(msg)


class Voice(Struct, frozen=True):
    """Who speaks in a paragraph, of whom, and in what stance."""

    strand: str  # "state" or "expert": drawn as a square or a disc
    name: str
    about: str = ""  # the State an expert speaks of, where it is one
    stance: str = ""  # "achievement", "challenge", "neither"
    confirmed: bool = False  # a person has confirmed the label


class Paragraph(Struct, frozen=True, tag="paragraph", tag_field="kind"):
    """A numbered paragraph; ``also`` holds those who say nearly the same."""

    statements: tuple[Statement, ...]
    voice: Voice | None = None
    also: tuple[Citation, ...] = ()
    more: int = 0  # how many more say nearly the same and are not named
    number: int = 0  # given when the dossier is complete


class Guidance(Struct, frozen=True, tag="guidance", tag_field="kind"):
    """Words that guide the reader and claim nothing about anyone."""

    text: str


class Table(Struct, frozen=True, kw_only=True, tag="table", tag_field="kind"):
    """A table; figures stand at the end of their column, ``total`` is ruled double."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]  # shares of the line
    source: Reference
    figures: tuple[int, ...] = ()  # columns that hold numbers
    codes: tuple[int, ...] = ()  # columns that hold hashes and codes
    total: tuple[str, ...] = ()
    note: str = ""


class Bar(Struct, frozen=True):
    """One bar of a chart: what it counts, how many, and the part of the whole as said."""

    name: str
    value: int
    share: str = ""


class Bars(Struct, frozen=True, kw_only=True, tag="bars", tag_field="kind"):
    """A chart that is its own table: a row a bar, its figure beside it."""

    title: str
    columns: tuple[
        str, str, str
    ]  # what is counted, the head of the bars, of the figures
    rows: tuple[Bar, ...]
    total: int  # the length of a whole bar
    source: Reference
    note: str = ""


class Reply(Struct, frozen=True, kw_only=True, tag="reply", tag_field="kind"):
    """What a State replies to a finding or a claim about it, in its words."""

    state: str  # its name
    day: str
    text: str
    language: str
    source: Reference


class Mark(StrEnum):
    """What a cell of the matrix shows; each is a shape, none a colour alone."""

    BOTH = "both"
    STATE = "state"
    EXPERT = "expert"
    NONE = "none"


class Row(Struct, frozen=True):
    """One State of the matrix and its mark for each column."""

    code: str
    name: str
    marks: tuple[Mark, ...]


class Matrix(Struct, frozen=True, kw_only=True, tag="matrix", tag_field="kind"):
    """States against commitments: who speaks of what."""

    title: str
    description: str  # the alternative text
    groups: tuple[tuple[str, int], ...]  # theme and how many columns it spans
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    legend: tuple[tuple[Mark, str], ...]
    source: Reference
    note: str = ""


class Map(Struct, frozen=True, kw_only=True, tag="map", tag_field="kind"):
    """Who reported, on the map; illustrative States as tiles beside it."""

    title: str
    description: str
    values: tuple[tuple[str, Mark], ...]  # State code and who spoke
    tiles: tuple[tuple[str, str, Mark], ...]  # code, name, mark
    legend: tuple[tuple[Mark, str], ...]
    disclaimer: str
    source: Reference
    note: str = ""


Block: TypeAlias = Paragraph | Guidance | Table | Bars | Reply | Matrix | Map


class Section(Struct, frozen=True):
    """A heading, what stands under it, and the sections inside it."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    tally: int = 0  # strokes of the theme's mark, 1 to 5; 0 for none


class CitedPassage(Struct, frozen=True, kw_only=True):
    """A whole passage of which words are quoted, so that the dossier stands alone."""

    urn: str
    document: str
    order: int
    number: str
    page: int | None
    heading: tuple[str, ...]
    text: str
    language: str


class Cover(Struct, frozen=True):
    """What the first page says."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    illustrative: str = ""


class Scope(Struct, frozen=True):
    """Which part of the round: all of it, one State, or one theme."""

    kind: str = "round"  # "round", "state", "theme"
    code: str = ""


WHOLE_ROUND: Final = Scope()


class Dossier(Struct, frozen=True, kw_only=True):
    """A whole dossier: what it says, apart from how it looks."""

    schema: str = SCHEMA
    round: str
    edition: str
    scope: Scope
    language: str
    direction: str
    as_of: date
    tier: str
    version: str
    illustrative: bool
    cover: Cover
    sections: tuple[Section, ...]
    passages: tuple[CitedPassage, ...]  # in the order first cited
