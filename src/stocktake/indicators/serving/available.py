"""What data there are for a query: codes by dimension, counts, and the artefacts beside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

import msgspec
from pysdmx.model import (
    AvailabilityConstraint,
    Codelist,
    ConstraintAttachment,
    CubeKeyValue,
    CubeRegion,
    CubeValue,
)
from pysdmx.model.__base import ItemScheme

from stocktake.indicators.serving import used
from stocktake.indicators.serving.asked import Asked
from stocktake.indicators.serving.parts import Part
from stocktake.indicators.structures import artefacts, reading
from stocktake.indicators.structures.messages import Artefact
from stocktake.indicators.structures.rules import TIME, CodeList, Flow
from stocktake.kernel.errors import WrongUsage


Mode = Literal["exact", "available"]
WORDS: Final = (
    "none",
    "all",
    "dataflow",
    "datastructure",
    "conceptscheme",
    "codelist",
    "valuelist",  # of which there are none
    "dataproviderscheme",
    "agencyscheme",
)
Region = Mapping[str, tuple[str, ...]]


def region(
    asked: Asked,
    parts: Sequence[Part],
    *,
    components: tuple[str, ...],
    mode: Mode = "exact",
) -> Region:
    """The codes of some dimensions that there are data for.

    ``exact``: in what the query gives. ``available``: what could be chosen of a
    dimension, the query's choices of the other dimensions staying as they are.
    """
    if mode == "exact":
        return used.codes(asked, parts, components)
    return {
        name: used.codes(_free(asked, name), parts, (name,))[name]
        for name in components
    }


def _free(asked: Asked, name: str) -> Asked:
    """The query without its choice of one dimension."""
    keys = tuple(
        {each: codes for each, codes in key.items() if each != name}
        for key in asked.wanted.keys
    )
    wanted = replace(asked.wanted, keys=keys if all(keys) else ())
    if name == TIME:
        wanted = replace(wanted, start="", end="")
    filters = {each: held for each, held in asked.filters.items() if each != name}
    return replace(asked, wanted=wanted, filters=filters)


def constraint(
    asked: Asked, found: Region, counted: used.Counted
) -> AvailabilityConstraint:
    """The constraint that says what there is."""
    about = [asked.urn]
    return AvailabilityConstraint(
        constraint_attachment=ConstraintAttachment(
            data_provider=None,
            dataflows=about if asked.against == "dataflow" else None,
            data_structures=about if asked.against == "datastructure" else None,
        ),
        cube_region=CubeRegion(
            [
                CubeKeyValue(name, [CubeValue(code) for code in codes])
                for name, codes in found.items()
            ]
        ),
        series_count=counted.series,
        obs_count=counted.observations,
    )


def beside(
    flow: Flow, found: Region, words: Sequence[str], language: str
) -> tuple[Artefact, ...]:
    """The artefacts that a reader needs with the constraint, schemes with what is used."""
    unknown = [word for word in words if word not in WORDS]
    if unknown:
        msg = f"references={unknown[0]} is not known for availability: use {', '.join(WORDS)}."
        raise WrongUsage(msg)
    makers: dict[str, Callable[[], list[Artefact]]] = {
        "dataflow": lambda: [artefacts.dataflow(flow, language)],
        "datastructure": lambda: [artefacts.structure(flow, language)],
        "conceptscheme": lambda: [
            artefacts.concept_scheme([flow], language, only=frozenset(found))
        ],
        "codelist": lambda: _code_lists(flow, found, language),
        "valuelist": list,
        "dataproviderscheme": lambda: _providers(found, language),
        "agencyscheme": lambda: [artefacts.agencies([flow])],
    }
    wanted = makers if "all" in words else {word for word in words if word != "none"}
    return tuple(made for word in makers if word in wanted for made in makers[word]())


def once(made: Sequence[Artefact]) -> tuple[Artefact, ...]:
    """Artefacts of several dataflows, each once; partial schemes with the items of all."""
    found: dict[str, Artefact] = {}
    for each in made:
        before = found.get(each.short_urn)
        if isinstance(before, ItemScheme) and isinstance(each, ItemScheme):
            items = {item.id: item for item in (*before.items, *each.items)}
            found[each.short_urn] = msgspec.structs.replace(
                before, items=list(items.values())
            )
        else:
            found.setdefault(each.short_urn, each)
    return tuple(found.values())


def _code_lists(flow: Flow, found: Region, language: str) -> list[Artefact]:
    """Code lists with the codes that there are data for, and their parents."""
    lists = reading.lists(flow)
    kept: dict[str, set[str]] = {}
    for name, codes in found.items():
        if name in lists:
            kept.setdefault(lists[name].id, set()).update(codes)
    by_id = {held.id: held for held in lists.values()}
    made: list[Artefact] = []
    for name in sorted(kept):
        whole = artefacts.code_list(by_id[name], language)
        made.append(_partial(whole, with_parents(by_id[name], kept[name])))
    return made


def _partial(whole: Codelist, kept: set[str]) -> Codelist:
    items = [code for code in whole.items if code.id in kept]
    return msgspec.structs.replace(
        whole, items=items, is_partial=len(items) < len(whole.items)
    )


def with_parents(held: CodeList, codes: set[str]) -> set[str]:
    """Codes and what they are a part of, up to the top."""
    found = set(codes)
    todo = list(codes)
    while todo:
        code = held.by_id.get(todo.pop())
        if code and code.parent and code.parent not in found:
            found.add(code.parent)
            todo.append(code.parent)
    return found


def _providers(found: Region, language: str) -> list[Artefact]:
    whole = artefacts.providers(language)
    codes = set(found.get("SOURCE", ()))
    items = [each for each in whole.items if each.id in codes]
    return [
        msgspec.structs.replace(
            whole, items=items, is_partial=len(items) < len(whole.items)
        )
    ]
