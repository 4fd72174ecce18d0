"""What the cases of statistics read: the same observations in each format."""
# ruff: noqa: PLC0415  # each case runs alone and pays for its own programs only

import csv
import math
from collections.abc import Iterator
from pathlib import Path


FEW = 20_000  # observations for programs too slow for all
FLOW = "STOCKTAKE:MIGRANT_STOCK(1.0)"
COLUMNS = (
    "FREQ", "REF_AREA", "ORIGIN", "SEX", "AGE", "SOURCE", "TIME_PERIOD", "OBS_VALUE",
    "UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS",
)  # fmt: skip


def write_csv(path: Path, rows: int) -> None:
    """SDMX-CSV 2.0: different keys over areas, origins, sexes, ages, years; always the same.

    Each key comes once, far from the one before: a step without a common factor with
    the number of keys goes round all of them.
    """
    import duckdb

    from stocktake.indicators.structures import reading

    lists = reading.own_lists()
    areas = [code for code in lists["CL_AREA"].ranks if code.isalpha()][:236]
    parts = {
        "TIME_PERIOD": [str(year) for year in range(1980, 2025)],
        "REF_AREA": areas,
        "ORIGIN": areas,
        "AGE": list(lists["CL_AGE"].ranks)[:17],
        "SEX": ["_T", "F", "M"],
    }
    total = math.prod(map(len, parts.values()))
    step = next(s for s in range(int(total * 0.618), total) if math.gcd(s, total) == 1)
    cells, below = {}, 1
    for name, codes in parts.items():
        listed = ", ".join(f"'{code}'" for code in codes)
        cells[name] = f"([{listed}])[(place // {below}) % {len(codes)} + 1]"
        below *= len(codes)
    fixed = {"FREQ": "A", "SOURCE": "NSO", "UNIT_MEASURE": "PS", "UNIT_MULT": "0"}
    cells |= {name: f"'{code}'" for name, code in {**fixed, "OBS_STATUS": "E"}.items()}
    cells["OBS_VALUE"] = "hash(place) % 999999 + 1"
    picked = ", ".join(f"{cells[name]} AS {name}" for name in COLUMNS)
    duckdb.execute(
        f"COPY (SELECT 'dataflow' AS STRUCTURE, '{FLOW}' AS STRUCTURE_ID, 'I' AS ACTION, {picked}"
        f" FROM (SELECT (range::HUGEINT * {step} % {total})::BIGINT AS place FROM range({rows})))"
        f" TO '{path}' (HEADER)"
    )


def observations(folder: Path, rows: int) -> Iterator[list[str]]:
    """The same observations one by one."""
    path = folder / f"observations-{rows}.csv"
    if not path.exists():
        write_csv(path, rows)
    with path.open(encoding="utf-8") as file:
        lines = csv.reader(file)
        next(lines)
        for line in lines:
            yield line[3:]


_BASE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<mes:{root} xmlns:mes="{base}/message" xmlns:com="{base}/common" xmlns:gen="{base}/data/generic"
 xmlns:ss="{base}/data/structurespecific" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:ns1="urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={flow}:ObsLevelDim:AllDimensions">
<mes:Header><mes:ID>bench</mes:ID><mes:Test>true</mes:Test><mes:Prepared>2026-11-24T00:00:00</mes:Prepared>
<mes:Sender id="STOCKTAKE"/><mes:Structure structureID="S1" dimensionAtObservation="AllDimensions"{space}>
<com:StructureUsage><Ref agencyID="STOCKTAKE" id="MIGRANT_STOCK" version="1.0" class="Dataflow"/></com:StructureUsage>
</mes:Structure></mes:Header>
"""


def write_xml(folder: Path, rows: int, *, prefix: str = "") -> None:
    """Structure-specific and generic 2.1, flat."""
    space = f' namespace="urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={FLOW}:ObsLevelDim:AllDimensions"'
    head = {"base": _BASE, "flow": FLOW}
    with (folder / f"{prefix}specific.xml").open("w", encoding="utf-8") as file:
        file.write(_HEAD.format(root="StructureSpecificData", space=space, **head))
        file.write(
            '<mes:DataSet ss:structureRef="S1" xsi:type="ns1:DataSetType" ss:dataScope="DataStructure" action="Replace">\n'
        )
        for row in observations(folder, rows):
            pairs = [f'{n}="{v}"' for n, v in zip(COLUMNS, row, strict=True)]
            file.write(f"<Obs {' '.join(pairs)}/>\n")
        file.write("</mes:DataSet></mes:StructureSpecificData>\n")
    with (folder / f"{prefix}generic.xml").open("w", encoding="utf-8") as file:
        file.write(_HEAD.format(root="GenericData", space="", **head))
        file.write('<mes:DataSet structureRef="S1" action="Replace">\n')
        for row in observations(folder, rows):
            named = [
                f'<gen:Value id="{n}" value="{v}"/>'
                for n, v in zip(COLUMNS, row, strict=True)
            ]
            file.write(
                f'<gen:Obs><gen:ObsKey>{"".join(named[:7])}</gen:ObsKey><gen:ObsValue value="{row[7]}"/>'
                f"<gen:Attributes>{''.join(named[8:])}</gen:Attributes></gen:Obs>\n"
            )
        file.write("</mes:DataSet></mes:GenericData>\n")


def write_structure(path: Path) -> None:
    """Our structure as an SDMX-ML 2.1 message, for the programs that need it."""
    from pysdmx.io.xml.sdmx21.writer.structure import write

    from stocktake.indicators.structures import artefacts, reading

    flow = reading.flow("MIGRANT_STOCK")
    held = artefacts.structure(flow)
    lists = [each.local_codes for each in held.components if each.local_codes]
    unique = list({one.id: one for one in lists}.values())
    text = write([artefacts.dataflow(flow), held, *unique])
    path.write_text(text or "", encoding="utf-8")
