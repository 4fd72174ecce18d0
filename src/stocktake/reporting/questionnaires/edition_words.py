"""The words of a questionnaire: each in every language that the edition declares."""

from collections.abc import Collection, Iterator

from stocktake.kernel.languages import LANGUAGES
from stocktake.reporting.questionnaires.files import File
from stocktake.reporting.questionnaires.rules import (
    Field,
    Group,
    Option,
    Part,
    Questionnaire,
    Texts,
)


Words = tuple[str, Texts]  # the key they stand under, and what is there


def faults(
    file: File, made: Questionnaire, languages: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Key and reason of each text that is missing, or in a language we do not know."""
    for key, texts in (*_of_file(file), *_of_blocks(made)):
        for language in languages:
            if not texts.get(language, "").strip():
                yield key, f"has no text in `{language}`"
        for language in sorted(set(texts) - set(LANGUAGES)):
            yield key, f"`{language}` is not one of {', '.join(LANGUAGES)}"


def _of_file(file: File) -> Iterator[Words]:
    yield "title", file.title
    yield "introduction", file.introduction
    yield from ((f"absences {code}", texts) for code, texts in file.absences.items())
    yield from ((f"checks {rule.code}", rule.message) for rule in file.checks)
    yield from ((f"indicators {one.code}", one.label) for one in file.indicators)
    for absence, reasons in file.reasons.items():
        yield from _options(f"reasons {absence}", reasons)
    for list_, options in file.lists.items():
        yield from _options(f"lists {list_}", options)


def _of_blocks(made: Questionnaire) -> Iterator[Words]:
    for section in made.sections:
        if not section.blocks[0].theme:  # a theme's own title is the compact's
            yield f"section_titles {section.code}", section.title
    parts: dict[str, Part] = {}
    for block in made.blocks.values():
        if not block.theme:
            yield f"{block.item} title", block.title
        for part in block.parts:
            parts.setdefault(f"{'' if block.theme else block.item} {part.id}", part)
    for part in parts.values():
        yield from _of_part(part)


def _of_part(part: Part) -> Iterator[Words]:
    yield f"{part.id} label", part.label
    if part.hint:
        yield f"{part.id} hint", part.hint
    if isinstance(part, Group):
        yield f"{part.id} one", part.one
        for field in part.fields:
            yield from ((f"{part.id} {key}", texts) for key, texts in _of_part(field))
    else:
        yield from _of_field(part)


def _of_field(field: Field) -> Iterator[Words]:
    if field.unit:
        yield f"{field.id} unit", field.unit
    if not field.options_from:
        yield from _options(field.id, field.options)


def _options(key: str, options: tuple[Option, ...]) -> Iterator[Words]:
    for option in options:
        yield f"{key} {option.code}", option.label
        if option.hint:
            yield f"{key} {option.code} hint", option.hint
