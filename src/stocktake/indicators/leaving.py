"""How a release leaves: as it was loaded, or protected where a rule governs its dataflow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from stocktake.indicators import models
from stocktake.indicators.disclosure.policy import Policy
from stocktake.indicators.publishing import policies
from stocktake.indicators.releases import store
from stocktake.indicators.structures.rules import Flow
from stocktake.kernel.errors import Refused


Progress = Callable[[str, int, int], None]


@contextmanager
def in_force(
    row: models.Release, protection: models.Protection | None
) -> Iterator[None]:
    """Make a release the one in force together with what is recorded inside, or neither.

    Readers see the release before until this one is whole. One that gives too much away
    is kept and does not leave; the release that left before stays in force.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            if protection is not None:
                protection.release = row
                protection.save(force_insert=True)
            yield
    except IntegrityError as error:
        msg = f"Another load of {row.flow} was published meanwhile. Run this one again."
        raise Refused(msg) from error


def told(protection: models.Protection | None) -> dict[str, Any]:
    """What the record says of a release's protection; nothing without a rule."""
    if protection is None:
        return {}
    return {"left": bool(protection.digest), **protection.facts}


def protection_of(
    row: models.Release, flow: Flow, progress: Progress
) -> models.Protection | None:
    """What comes of a release under the rule of its dataflow; None without a rule."""
    policy = policies.governing(row.flow)
    if not isinstance(policy, Policy):
        return None
    # Solvers and matrices, which most loads have no use for.
    from stocktake.indicators.publishing import releasing, withholding  # noqa: PLC0415

    true = _file(row.flow, row.digest)
    earlier = [releasing.Earlier(*files) for files in _earlier(row.flow)]
    found = releasing.release(flow, policy, true, earlier, progress=progress)
    left = not found.reason
    return models.Protection(
        policy=policies.text(row.flow),
        digest=withholding.write(true, flow, policy, found.tables) if left else "",
        reason=found.reason,
        facts=dict(found.facts),
    )


def _earlier(reference: str) -> list[tuple[Path, Path]]:
    """The true and the public file of each release that left, the oldest first."""
    rows = models.Protection.objects.filter(release__flow=reference).exclude(digest="")
    held = {
        digest: (_file(reference, true), _file(reference, digest))
        for digest, true in rows.order_by("release__number").values_list(
            "digest", "release__digest"
        )
    }
    return list(held.values())


def _file(reference: str, digest: str) -> Path:
    return store.paths(reference, digest)[0]
