"""Labels, stances, citations and summaries as the pages and dossiers see them."""

from dataclasses import dataclass

from stocktake.texts.rules import StanceKind


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A commitment that a passage is about: proposed by a model or decided by a person."""

    code: str
    score: float
    because: tuple[str, ...]
    model: str
    by: str  # proposed, confirmed, rejected


@dataclass(frozen=True, slots=True)
class StanceRow:
    """The stance of one sentence, or of one half of a sentence that turns."""

    sentence: int
    start: int
    end: int
    stance: StanceKind
    score: float
    model: str


@dataclass(frozen=True, slots=True)
class LabelledPassage:
    """A passage with its labels and stances, and where it stands."""

    id: int
    document: str
    order: int
    number: str
    page: int | None
    text: str
    language: str
    heading: tuple[str, ...]
    labels: tuple[LabelRow, ...]
    stances: tuple[StanceRow, ...]
    sender: str = ""
    strand: str = ""
    state: str = ""

    @property
    def urn(self) -> str:
        """``stocktake:passage:<sha256>/<order>``."""
        return f"stocktake:passage:{self.document}/{self.order}"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quoted sentence stands: ``quote`` is the passage's text from start to end."""

    document: str  # SHA-256
    title: str
    sender: str
    strand: str
    state: str  # whom it speaks about; "" if several
    page: int | None
    number: str  # of the paragraph, as printed
    order: int  # of the paragraph, counted
    start: int
    end: int
    quote: str
    language: str

    @property
    def urn(self) -> str:
        """``stocktake:passage:<sha256>/<order>``."""
        return f"stocktake:passage:{self.document}/{self.order}"


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One quoted sentence of a summary, and who says nearly the same."""

    citation: Citation
    stance: StanceKind
    score: float  # probability of the label
    code: str  # the commitment or part that its passage is labelled with
    model: str
    confirmed: bool
    also: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A summary with the account of what it was chosen from."""

    round: str
    edition: str
    code: str
    state: str  # "" : across States
    strand: str  # "" : both strands
    sentences: tuple[SummarySentence, ...]
    contrasts: tuple[
        tuple[int, int], ...
    ]  # places in ``sentences`` that stand against each other
    pool: int  # passages it was chosen from
    states: int  # States heard in it
    reporting: int  # States of which anything was reported on the commitment
    confirmed: int  # passages of the pool whose label a person confirmed
    unused: int
    method: str
    tier: str  # "full" if all documents of the round were labelled in the full tier
