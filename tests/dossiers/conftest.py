"""Evidence written by hand: two themes, three commitments, three illustrative States."""

import hashlib
from collections.abc import Callable
from datetime import date

import pytest

from scenarios.found_by_hand import with_findings
from stocktake.dossiers.content import compose
from stocktake.dossiers.evidence import (
    Contrast,
    Evidence,
    Item,
    Pool,
    Quotation,
    Report,
    Summary,
)
from stocktake.dossiers.rules import WHOLE_ROUND, Citation, CitedPassage, Dossier, Scope


SENTENCES = {
    "en": "Since March 2023 no child is held in an immigration facility.",
    "fr": "Des familles avec enfants étaient encore placées en centre fermé.",
    "ar": "منذ عام 2022 لا يُحتجز الأطفال لأسباب تتعلق بالهجرة.",
    "zh": "自2022年以来，没有儿童因移民原因被拘留。",
    "ru": "С 2022 года дети не содержатся под стражей по миграционным причинам.",
    "es": "Desde 2022 ningún niño es detenido por motivos migratorios.",
}


class Hand:
    """Writes reports, passages and quotations of them."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.passages: dict[str, CitedPassage] = {}

    def report(
        self, sender: str, strand: str, about: tuple[str, ...], language: str
    ) -> Report:
        sha = hashlib.sha256(
            f"{sender}{strand}{len(self.reports)}".encode()
        ).hexdigest()
        one = Report(
            document=sha, title=f"Report {len(self.reports) + 1}", sender=sender,
            sender_name=f"Sender {sender}", strand=strand, about=about, language=language, pages=6,
            passages=40, received=date(2024, 6, 1), submission=f"stocktake:submission:2024/{sender}/{strand}/1",
        )  # fmt: skip
        self.reports.append(one)
        return one

    def says(
        self, report: Report, order: int, stance: str, more: str = ""
    ) -> Quotation:
        sentence = SENTENCES[report.language]
        text = f"… {sentence} {more}".strip()
        urn = f"stocktake:passage:{report.document}/{order}"
        self.passages[urn] = CitedPassage(
            urn=urn, document=report.document, order=order, number=str(order + 2), page=order // 4 + 1,
            heading=("1", "Heading"), text=text, language=report.language,
        )  # fmt: skip
        about = report.about[0] if len(report.about) == 1 else ""
        cited = self.citation(urn, report, 2, 2 + len(sentence))
        return Quotation(cited, stance, about)

    def citation(self, urn: str, report: Report, start: int, end: int) -> Citation:
        passage = self.passages[urn]
        return Citation(
            urn=urn, document=report.document, title=report.title, sender=report.sender,
            sender_name=report.sender_name, strand=report.strand, page=passage.page, number=passage.number,
            order=passage.order, start=start, end=end, quote=passage.text[start:end], language=report.language,
        )  # fmt: skip


def by_hand(language: str = "en", scope: Scope = WHOLE_ROUND) -> tuple[Evidence, Hand]:
    """A small round with every kind of part: merged quotations, a contrast, a gap."""
    hand = Hand()
    xaa = hand.report("XAA", "state", ("XAA",), "en")
    xab = hand.report("XAB", "state", ("XAB",), "ar")
    xac = hand.report("XAC", "state", ("XAC",), "zh")
    uni = hand.report("XUNI", "expert", ("XAA",), "fr")
    ngo = hand.report("XNGO", "expert", ("XAA", "XAB", "XAC"), "ru")
    praise, arabic, chinese = (
        hand.says(one, 3, "achievement") for one in (xaa, xab, xac)
    )
    doubt, russian = hand.says(uni, 5, "challenge"), hand.says(ngo, 7, "challenge")
    merged = Quotation(
        praise.citation, "achievement", "XAA", (arabic.citation,), confirmed=True
    )
    items = (
        Item(
            "1",
            "",
            "Human rights",
            "Rights of migrants are upheld.",
            "section 1, theme 1",
        ),
        Item(
            "1.1",
            "1",
            "Rights frameworks",
            "Put the frameworks into effect.",
            "section 1, theme 1, bullet 1",
        ),
        Item(
            "1.1.1",
            "1.1",
            "Screening",
            "Screen for needs of protection.",
            "section 1, theme 1, bullet 1a",
        ),
        Item(
            "1.2",
            "1",
            "Detention",
            "Detention only as a last resort.",
            "section 1, theme 1, bullet 2",
        ),
        Item("2", "", "Irregular migration", "Fewer dangers.", "section 1, theme 2"),
        Item("2.1", "2", "Capacity", "States can act.", "section 1, theme 2, bullet 1"),
    )
    evidence = Evidence(
        round="2024", edition="icmpd-2017", edition_title="Compact", compact="Input of 2017", first=date(2022, 12, 10),
        last=date(2024, 12, 9), as_of=date(2024, 6, 30), scope=scope, language=language, version="0.1.0",
        tier="fast", models=("hybrid-fast@2026.1",), illustrative=True,
        names={"XAA": "State A", "XAB": "State B", "XAC": "State C"}, regions={},
        illustrative_states=frozenset({"XAA", "XAB", "XAC"}), items=items, reports=tuple(hand.reports),
        counts={
            ("1.2", "XAA", "state"): 4, ("1.2", "XAB", "state"): 2, ("1.2", "XAC", "state"): 1,
            ("1.2", "XAA", "expert"): 3, ("1.1", "XAB", "expert"): 2, ("1.1.1", "XAB", "expert"): 2,
        },
        summaries={
            ("1.2", "", ""): Summary("1.2", "", "", (merged, chinese, doubt), Pool(12, 3, 3, 1, 6), "fl@1"),
            ("1.2", "XAA", "state"): Summary("1.2", "XAA", "state", (praise,), Pool(4, 1, 1, 1, 3)),
            ("1.2", "XAA", "expert"): Summary("1.2", "XAA", "expert", (doubt,), Pool(3, 1, 1, 0, 2)),
            ("1.2", "XAB", "state"): Summary("1.2", "XAB", "state", (arabic,), Pool(2, 1, 1, 0, 1)),
            ("1.1", "", ""): Summary("1.1", "", "", (russian,), Pool(2, 1, 1, 0, 1)),
        },
        contrasts=(Contrast("1.2", "XAA", praise, doubt),),
    )  # fmt: skip
    return evidence, hand


@pytest.fixture
def evidence() -> Callable[..., Evidence]:
    """Evidence by language and scope."""
    return lambda *args, **kwargs: by_hand(*args, **kwargs)[0]


def composed(language: str = "en", scope: Scope = WHOLE_ROUND) -> Dossier:
    """The dossier of that evidence."""
    found, hand = by_hand(language, scope)
    return compose(found, lambda urns: {urn: hand.passages[urn] for urn in urns})


def assessed(
    language: str = "en", scope: Scope = WHOLE_ROUND
) -> tuple[Evidence, Dossier]:
    """The same with findings, and the evidence it is made of."""
    found, hand = by_hand(language, scope)
    told = with_findings(found)
    return told, compose(told, lambda urns: {urn: hand.passages[urn] for urn in urns})


@pytest.fixture(scope="session")
def found() -> Callable[..., tuple[Evidence, Dossier]]:
    """Evidence with findings and the dossier of it, by language and scope."""
    return assessed


@pytest.fixture
def dossier() -> Callable[..., Dossier]:
    """A dossier by language and scope."""
    return composed


@pytest.fixture(scope="session")
def hand() -> Callable[..., tuple[Evidence, Hand]]:
    """Evidence without findings, and the hand that wrote its passages."""
    return by_hand
