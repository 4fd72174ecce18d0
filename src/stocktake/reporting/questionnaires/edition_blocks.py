"""The questions of a questionnaire: ids, options, conditions that look at what there is."""

from collections.abc import Iterator, Mapping

from stocktake.reporting.questionnaires.reading import TARGETS
from stocktake.reporting.questionnaires.rules import (
    ID,
    Block,
    Condition,
    Field,
    Kind,
    Questionnaire,
    Rule,
    fields_of,
)


Said = tuple[str, str]  # key and reason
_ById = Mapping[tuple[str, str], Field]
_CHOSEN = (Kind.CHOICE, Kind.LIST)
_BAD_ID = "an id takes small letters, digits and single underscores"


def faults(made: Questionnaire) -> Iterator[Said]:
    """Key and reason of each question that cannot be asked as it stands."""
    for block in made.blocks.values():
        by_id = {(group, field.id): field for group, field in fields_of(block)}
        yield from _of_ids(block)
        for group, field in fields_of(block):
            yield from _of_field(group, field, by_id)
        for part in block.groups:
            if part.title not in part.by_id:
                yield part.id, f"`title` names no field {part.title!r} of its records"
            yield from _of_conditions(part.id, part.when, by_id, "")
        for rule in made.checks:
            if rule.records in block.by_id:
                yield from _of_rule(rule, by_id)


def _of_ids(block: Block) -> Iterator[Said]:
    ids = [part.id for part in block.parts]
    yield from ((one, "stands twice") for one in ids if ids.count(one) > 1)
    yield from ((one, _BAD_ID) for one in ids if not ID.fullmatch(one))
    for group in block.groups:
        inner = [field.id for field in group.fields]
        yield from (
            (f"{group.id} {one}", "stands twice")
            for one in inner
            if inner.count(one) > 1
        )
        yield from (
            (f"{group.id} {one}", _BAD_ID) for one in inner if not ID.fullmatch(one)
        )


def _of_field(group: str, field: Field, by_id: _ById) -> Iterator[Said]:
    key = f"{group} {field.id}".strip()
    if field.kind in _CHOSEN and not field.options:
        yield key, "needs `options` or `options_from`"
    yield from _of_conditions(key, field.when, by_id, group)


def _of_rule(rule: Rule, by_id: _ById) -> Iterator[Said]:
    yield from _of_conditions(rule.code, rule.when, by_id, "")
    yield from _of_conditions(rule.code, rule.having, by_id, rule.records)


def _of_conditions(
    key: str, conditions: tuple[Condition, ...], by_id: _ById, group: str
) -> Iterator[Said]:
    """A condition must look at a field there is, for answers that it can have."""
    for condition in conditions:
        name = condition.field
        outside = name.startswith("../")
        field = by_id.get(("", name[3:]) if outside else (group, name))
        if field is None:
            yield key, f"its condition names no field {name!r}"
            continue
        possible = field.codes | {str(absence) for absence in field.absences}
        unknown = sorted(set(condition.among) - possible)
        if unknown and field.options_from != TARGETS:
            yield key, f"its condition names no answer of {name}: {', '.join(unknown)}"
