"""Translations: collect the sentences of the program, or compile what was translated.

    python scripts/messages.py collect    # needs GNU gettext; new sentences come in empty
    python scripts/messages.py compile    # .po to .mo, the same bytes on every machine

The .mo files are committed, so that a running copy needs neither gettext nor Babel.
"""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


PACKAGE = Path(__file__).resolve().parents[1] / "src" / "stocktake"
BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)  # Babel writes a day; this one stays
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);",
    "zh": "nplurals=1; plural=(0);",
    "en": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "es": "nplurals=2; plural=(n != 1);",
}


def catalogues(language: str) -> list[Path]:
    """The files that people translate: the package's, and those of rooms that have one."""
    return sorted(PACKAGE.rglob(f"{language}/LC_MESSAGES/django.po"))


def head(language: str) -> str:
    """The head of a catalogue: its language and plural forms, and no day, so that it is stable."""
    lines = (
        "Project-Id-Version: Stocktake",
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS[language]}",
    )
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines)


def collect() -> None:
    """Collect sentences from templates and modules into the six catalogues."""
    languages = [part for language in PLURALS for part in ("-l", language)]
    subprocess.run(
        [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            *languages,
            "--no-location",
            "--no-wrap",
            "--no-obsolete",
        ],
        cwd=PACKAGE,
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "stocktake.site.settings"},
    )
    for language in PLURALS:
        for file in catalogues(language):
            _, _, messages = file.read_text(encoding="utf-8").partition("\n\n")
            file.write_text(f"{head(language)}\n{messages}", encoding="utf-8")


def compiled(file: Path, language: str) -> bytes:
    """The compiled form of a catalogue."""
    with file.open("rb") as source:
        read = read_po(source, locale=language)
    read.creation_date = read.revision_date = BEGINNING
    out = io.BytesIO()
    write_mo(out, read)
    return out.getvalue()


def main() -> None:
    """Collect or compile."""
    if sys.argv[1:] == ["collect"]:
        collect()
    elif sys.argv[1:] == ["compile"]:
        for language in PLURALS:
            for file in catalogues(language):
                file.with_suffix(".mo").write_bytes(compiled(file, language))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
