"""Frameworks that the compact refers to: treaties, guidance, processes, bodies."""

from enum import StrEnum

import msgspec

from stocktake.charter.rules.items import Texts


class FrameworkKind(StrEnum):
    """What a framework is; ``reference`` is a model the text points to, outside the annex."""

    TREATY = "treaty"
    INSTRUMENT = "instrument"
    GUIDANCE = "guidance"
    AGENDA = "agenda"
    INITIATIVE = "initiative"
    INDEX = "index"
    PROCESS = "process"
    REGIONAL_BODY = "regional-body"
    REFERENCE = "reference"


class Framework(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One framework, once, with the themes it stands under.

    ``parts`` are the treaties a collective name stands for; ``untc`` is the number in the
    UN Treaty Collection, by which treaty actions are joined.
    """

    id: str
    kind: FrameworkKind
    name: Texts
    annex: tuple[str, ...] = ()  # themes under which the annex lists it
    named_in: tuple[str, ...] = ()  # items or sections of the text that name it
    year: int | None = None
    untc: str | None = None
    parts: tuple[str, ...] = ()
    short: str | None = None
