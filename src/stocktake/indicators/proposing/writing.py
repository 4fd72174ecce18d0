"""A proposal as the YAML file that a person edits, with its doubts as comments."""

from typing import Any, Final

import msgspec
import yaml

from stocktake.indicators.mapping import Mapping, Source
from stocktake.indicators.proposing.proposal import Proposal


ORDER: Final = (
    "flow", "sheet", "header_row", "columns", "values", "codes", "by_name",
    "constants", "unit", "missing", "skip", "sum", "repeats", "source",
)  # fmt: skip
SOURCE: Final = ("publisher", "title", "edition", "as_of", "licence", "url")


def as_yaml(proposal: Proposal, *, name: str) -> str:
    """The mapping file; what must be decided stands above what it is about."""
    left = [c for c in proposal.sheet.columns if c not in _used(proposal.mapping)]
    lines = [
        f"# Proposed for {name}: read it, correct it, then",
        f"#   stocktake indicators load FILE --mapping {name}.yaml",
        *(f"# CHECK {doubt}" for doubt in proposal.doubts),
        *(f"# {g.column} = {g.concept}: by {g.why}" for g in proposal.guesses),
    ]
    if left:
        lines.append(f"# Nothing takes: {', '.join(left)}")
    return "\n".join(lines) + "\n" + body(proposal.mapping)


def _used(made: Mapping) -> set[str]:
    return {*made.columns, *made.values, *made.skip}


def body(made: Mapping) -> str:
    """A mapping as YAML: what it leaves at its default is left out, the source is asked for."""
    held = {k: _plain(v) for k, v in msgspec.structs.asdict(made).items()}
    default = {
        k: _plain(v) for k, v in msgspec.structs.asdict(Mapping(flow="")).items()
    }
    source = msgspec.structs.asdict(made.source or Source())
    kept = {
        key: held[key]
        for key in ORDER
        if key != "source" and (held[key] != default[key] or key == "flow")
    }
    kept["source"] = {key: source[key] for key in SOURCE}
    return yaml.safe_dump(
        kept, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100
    )


def _plain(value: Any) -> Any:
    """Tuples as lists, so that YAML has no marks of ours."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return list(value) if isinstance(value, tuple) else value
