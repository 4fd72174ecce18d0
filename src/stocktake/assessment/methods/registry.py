"""All methods, by name."""

from types import ModuleType

from stocktake.assessment.methods import (
    aggregate,
    cerqual,
    contribution_tracing,
    default,
    destatis,
    escap_api,
    escap_csi,
    eurostat,
    eurostat_2017,
    krippendorff,
    linear_pace,
    normalise,
    policy_average,
    sdg_10_7_2,
    sdg_index,
    statcan,
    treaties,
    unsd_2023,
    upr_iri,
)
from stocktake.assessment.methods.rules import Method
from stocktake.kernel.errors import NotFound


MODULES: tuple[ModuleType, ...] = (  # each has a METHOD
    default,
    statcan,
    linear_pace,
    eurostat,
    eurostat_2017,
    unsd_2023,
    escap_csi,
    escap_api,
    destatis,
    sdg_index,
    policy_average,
    sdg_10_7_2,
    treaties,
    krippendorff,
    cerqual,
    upr_iri,
    contribution_tracing,
    normalise,
    aggregate,
)

METHODS: tuple[Method, ...] = tuple(module.METHOD for module in MODULES)


def method(name: str) -> Method:
    """A method by ``name`` (the first of that name) or ``name@version``."""
    for one in METHODS:
        if name in {one.name, one.code}:
            return one
    msg = f"There is no method {name!r}. The methods are {', '.join(one.code for one in METHODS)}."
    raise NotFound(msg)
