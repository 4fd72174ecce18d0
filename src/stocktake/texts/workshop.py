"""The models of one edition and tier, put together once in a process."""

import pickle
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import TypeVar

from django.conf import settings
from threadpoolctl import threadpool_limits

from stocktake.charter import queries as charter
from stocktake.kernel import home
from stocktake.texts import encoders, examples, leaning
from stocktake.texts.hybrid import VERSION, Hybrid
from stocktake.texts.reading import Reader
from stocktake.texts.rules import Tier
from stocktake.texts.stances import Stances
from stocktake.texts.taxonomy import Card, Taxonomy, of_edition, read_card


T = TypeVar("T")


@dataclass(frozen=True)
class Workshop:
    """Readers, classifiers and stances for one edition; made when first used."""

    edition: str
    folder: Path
    threads: int | None = None  # that read texts; one a core unless said

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """The edition's commitments with their label cards."""
        return of_edition(charter.edition(self.edition), cards(self.edition))

    @cached_property
    def quick(self) -> Reader:
        """The encoder that reads everything."""
        return reader(encoders.USE, self.folder, self.threads)

    @cached_property
    def slow(self) -> Reader:
        """The encoder that reads what can be shown or is uncertain."""
        return reader(encoders.slow_encoder(), self.folder, self.threads)

    @cached_property
    def fast(self) -> Hybrid:
        """The classifier of the fast tier."""
        return self._kept(Tier.FAST, {encoders.USE: self.quick})

    @cached_property
    def full(self) -> Hybrid:
        """The classifier of the full tier; that of the fast one where there is no slow encoder."""
        return self._kept(
            Tier.FULL, {encoders.USE: self.quick, self.slow.model: self.slow}
        )

    def _kept(self, tier: Tier, read: Mapping[str, Reader]) -> Hybrid:
        def fit() -> Hybrid:
            return Hybrid(self.taxonomy, read, examples.gate(), tier=tier)

        return self._once(f"labels-{tier}", Hybrid, fit)

    def _once(self, name: str, kind: type[T], fit: Callable[[], T]) -> T:
        """A fitted model: from the home, where the same inputs were fitted before."""
        inputs = self.name(Tier.FULL).rpartition("+")[2]
        path = self.folder.parent / "models" / f"{name}-{inputs}-{_code()}.pickle"
        with suppress(Exception):  # absent, torn, or of another version: fit it again
            found = pickle.loads(path.read_bytes())  # noqa: S301  # our own file in our home
            if isinstance(found, kind):
                return found
        with threadpool_limits(1, "blas"):  # threads cost these small products more
            fitted = fit()
        home.write_whole(path, pickle.dumps(fitted))
        return fitted

    @cached_property
    def quick_stances(self) -> Stances:
        """Stances by the quick encoder and leaning words."""
        return self._stances(Tier.FAST, self.quick)

    @cached_property
    def fine_stances(self) -> Stances:
        """Stances by the slow encoder."""
        return self._stances(Tier.FULL, self.slow)

    def _stances(self, tier: Tier, read: Reader) -> Stances:
        def fit() -> Stances:
            return Stances(examples.prototypes(), read, model=read.model, tier=tier)

        return self._once(f"stances-{tier}", Stances, fit)

    def prepare(self, tier: Tier) -> None:
        """Fit what a tier needs, or take it from the home; other processes then find it there."""
        needed = ["fast", "quick_stances"]
        if tier is not Tier.FAST:
            needed += ["full", "fine_stances"]
        for model in needed:
            getattr(self, model)

    def open(self, tier: Tier) -> None:
        """Load what reading texts in a tier needs, its encoders beside its models."""
        with ThreadPoolExecutor(1) as beside:
            loading = beside.submit(list, map(encoders.encoder, self._encoders(tier)))
            self.prepare(tier)
            loading.result()

    def name(self, tier: Tier) -> str:
        """What made the labels of a document; it changes when cards, examples or models do."""
        told = sha256()
        for source in _sources(self.edition):
            told.update(sha256(source).digest())
        models = self._encoders(tier)
        told.update(" ".join(encoders.full_name(model) for model in models).encode())
        return f"labels-{tier}@{VERSION}+{told.hexdigest()[:12]}"

    def _encoders(self, tier: Tier) -> list[str]:
        slow = [] if tier is Tier.FAST else [encoders.slow_encoder()]
        return [encoders.USE, *slow]


def workshop(edition: str) -> Workshop:
    """The workshop of an edition in this home."""
    return _workshop(edition, vectors_folder())


@cache
def _workshop(edition: str, folder: Path) -> Workshop:
    return Workshop(edition, folder)


@cache
def reader(model: str, folder: Path, threads: int | None = None) -> Reader:
    """The reader of a model in a folder of vectors."""
    return Reader(model, folder, threads=threads)


def vectors_folder() -> Path:
    """Where this home keeps vectors."""
    return Path(settings.STOCKTAKE_HOME) / "vectors"


@cache
def cards(edition: str) -> Mapping[str, Card]:
    """The label cards of an edition by code; a card of a code it does not have is refused."""
    found: dict[str, Card] = {}
    known = charter.edition(edition)
    for name in charter.files(edition, "label_cards"):
        if PurePosixPath(name).suffix == ".yaml":
            card = read_card(charter.file(edition, name), name=f"{edition}/{name}")
            found[known.item(card.code).code] = card
    return found


@cache
def _code() -> str:
    """Changes with the code that models are made of, and with what they are pickled by."""
    told = sha256(f"{version('numpy')} {version('scipy')} {sys.version}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        told.update(path.read_bytes())
    return told.hexdigest()[:8]


@cache
def _sources(edition: str) -> tuple[bytes, ...]:
    """The bytes of all that the models of an edition are made from."""
    own = [
        charter.file(edition, name) for name in charter.files(edition, "label_cards")
    ]
    compact = [
        charter.file(edition, name) for name in charter.files(edition, "compact")
    ]
    ours = [path.read_bytes() for path in sorted(examples.DATA.rglob("*.yaml"))]
    return (*own, *compact, *ours, repr(leaning.KINDS).encode())
