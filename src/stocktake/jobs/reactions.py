"""What happens after an event is committed: the one table of reactions."""

from collections.abc import Mapping
from typing import Any

from stocktake.audit import actions as audit


def _publish(about: str, data: Mapping[str, Any]) -> None:
    """Make the document of published answers; imported only then, because texts are heavy."""
    from stocktake.jobs import publishing  # noqa: PLC0415

    publishing.publish(about, data)


def _publish_claims(about: str, data: Mapping[str, Any]) -> None:
    """Make the documents of what experts say; imported only then as well."""
    if data.get("strand") == "expert":
        from stocktake.jobs import publishing_claims  # noqa: PLC0415

        publishing_claims.publish(about, data)


def _take_claims_back(about: str, data: Mapping[str, Any]) -> None:
    """Take what was withdrawn out of what anonymous sources say together."""
    if data.get("from") == "published" and "/expert/" in about:
        from stocktake.jobs import publishing_claims  # noqa: PLC0415

        publishing_claims.take_back(about, data)


def _publish_figures(about: str, data: Mapping[str, Any]) -> None:
    """Load the State's own figures; imported only then, because the database is heavy."""
    if data.get("strand") == "state":
        from stocktake.jobs import figures  # noqa: PLC0415

        figures.publish(about, data)


def _take_figures_back(about: str, data: Mapping[str, Any]) -> None:
    """Take the figures of a withdrawn report out of statistics."""
    if data.get("from") == "published" and "/state/" in about:
        from stocktake.jobs import figures  # noqa: PLC0415

        figures.take_back(about, data)


def _reassess(about: str, data: Mapping[str, Any]) -> None:
    """Make the findings again that a published report bears on."""
    from stocktake.jobs import assessing  # noqa: PLC0415

    assessing.published(about, data)


def _reassess_without(about: str, data: Mapping[str, Any]) -> None:
    """Make findings again without what was withdrawn."""
    if data.get("from") == "published" and data.get("to") == "withdrawn":
        from stocktake.jobs import assessing  # noqa: PLC0415

        assessing.taken_back(about, data)


def _tell(about: str, data: Mapping[str, Any]) -> None:
    """Write to those whom a step concerns."""
    from stocktake.jobs import reminders  # noqa: PLC0415

    reminders.tell(about, data)


def _reassess_weighed(about: str, data: Mapping[str, Any]) -> None:
    """Make the finding again that a weighed claim bears on, if the claim is public."""
    from stocktake.jobs import assessing  # noqa: PLC0415

    assessing.weighed(about, data)


REACTIONS: Mapping[str, tuple[audit.Reaction, ...]] = {
    "submission.published": (
        _publish,
        _publish_claims,
        _publish_figures,
        _reassess,
    ),
    "submission.moved": (
        _tell,
        _take_claims_back,
        _take_figures_back,
        _reassess_without,
    ),
    "claim.weighed": (_reassess_weighed,),
}


def wire() -> None:
    """Have every reaction told of its events; called once, when the program starts."""
    for kind, reactions in REACTIONS.items():
        for reaction in reactions:
            audit.react(kind, reaction)
