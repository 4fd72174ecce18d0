"""References within and between files: frameworks, targets, crosswalk, code lists."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from stocktake.charter.checks.files import Parts
from stocktake.charter.rules import Crosswalk, Fault, ItemKind, Link, links_of, near


SECTIONS = ("introduction", "means", "follow-up")
_CROSSWALK = "crosswalk/crosswalk.yaml"


def faults(parts: Parts, taxonomies: Mapping[str, Collection[str]]) -> list[Fault]:
    """Codes that lead nowhere or stand twice."""
    return [
        *_frameworks(parts),
        *_targets(parts),
        *_lists(parts),
        *(_crosswalk(parts, parts.crosswalk, taxonomies) if parts.crosswalk else ()),
    ]


def unknown(code: str, what: str, known: Iterable[str]) -> str:
    """That a code is unknown, and which one may have been meant."""
    close = near(code, known)
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    return f"{code!r} is no {what}{hint}"


def _doubled(codes: Iterable[str]) -> list[str]:
    return sorted(code for code, times in Counter(codes).items() if times > 1)


def _frameworks(parts: Parts) -> Iterator[Fault]:
    doubled = _doubled(framework.id for _, framework in parts.frameworks)
    known = _known(parts)
    for file, framework in parts.frameworks:
        if framework.id in doubled:
            reason = (
                "this id stands twice; list each framework once, with all its themes"
            )
            yield Fault(file, framework.id, reason)
        for key, (what, codes) in known.items():
            for code in getattr(framework, key):
                if code not in codes:
                    yield Fault(
                        file, f"{framework.id} {key}", unknown(code, what, codes)
                    )


def _known(parts: Parts) -> dict[str, tuple[str, Sequence[str]]]:
    """By key of a framework: what its codes are, and which there are."""
    known: dict[str, tuple[str, Sequence[str]]] = {}
    roots = {ItemKind.THEME, ItemKind.OBJECTIVE}
    tops = [r.code for _, r in parts.records if r.kind in roots]
    if parts.can_judge("compact"):
        known["annex"] = ("theme of this edition", [*tops, *sorted(parts.claimed)])
        known["named_in"] = (
            "item of this edition or section",
            [*SECTIONS, *parts.codes],
        )
    if parts.can_judge("frameworks"):
        known["parts"] = ("framework of this edition", parts.ids)
    return known


def _targets(parts: Parts) -> Iterator[Fault]:
    if not parts.can_judge("frameworks"):
        return
    for file, record in parts.records:
        for number, target in enumerate(record.targets, 1):
            for code in target.frameworks:
                if code not in parts.ids:
                    key = f"{record.code} target {number}"
                    yield Fault(file, key, unknown(code, "framework", parts.ids))


def _lists(parts: Parts) -> Iterator[Fault]:
    for code in _doubled(codes.code for _, codes in parts.lists):
        yield Fault("code_lists/", code, "two lists have this code")
    for file, codes in parts.lists:
        for code in _doubled(entry.code for entry in codes.entries):
            yield Fault(file, code, "this code stands twice")


def _crosswalk(
    parts: Parts, crosswalk: Crosswalk, taxonomies: Mapping[str, Collection[str]]
) -> Iterator[Fault]:
    areas = {
        tax: [area.code for area in listed] for tax, listed in crosswalk.areas.items()
    }
    for taxonomy, listed in areas.items():
        for code in _doubled(listed):
            yield Fault(_CROSSWALK, f"areas {taxonomy}", f"{code} stands twice")
    for code in crosswalk.links if parts.can_judge("compact") else ():
        if code not in parts.codes:
            reason = unknown(code, "item of this edition", parts.codes)
            yield Fault(_CROSSWALK, f"links {code}", reason)
    yield from _links(links_of(crosswalk), {**taxonomies, **areas})


def _links(
    links: Sequence[Link], known: Mapping[str, Collection[str]]
) -> Iterator[Fault]:
    for code, taxonomy in sorted({(link.code, link.taxonomy) for link in links}):
        if taxonomy not in known:
            reason = unknown(taxonomy, "edition or list of areas", known)
            yield Fault(_CROSSWALK, f"links {code}", reason)
    for link in links:
        codes = known.get(link.taxonomy, (link.to,))
        if link.to not in codes:
            reason = unknown(link.to, f"code of {link.taxonomy}", codes)
            yield Fault(_CROSSWALK, f"links {link.code} {link.taxonomy}", reason)
    for (code, taxonomy, to), times in Counter(
        (x.code, x.taxonomy, x.to) for x in links
    ).items():
        if times > 1:
            reason = f"{to} stands twice; give it one degree"
            yield Fault(_CROSSWALK, f"links {code} {taxonomy}", reason)
