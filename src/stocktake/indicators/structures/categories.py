"""The themes of an edition as a category scheme, and the dataflows in its categories."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Final

import msgspec
from pysdmx.model import Categorisation, Category, CategoryScheme

from stocktake.charter import queries as charter
from stocktake.indicators.structures import artefacts, naming, rules
from stocktake.indicators.structures.reading import DATA
from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.languages import in_language


VERSION: Final = "1.0"


class Categories(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``data/categories.yaml``: themes of an edition by dataflow of ours."""

    edition: str
    themes: dict[str, tuple[str, ...]]


@cache
def held() -> Categories:
    """Which dataflow belongs to which themes."""
    return read_yaml_file(DATA / "categories.yaml", Categories)


def scheme_id() -> str:
    """The id of the category scheme: that of the edition, as SDMX writes ids."""
    return held().edition.upper().replace("-", "_")


def scheme(
    language: str = "en", *, only: Collection[str] | None = None
) -> CategoryScheme:
    """The themes of the edition; ``only`` some of them makes it partial."""
    edition = charter.edition(held().edition)
    items = [
        Category(theme.code, name=in_language(theme.title, language))
        for theme in edition.themes
        if only is None or theme.code in only
    ]
    return CategoryScheme(
        id=scheme_id(),
        name=in_language(edition.title, language),
        agency=rules.AGENCY,
        version=VERSION,
        items=items,
        is_partial=len(items) < len(edition.themes),
    )


def of(flow: rules.Flow) -> Mapping[str, str]:
    """The themes of a dataflow by the id of the categorisation that says so."""
    own = flow.agency == rules.AGENCY
    themes = held().themes.get(flow.id, ()) if own else ()
    return {f"{flow.id}_{theme}": theme for theme in themes}


def categorisation(flow: rules.Flow, name: str, language: str = "en") -> Categorisation:
    """That a dataflow belongs to a theme."""
    theme = charter.edition(held().edition).item(of(flow)[name])
    return Categorisation(
        id=name,
        name=f"{naming.flow(flow, language)}: {in_language(theme.title, language)}",
        agency=rules.AGENCY,
        version=VERSION,
        source=artefacts.flow_urn(flow),
        target=(
            "urn:sdmx:org.sdmx.infomodel.categoryscheme.Category="
            f"{rules.AGENCY}:{scheme_id()}({VERSION}).{theme.code}"
        ),
    )
