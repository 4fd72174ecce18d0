"""An edition: the compact as one frozen value with its ways in."""

from functools import cached_property
from typing import Annotated

import msgspec

from stocktake.charter.rules.calendar import Calendar
from stocktake.charter.rules.framework import Framework
from stocktake.charter.rules.items import Item, ItemKind, Texts
from stocktake.charter.rules.links import Area, Link
from stocktake.charter.rules.lists import CodeList
from stocktake.charter.rules.near import near
from stocktake.kernel.errors import NotFound


Share = Annotated[str, msgspec.Meta(pattern=r"^\d+/[1-9]\d*$")]


class Coverage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The parameters of the coverage rule; the words are those of measures and claims."""

    all_themes: bool = True
    majority_more_than: Share = "1/2"
    any_part_counts: tuple[str, ...] = ()
    counting_measures: tuple[str, ...] = ("adopted", "in-force")
    ending_measures: tuple[str, ...] = ("repealed",)
    earlier_rounds_count: bool = True
    not_relevant_stays: bool = True
    shown: tuple[str, ...] = ("claimed", "corroborated", "contested")
    must_not_fall: tuple[str, ...] = ("themes", "commitments")


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``edition.yaml``: what the edition is and how many items it declares."""

    code: str
    title: Texts
    description: Texts
    text: str  # the text it restates, as one cites it
    languages: tuple[str, ...]
    counts: dict[ItemKind, int]
    cited: Texts = {}  # the text in other languages than English
    title_only: tuple[ItemKind, ...] = ()  # kinds that need no description


class Edition(msgspec.Struct, frozen=True, dict=True):
    """One version of the compact, whole; items in the order of the text."""

    code: str
    title: Texts
    description: Texts
    text: str
    languages: tuple[str, ...]
    items: tuple[Item, ...]
    calendar: Calendar
    rule: Coverage
    frameworks: tuple[Framework, ...] = ()
    lists: dict[str, CodeList] = {}
    areas: dict[str, tuple[Area, ...]] = {}
    links: tuple[Link, ...] = ()
    cited: Texts = {}  # the text in other languages

    @cached_property
    def _by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def _children(self) -> dict[str | None, tuple[Item, ...]]:
        children: dict[str | None, list[Item]] = {}
        for item in self.items:
            children.setdefault(item.parent, []).append(item)
        return {code: tuple(items) for code, items in children.items()}

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def item(self, code: str) -> Item:
        """The item of this code, or a refusal that lists near codes."""
        if code not in self._by_code:
            close = near(code, self._by_code)
            hint = f" Did you mean {', '.join(close)}?" if close else ""
            msg = (
                f"Edition {self.code} has no item {code!r}.{hint}"
                f" See `stocktake charter list --edition {self.code}`."
            )
            raise NotFound(msg)
        return self._by_code[code]

    def children(self, code: str) -> tuple[Item, ...]:
        """The items directly below this one, in the order of the text."""
        return self._children.get(code, ())

    @cached_property
    def themes(self) -> tuple[Item, ...]:
        """The items without a parent: themes, or the objectives of the adopted Compact."""
        return self._children.get(None, ())

    @cached_property
    def commitments(self) -> tuple[Item, ...]:
        """The counted items: the 30 commitments, or the 187 actions."""
        return tuple(item for item in self.items if item.counted)

    @cached_property
    def leaves(self) -> tuple[Item, ...]:
        """The items a passage may be labelled with: all below the themes."""
        return tuple(item for item in self.items if item.parent is not None)

    def theme_of(self, code: str) -> Item:
        """The theme (or objective) that an item belongs to; a theme's own is itself."""
        item = self.item(code)
        while item.parent is not None:
            item = self.item(item.parent)
        return item

    def framework(self, identifier: str) -> Framework:
        """The framework of this id, or a refusal that lists near ids."""
        found = {framework.id: framework for framework in self.frameworks}
        if identifier not in found:
            close = near(identifier, found)
            hint = f" Did you mean {', '.join(close)}?" if close else ""
            msg = f"Edition {self.code} has no framework {identifier!r}.{hint}"
            raise NotFound(msg)
        return found[identifier]
