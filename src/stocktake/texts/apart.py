"""Documents assigned in several processes, and handed back in the order given."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from pathlib import Path
from typing import Final

from stocktake.kernel.errors import StocktakeError
from stocktake.kernel.processes import cores, executor
from stocktake.texts import encoders
from stocktake.texts.assigning import Assigned, assign
from stocktake.texts.rules import Text, Tier
from stocktake.texts.workshop import Workshop


Documents = Sequence[Sequence[Text]]
WORTH_PROCESSES: Final = {Tier.FAST: 1_500, Tier.FULL: 400, Tier.THOROUGH: 40}
AHEAD: Final = 2  # chunks that wait for each process, so that none is idle


def assigned(
    chunks: Iterable[Documents], shop: Workshop, *, tier: Tier
) -> Iterator[list[list[Assigned]]]:
    """What ``assign`` says of each chunk of documents, in order.

    Few passages are read here; from ``WORTH_PROCESSES`` of them on, each core reads
    chunks of its own. A text's vector depends on the text alone, so both say the same.
    """
    rest = iter(chunks)
    first: list[Documents] = []
    passages = 0
    while passages < WORTH_PROCESSES[tier] and (chunk := next(rest, None)) is not None:
        first.append(chunk)
        passages += sum(map(len, chunk))
    if passages < WORTH_PROCESSES[tier] or cores() < 2:
        if first:
            shop.open(tier)
        for chunk in chain(first, rest):
            yield assign(chunk, shop, tier=tier)
        return
    yield from _in_processes(chain(first, rest), shop, tier)


def _in_processes(
    chunks: Iterable[Documents], shop: Workshop, tier: Tier
) -> Iterator[list[list[Assigned]]]:
    workers = cores()
    pool = executor(workers, _begin, shop.edition, shop.folder)
    asked: deque[Future[list[list[Assigned]]]] = deque()
    try:
        for _ in range(workers):
            pool.submit(_load)
        shop.prepare(tier)  # meanwhile: fitted and kept once, not once in every process
        for chunk in chunks:
            asked.append(pool.submit(_work, chunk, tier))
            if len(asked) > workers * AHEAD:
                yield asked.popleft().result()
        while asked:
            yield asked.popleft().result()
    except BrokenProcessPool as error:
        msg = (
            "A process that reads passages was ended from outside, often because memory ran"
            " out. What was labelled is kept: run the same command again to go on."
        )
        raise StocktakeError(msg) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_shop: Workshop | None = None  # of this worker process


def _begin(edition: str, folder: Path) -> None:
    global _shop  # noqa: PLW0603  # one workshop for the life of the process
    _shop = Workshop(edition, folder, threads=1)


def _load() -> None:
    encoders.encoder(encoders.USE)


def _work(chunk: Documents, tier: Tier) -> list[list[Assigned]]:
    assert _shop is not None
    return assign(chunk, _shop, tier=tier)
