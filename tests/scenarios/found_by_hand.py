"""Findings written by hand for dossiers: three States, three commitments, every class."""

from datetime import date

from msgspec.structs import replace

from stocktake.dossiers.assessed import (
    Answer,
    Assessment,
    Change,
    Figure,
    Finding,
    Indicator,
    Method,
    Rule,
    Side,
    Standing,
)
from stocktake.dossiers.evidence import Evidence


NOTHING = Side(passages=0, achievements=0, challenges=0, sources=())
PASSAGE = "stocktake:passage:" + "a" * 64 + "/3"
SPOKEN = Side(passages=4, achievements=3, challenges=1, sources=(PASSAGE,))
FIGURE = Figure(
    indicator="sdg-10.7.2",
    title="Migration policies",
    label="too-slow",
    value="0.64",
    score="0.28",
    rule="default@1: linear-pace@1",
    arithmetic="(3.0 − 2.0) / (4 − 2.0) × (2030 − 2018) / (2023 − 2018) = 1.2",
    inputs={
        "base": "2.0",
        "base_year": "2018",
        "latest": "3.0",
        "error": "",
        "source": "UN DESA",
    },
    holds=2,
    reruns=4,
    alternative="on-track",
    grade="self-reported",
    reason="",
    release="stocktake:release:UNDESA/SDG_1072/1",
    vintage="2024-03-01",
)
UNKNOWN = replace(
    FIGURE,
    indicator="unhcr-stock",
    label="cannot-assess",
    value="",
    score="",
    arithmetic="",
    holds=0,
    reruns=0,
    alternative="",
    reason="fewer than 2 points",
    release="",
    vintage="",
)


def finding(state: str, code: str, agreement: str, **more) -> Finding:
    """A finding with what is named, the rest plain."""
    plain = {
        "urn": f"stocktake:finding:2024/{state}/{code}",
        "version": 1,
        "state": state,
        "code": code,
        "as_of": date(2024, 6, 30),
        "status": "",
        "measures": (),
        "absence": "",
        "own": NOTHING,
        "ratings": (),
        "claims": {},
        "experts": NOTHING,
        "figures": (),
        "treaties": (),
        "agreement": agreement,
        "gap": None,
        "scale": "none",
        "triangulation": "no-source",
        "label": "cannot-assess",
        "confidence": "none",
        "kinds": (),
        "assessed": 0,
        "applicable": 1,
        "reported": True,
        "vintages": (),
        "sources": (),
        "replies": (),
        "reason": "",
        "made_by": "findings@1",
        "inputs": "c" * 64,
    }
    return Finding(**{**plain, **more})


def findings() -> tuple[Finding, ...]:
    """Every class of agreement; a correction, a reply, figures, silence."""
    return (
        finding("XAA", "1.1", "silence"),
        finding(
            "XAA",
            "1.2",
            "state-more-positive",
            status="partly-in-force",
            measures=(("law", "in-force", 1), ("policy", "adopted", 2)),
            own=SPOKEN,
            ratings=("limited",),
            claims={"rating": 1, "challenge": 2},
            figures=(FIGURE, UNKNOWN),
            treaties=(
                ("Convention on the Rights of the Child", "party", "1992-07-06"),
            ),
            gap=1,
            scale="five-steps",
            triangulation="corroborated",
            label="too-slow",
            confidence="moderate",
            kinds=("self-reported",),
            assessed=1,
            applicable=2,
            sources=(PASSAGE,),
            version=2,
            reason="claims: a rating was withdrawn",
            replies=(
                Answer(
                    texts={"fr": "Nous contestons ce chiffre."}, day=date(2024, 7, 2)
                ),
            ),
        ),
        finding("XAA", "2.1", "agree", own=SPOKEN, experts=SPOKEN, gap=0),
        finding("XAB", "1.1", "one-side-only", experts=SPOKEN),
        finding("XAB", "1.2", "contested", own=SPOKEN, ratings=("not-started",), gap=2),
        finding("XAB", "2.1", "experts-more-positive", own=SPOKEN, gap=-1),
        finding("XAC", "1.1", "silence", reported=False),
        finding("XAC", "1.2", "one-side-only", own=SPOKEN, absence="not_relevant"),
        finding("XAC", "2.1", "silence", reported=False),
    )


def standing(state: str, *claimed: str, meets: bool = False) -> Standing:
    """A State that claims these commitments, of which the last is contested."""
    counts = {
        "claimed": claimed,
        "corroborated": claimed[:1],
        "contested": claimed[1:][-1:],
    }
    senses = {
        sense: tuple(sorted({code[0] for code in codes}))
        for sense, codes in counts.items()
    }
    return Standing(
        state=state,
        counts=counts,
        themes=senses,
        all_themes={sense: len(themes) == 2 for sense, themes in senses.items()},
        majority={sense: len(codes) >= 2 for sense, codes in counts.items()},
        meets={"claimed": meets, "corroborated": False, "contested": False},
        counted=3,
        relevant=3,
        missing_themes=() if meets else ("2",),
        missing_more=0 if meets else 1,
        missing=tuple(c for c in ("1.1", "1.2", "2.1") if c not in claimed),
        trend="rose" if meets else "",
    )


def assessment() -> Assessment:
    """The findings above, the rule, one method, one indicator, two changes."""
    return Assessment(
        made_by="findings@1",
        digest="d" * 64,
        states=("XAA", "XAB", "XAC"),
        findings=findings(),
        standings=(
            standing("XAA", "1.2", "2.1", meets=True),
            standing("XAB", "1.2"),
            standing("XAC"),
        ),
        rule=Rule(
            name="coverage@1",
            all_themes=True,
            majority="1/2",
            counted=3,
            measures=("adopted", "in-force"),
        ),
        methods=(
            Method(
                name="linear-pace@1",
                what="Compares the change so far with the change needed by now.",
                formula="pace = change / needed",
                source="Own restatement.",
                limits="Two points decide.",
            ),
        ),
        indicators=(
            Indicator(
                code="sdg-10.7.2",
                title="Migration policies",
                commitments=("1.2",),
                kind="quantitative",
                unit="category",
                direction="up",
                target="4 by 2030",
                set_by="an agreed text",
                source="UN DESA",
                custodian="UN DESA, IOM",
                caveats="Self-reported.",
            ),
        ),
        before="2022",
        changes=(
            Change(
                state="XAA",
                code="1.2",
                label=("cannot-assess", "too-slow"),
                agreement=("silence", "state-more-positive"),
            ),
            Change(
                state="XAB",
                code="1.2",
                label=("cannot-assess", "cannot-assess"),
                agreement=("agree", "contested"),
            ),
        ),
    )


def with_findings(evidence: Evidence) -> Evidence:
    """The same evidence, assessed; of one State or theme only what is about it."""
    told = assessment()
    scope = evidence.scope
    keep = {
        "state": lambda one: one.state == scope.code,
        "theme": lambda one: one.code.startswith(scope.code),
    }.get(scope.kind, lambda _one: True)
    found = tuple(one for one in told.findings if keep(one))
    about = {one.state for one in found}
    return replace(
        evidence,
        assessment=replace(
            told,
            findings=found,
            states=tuple(sorted(about)),
            standings=tuple(one for one in told.standings if one.state in about),
        ),
    )
