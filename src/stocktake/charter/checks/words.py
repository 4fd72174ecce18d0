"""Words: every title in every language that the edition declares, in the right script."""

import re
from collections.abc import Iterator

from stocktake.charter.checks.files import Parts
from stocktake.charter.rules import Fault, Texts, near
from stocktake.kernel.languages import LANGUAGES


_SCRIPTS = {
    "ar": (re.compile(r"[\u0600-\u06ff]"), "Arabic"),
    "zh": (re.compile(r"[\u4e00-\u9fff]"), "Chinese"),
    "ru": (re.compile(r"[\u0400-\u04ff]"), "Cyrillic"),
}
Named = tuple[str, str, Texts, tuple[str, ...]]  # file, key, texts, languages asked for


def faults(parts: Parts) -> list[Fault]:
    """Missing, empty, unknown languages; texts that are in another script."""
    return [fault for named in _texts(parts) for fault in faults_of_words(*named)]


def _texts(parts: Parts) -> Iterator[Named]:
    about = parts.about
    if about is None:
        return
    all_ = about.languages
    yield "edition.yaml", "title", about.title, all_
    yield "edition.yaml", "description", about.description, all_
    if about.cited:
        yield "edition.yaml", "cited", {"en": about.text, **about.cited}, all_
    for file, record in parts.records:
        short = record.kind in about.title_only
        yield file, f"{record.code} title", record.title, all_
        yield (
            file,
            f"{record.code} description",
            record.description,
            () if short else all_,
        )
        for topic in record.topics:
            yield file, f"{record.code} topic {topic.code} title", topic.title, all_
        for number, target in enumerate(record.targets, 1):
            yield file, f"{record.code} target {number} text", target.text, all_
    yield from _others(parts, all_)


def _others(parts: Parts, languages: tuple[str, ...]) -> Iterator[Named]:
    for file, framework in parts.frameworks:
        yield file, f"{framework.id} name", framework.name, languages
    for file, codes in parts.lists:
        yield file, "title", codes.title, languages
        for entry in codes.entries:
            yield file, f"{entry.code} title", entry.title, languages
    for taxonomy, areas in (parts.crosswalk.areas if parts.crosswalk else {}).items():
        for area in areas:
            yield (
                "crosswalk/crosswalk.yaml",
                f"{taxonomy} {area.code} title",
                area.title,
                languages,
            )


def faults_of_words(
    file: str, key: str, texts: Texts, languages: tuple[str, ...]
) -> Iterator[Fault]:
    """Faults of one text: a language that is missing, unknown, empty, in another script."""
    for language in languages:
        if language not in texts:
            yield Fault(file, key, f"has no text in {_called(language)} (`{language}`)")
    for language, text in texts.items():
        if language not in LANGUAGES:
            close = near(language, LANGUAGES)
            hint = f"; did you mean `{close[0]}`?" if close else ""
            yield Fault(
                file, key, f"`{language}` is not one of {', '.join(LANGUAGES)}{hint}"
            )
        elif not text.strip():
            yield Fault(
                file, key, f"the text in {_called(language)} (`{language}`) is empty"
            )
        elif language in _SCRIPTS and not _SCRIPTS[language][0].search(text):
            yield Fault(
                file,
                key,
                f"the text under `{language}` holds no {_SCRIPTS[language][1]} letters",
            )


def _called(language: str) -> str:
    known = LANGUAGES.get(language)
    return known.own_name if known else language
