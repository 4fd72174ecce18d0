"""Policy scores in words: the average, what is missing, how far coders agree, each score."""

from collections.abc import Iterator

from stocktake.dossiers.assessed import Finding, Policies
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import Block, Paragraph, Reference, Statement, Table


def blocks(
    words: Frame, one: Finding, state: str, source: Reference
) -> Iterator[Block]:
    """The sentences and the table; nothing where nobody scored the commitment."""
    if one.policies is None:
        return
    release = Reference(one.policies.release, one.policies.release)
    yield Paragraph(
        tuple(
            Statement(text, (source, release))
            for text in sentences(words, one.policies)
        )
    )
    yield _table(words, one, one.policies, state, source)


def sentences(words: Frame, told: Policies) -> tuple[str, ...]:
    """The average first; then the gaps, who scored alone, how far coders agree."""
    said = [
        words(
            "finding_policies",
            average=told.average,
            answered=told.asked - len(told.missing),
            asked=told.asked,
        )
    ]
    if told.missing:
        missing = words.words["semicolon"].join(told.missing)
        said.append(
            words(
                "policies_gaps",
                missing=missing,
                lowest=told.lowest,
                highest=told.highest,
            )
        )
    if told.once:
        said.append(
            words("policies_once", once=words.words["semicolon"].join(told.once))
        )
    said.append(_agreement(words, told))
    return tuple(said)


def _agreement(words: Frame, told: Policies) -> str:
    counts = {"twice": told.twice, "units": told.units}
    if told.alpha:
        return words("policies_alpha", alpha=told.alpha, **counts)
    return words(
        "policies_alpha_flat" if told.twice else "policies_alpha_none", **counts
    )


def score(words: Frame, value: str, step: str) -> str:
    """``50, in part``; the number alone where its step has no words."""
    return words.listed([value, step]) if step else value


def _table(
    words: Frame, one: Finding, told: Policies, state: str, source: Reference
) -> Table:
    columns = ("col_indicator", "col_coder", "col_year", "col_score")
    return Table(
        title=words("table_policies", code=one.code, state=state),
        columns=tuple(words(key) for key in columns),
        rows=tuple(
            (
                each.title,
                each.coder,
                str(each.year),
                score(words, each.score, each.step),
            )
            for each in told.scores
        ),
        widths=(0.52, 0.18, 0.1, 0.2),
        source=source,
        note=words(
            "policies_note",
            methods=words.listed(list(told.methods)),
            release=told.release,
        ),
    )
