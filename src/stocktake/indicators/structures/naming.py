"""Names of dataflows, components and codes in a reader's language."""

from collections.abc import Mapping

from stocktake.indicators.structures import reading
from stocktake.indicators.structures.rules import TIME, VALUE, Flow
from stocktake.kernel.languages import in_language


_OWN = {
    TIME: {
        "ar": "الفترة الزمنية",
        "zh": "时间段",
        "en": "Time period",
        "fr": "Période",
        "ru": "Период времени",
        "es": "Período",
    },
    VALUE: {
        "ar": "قيمة المشاهدة",
        "zh": "观测值",
        "en": "Observation value",
        "fr": "Valeur d’observation",
        "ru": "Значение наблюдения",
        "es": "Valor de observación",
    },
}


def flow(of: Flow, language: str) -> str:
    """The name of a dataflow."""
    return in_language(of.names, language) or of.id


def component(of: Flow, name: str, language: str) -> str:
    """The name of a dimension, an attribute or the value."""
    held = of.components.get(name)
    names = held.names if held else _OWN.get(name, {})
    return in_language(names, language) if names else name


def codes(of: Flow, name: str, language: str) -> Mapping[str, str]:
    """The names of a component's codes; empty where it takes none from a list."""
    held = reading.lists(of).get(name)
    if held is None:
        return {}
    return {code.id: in_language(code.names, language) for code in held.codes}
