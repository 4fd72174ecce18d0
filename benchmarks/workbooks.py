"""Generate and read 193 full workbooks: seconds and memory. Pure: no database.

python benchmarks/workbooks.py [how many]
"""

import random
import resource
import sys
import time

from stocktake.geography import queries as geography
from stocktake.reporting import questionnaires
from stocktake.reporting.questionnaires.rules import Field, Kind
from stocktake.reporting.workbook import reading
from stocktake.reporting.workbook.layout import Layout
from stocktake.reporting.workbook.meta import Meta, Stood
from stocktake.reporting.workbook.signing import Signer
from stocktake.reporting.workbook.writing import workbook


MEASURES = 4
WORDS = "The law of 2023 gives every migrant access to counsel, care and school. " * 4


def value(field: Field, dice: random.Random):
    """A plausible answer of a field; None for kinds that are left open."""
    if field.kind is Kind.CHOICE:
        return dice.choice(field.options).code
    if field.kind is Kind.LIST:
        return [option.code for option in field.options[:2]]
    made = {
        Kind.TEXT: {"en": WORDS, "fr": WORDS},
        Kind.LINE: "Act 12 of 2023",
        Kind.NUMBER: str(dice.randrange(100_000)),
        Kind.MONEY: {"amount": str(dice.randrange(10**7)), "currency": "EUR"},
        Kind.DATE: "2023-03-01",
        Kind.INDICATOR: {"source": "own", "value": "812", "year": 2023},
    }
    return made.get(field.kind)


def answers(questionnaire, dice: random.Random) -> dict[str, Stood]:
    """All questions answered, with four measures and one of each other record."""
    base = {}
    for block in questionnaire.blocks.values():
        for field in block.fields:
            base[f"{block.item}/{field.id}"] = value(field, dice)
        for group in block.groups:
            for n in range(MEASURES if group.id == "measures" else 1):
                record = f"{block.item}/{group.id}/{dice.randrange(16**12):012x}"
                base[record] = {"position": n + 1}
                for field in group.fields:
                    base[f"{record}/{field.id}"] = value(field, dice)
    return {a: Stood(1, v) for a, v in base.items() if v is not None}


def main(count: int) -> None:
    """Write and read the workbooks of the first States, and print what it took."""
    questionnaire = questionnaires.questionnaire("icmpd-2017", "state")
    languages = ("en", "fr", "es", "ar", "ru", "zh")
    dice = random.Random(1)
    wrote = read = 0.0
    size = cells = 0
    for n, state in enumerate(geography.states()[:count]):
        base = answers(questionnaire, dice)
        signer = Signer(b"benchmark", f"{n:012x}")
        meta = Meta(
            workbook=signer.workbook,
            submission=f"stocktake:submission:2024/{state.alpha3}/state/1",
            round="2024",
            sender=state.alpha3,
            strand="state",
            edition="icmpd-2017",
            questionnaire="state",
            version=questionnaire.version,
            sha256="0" * 64,
            language=languages[n % 6],
            exported="2024-06-01T12:00:00+00:00",
            base=base,
        )
        began = time.perf_counter()
        data = workbook(Layout(questionnaire, meta, signer))
        wrote += time.perf_counter() - began
        began = time.perf_counter()
        file = reading.opened(data, "answers.xlsx", Signer(b"benchmark"))
        found = reading.readings(file, questionnaire)
        read += time.perf_counter() - began
        assert not found.changed, found.changed[:2]
        assert not found.unread, found.unread[:2]
        size, cells = size + len(data), cells + found.cells.total
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} workbooks, {len(base)} answers each, {size / 1e6 / count:.2f} MB each"
    )
    print(f"written in {wrote:.1f} s ({wrote / count:.2f} s each)")
    print(f"read in    {read:.1f} s ({read / count:.2f} s each), {cells} cells")
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 193)
