"""From evidence to files: compose, hold citations against their passages, make each format."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec

from stocktake.design import maps
from stocktake.dossiers import content, rules
from stocktake.dossiers.content import Passages
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.render.html import html
from stocktake.dossiers.render.pdf import pdf, picture
from stocktake.dossiers.rules import Dossier, Map
from stocktake.geography import queries as geography
from stocktake.kernel.errors import Refused


Progress = Callable[[str, int, int], None]
FORMATS: Final = ("pdf", "docx", "html", "json", "data")
PAGE: Final = "dossier.html"


def silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def formats_of(asked: Sequence[str]) -> tuple[str, ...]:
    """The formats asked for, in our order; a refusal names what there is."""
    unknown = [one for one in asked if one not in FORMATS]
    if unknown or not asked:
        msg = f"There is no format {', '.join(unknown) or 'named'}. Choose among {', '.join(FORMATS)}."
        raise Refused(msg)
    return tuple(one for one in FORMATS if one in asked)


def composed(evidence: Evidence, passages: Passages) -> Dossier:
    """The dossier; a citation that is not exact is a fault of ours and never leaves the house."""
    dossier = content.compose(evidence, passages)
    wrong = rules.inexact(dossier)
    if wrong:
        msg = f"The dossier was not frozen: {len(wrong)} citations are not exact. {wrong[0]}"
        raise Refused(msg)
    return dossier


def pressed(
    evidence: Evidence,
    dossier: Dossier,
    formats: Sequence[str],
    progress: Progress = silent,
) -> dict[str, bytes]:
    """The files of each format by name.

    Typst sets the PDF beside the others, which take about as long: it leaves Python alone
    meanwhile, so that two cores are used.
    """
    world = _world(dossier)
    beside = PAGE if "html" in formats else ""
    makers: Mapping[str, Callable[[], dict[str, bytes]]] = {
        "pdf": lambda: {"dossier.pdf": pdf(dossier, world=world, beside=beside)},
        "docx": lambda: {"dossier.docx": _docx(dossier, world, beside)},
        "html": lambda: {PAGE: html(dossier, world=world)},
        "json": lambda: {"dossier.json": _json(dossier)},
        "data": lambda: _data(evidence, dossier),
    }
    made: dict[str, dict[str, bytes]] = {}
    progress("write", 0, len(formats))
    with ThreadPoolExecutor(1) as typesetter:
        setting = typesetter.submit(makers["pdf"]) if "pdf" in formats else None
        for name in formats:
            if name != "pdf":
                made[name] = makers[name]()
                progress("write", len(made), len(formats))
        if setting:
            made["pdf"] = setting.result()
            progress("write", len(made), len(formats))
    return {file: data for name in formats for file, data in made[name].items()}


def _docx(dossier: Dossier, world: str, beside: str) -> bytes:
    from stocktake.dossiers.render.docx import docx  # noqa: PLC0415  # slow to import

    return docx(dossier, picture=picture(world) if world else b"", beside=beside)


def _data(evidence: Evidence, dossier: Dossier) -> dict[str, bytes]:
    from stocktake.dossiers.render.data import data  # noqa: PLC0415  # slow to import

    return data(evidence, dossier)


def _json(dossier: Dossier) -> bytes:
    return msgspec.json.format(msgspec.json.encode(dossier), indent=1) + b"\n"


def _world(dossier: Dossier) -> str:
    """The map as SVG; empty where there is none or only tiles."""
    for block in rules.blocks(dossier):
        if isinstance(block, Map) and block.values:
            shapes = geography.shapes()
            values = {code: mark.value for code, mark in block.values}
            return maps.world(
                shapes.shapes,
                values,
                view_box=shapes.view_box,
                description=block.description,
            )
    return ""
