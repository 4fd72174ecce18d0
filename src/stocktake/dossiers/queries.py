"""Read frozen dossiers: which there are, their files, whether they still hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from stocktake.assessment import queries as assessment
from stocktake.charter import queries as charter
from stocktake.documents import queries as documents
from stocktake.dossiers import freezing, verifying
from stocktake.dossiers.models import Frozen
from stocktake.dossiers.render.html import served, style_policy
from stocktake.dossiers.verifying import Fault
from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound
from stocktake.reporting import queries as reporting


@dataclass(frozen=True, slots=True)
class FrozenFile:
    """One file of a dossier."""

    name: str  # "dossier.pdf"
    size: int  # bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """One frozen dossier."""

    name: str  # in addresses: the first 12 digits of the manifest's hash
    urn: str
    round: str
    scope: str  # round, state, theme
    code: str
    language: str
    tier: str
    title: str
    manifest: str
    files: tuple[FrozenFile, ...]
    folder: Path
    at: datetime


def frozen(round_code: str | None = None) -> tuple[FrozenRow, ...]:
    """Frozen dossiers whose folder is still there, the latest first; one query."""
    found = Frozen.objects.select_related("round")
    if round_code is not None:
        found = found.filter(round__code=round_code)
    rows = (row(one) for one in found)
    return tuple(one for one in rows if (one.folder / freezing.MANIFEST).is_file())


def dossier(round_code: str, name: str) -> FrozenRow:
    """One frozen dossier of a round by the beginning of its manifest's hash."""
    for one in frozen(round_code):
        if one.name == name:
            return one
    msg = f"Round {round_code} has no frozen dossier {name!r}. `stocktake dossier list` shows them."
    raise NotFound(msg)


def file_of(round_code: str, name: str, file: str) -> Path:
    """The path of a file that the dossier's record names; nothing else is handed out."""
    found = dossier(round_code, name)
    if file not in {one.name for one in found.files}:
        msg = f"This dossier has no file {file!r}."
        raise NotFound(msg)
    return found.folder / file


def page(round_code: str, name: str, language: str) -> tuple[str, str]:
    """The HTML dossier as served: citations open their documents; and its ``style-src``."""
    data = file_of(round_code, name, "dossier.html").read_text(encoding="utf-8")
    return served(data, language), style_policy()


def states(round_code: str) -> tuple[str, ...]:
    """The States that a dossier can be built of: heard, spoken of or assessed; by code."""
    heard = {
        code
        for one in reporting.submissions(round_code)
        for code in (one.sender, *one.about)
        if geography.is_state(code)
    }
    return tuple(sorted(heard | set(assessment.states(round_code))))


def themes(round_code: str) -> tuple[str, ...]:
    """The themes of the round's edition, in its order."""
    edition = charter.edition(reporting.round_(round_code).edition)
    return tuple(theme.code for theme in edition.themes)


def verify(folder: Path) -> tuple[Fault, ...]:
    """What does not hold in a folder.

    Citations are also held against documents kept here, and the manifest against the
    record of the dossier, where this copy has one.
    """
    return (*verifying.faults(folder, _texts), *_manifest(folder))


def _manifest(folder: Path) -> Iterator[Fault]:
    known = Frozen.objects.filter(folder=place(folder)).first()
    data = (folder / freezing.MANIFEST).read_bytes()
    if known and known.manifest != freezing.sha256(data):
        yield Fault(freezing.MANIFEST, "altered: it is not the one recorded here")


def place(folder: Path) -> str:
    """The folder below the home's ``dossiers``, or whole where it lies elsewhere."""
    inside, whole = home().resolve(), folder.resolve()
    if whole.is_relative_to(inside):
        return str(whole.relative_to(inside))
    return str(whole)


def _texts(sha256: str) -> dict[int, str] | None:
    try:
        return {one.order: one.text for one in documents.passages(sha256)}
    except NotFound:
        return None


def home() -> Path:
    """Where dossiers are frozen unless another folder is named."""
    return Path(settings.STOCKTAKE_HOME) / "dossiers"


def row(one: Frozen) -> FrozenRow:
    """A record as other rooms see it."""
    return FrozenRow(
        name=one.manifest[:12],
        urn=one.urn,
        round=one.round.code,
        scope=one.scope,
        code=one.code,
        language=one.language,
        tier=one.tier,
        title=one.title,
        manifest=one.manifest,
        files=tuple(FrozenFile(f["name"], f["size"], f["sha256"]) for f in one.files),
        folder=home() / one.folder,
        at=one.at,
    )
