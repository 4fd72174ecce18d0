"""Which dataflows an address of SDMX REST names, and the question put to each."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from stocktake.api.refusals import no_results, wrong
from stocktake.indicators import queries
from stocktake.indicators.serving.asked import Against, Asked
from stocktake.indicators.structures import versions
from stocktake.indicators.structures.registry import ANY
from stocktake.indicators.structures.rules import Flow, missing_flow
from stocktake.kernel.errors import StocktakeError


class Named(NamedTuple):
    """A dataflow, and what the message is to name: it, or its structure."""

    flow: Flow
    against: Against = "dataflow"

    @property
    def id(self) -> str:
        """The id of what the message names."""
        return self.flow.id if self.against == "dataflow" else self.flow.structure_id


def named_1(text: str) -> tuple[Named, ...]:
    """The dataflow of REST 1: ``FLOW``, ``AGENCY,FLOW`` or ``AGENCY,FLOW,VERSION``."""
    parts = text.split(",")
    if len(parts) > 3 or not all(parts):
        msg = f"{text!r} names no dataflow; write AGENCY,FLOW,VERSION or FLOW alone."
        raise wrong(msg)
    padded = [*(["all"] * (len(parts) == 1)), *parts]
    agency, name, version = (*padded, "latest")[:3]
    if name in ANY:
        msg = "REST 1 gives one dataflow at a time: name it. REST 2 gives several."
        raise no_results(msg)
    return (_newest(named_2("*", agency, name, version)),)


def named_2(context: str, agency: str, name: str, version: str) -> tuple[Named, ...]:
    """The dataflows of REST 2; commas between several contexts, agencies, ids, versions.

    Data are reported against a dataflow or its structure; any context (``*``) is the
    dataflows, or else the structures, of that name.
    """
    kinds = _contexts(context)
    found = [each for kind in kinds for each in _of_kind(kind, agency, name, version)]
    if kinds == ("*",):
        found = _of_kind("dataflow", agency, name, version)
        found = found or _of_kind("datastructure", agency, name, version)
    if not found:
        text = f"{agency}:{name}({version})"
        raise missing_flow(text, tuple(each.reference for each in queries.flows()))
    return tuple(found)


def one(context: str, agency: str, name: str, version: str) -> Flow:
    """The one dataflow of a schema query: of several, the newest of the first."""
    return _newest(named_2(context, agency, name, version)).flow


def put(
    named: Sequence[Named], question: Callable[[Named], Asked]
) -> tuple[Asked, ...]:
    """The question as it is put to each; those it cannot be put to are left out.

    A dataflow without a dimension that is asked for has nothing that matches. The
    question is wrong where it can be put to none.
    """
    found: list[Asked] = []
    first: StocktakeError | None = None
    for each in named:
        try:
            found.append(question(each))
        except StocktakeError as error:
            first = first or error
    if first is not None and not found:
        raise first
    return tuple(found)


def _contexts(text: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(text.split(",")))
    for word in words:
        if word == "provisionagreement":
            msg = "There are no provision agreements here: ask for the dataflow with c[SOURCE]=."
            raise no_results(msg)
        if word not in ("dataflow", "datastructure", "*"):
            msg = f"{word!r} is no context: use dataflow, datastructure or *."
            raise wrong(msg)
    return ("*",) if "*" in words else words


def _of_kind(kind: str, agency: str, name: str, version: str) -> list[Named]:
    """The dataflows (or structures) whose agency, id and version are asked for."""
    if kind == "*":
        return []
    against: Against = "dataflow" if kind == "dataflow" else "datastructure"
    flows = [Named(flow, against) for flow in queries.flows()]
    some = [
        each
        for each in flows
        if _among(each.flow.agency, agency.split(","))
        and _among(each.id, name.split(","))
    ]
    return [
        each
        for each in some
        if each.flow.version
        in versions.matching(version.split(","), _versions(each, some))
    ]


def _versions(of: Named, among: Iterable[Named]) -> frozenset[str]:
    """The versions that there are of one artefact."""
    return frozenset(
        each.flow.version
        for each in among
        if (each.flow.agency, each.id) == (of.flow.agency, of.id)
    )


def _among(text: str, asked: Collection[str]) -> bool:
    return text in asked or bool(ANY & set(asked))


def _newest(found: Sequence[Named]) -> Named:
    first = found[0]
    newest = versions.newest(_versions(first, found))
    return next(
        each
        for each in found
        if (each.flow.agency, each.id, each.flow.version)
        == (first.flow.agency, first.id, newest)
    )
