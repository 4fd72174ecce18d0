"""What happens after an event is committed: the one table of reactions."""

from collections.abc import Mapping
from typing import Any

from stocktake.audit import actions as audit


def _publish(about: str, data: Mapping[str, Any]) -> None:
    """Make the document of published answers; imported only then, because texts are heavy."""
    from stocktake.jobs import publishing  # noqa: PLC0415

    publishing.publish(about, data)


def _tell(about: str, data: Mapping[str, Any]) -> None:
    """Write to those whom a step concerns."""
    from stocktake.jobs import reminders  # noqa: PLC0415

    reminders.tell(about, data)


REACTIONS: Mapping[str, tuple[audit.Reaction, ...]] = {
    "submission.published": (_publish,),
    "submission.moved": (_tell,),
}


def wire() -> None:
    """Have every reaction told of its events; called once, when the program starts."""
    for kind, reactions in REACTIONS.items():
        for reaction in reactions:
            audit.react(kind, reaction)
