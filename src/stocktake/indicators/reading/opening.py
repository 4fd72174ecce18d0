"""What a file is, by its first bytes, and the reader for it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from stocktake.indicators.mapping import Mapping
from stocktake.indicators.reading import sdmx_csv, sdmx_json, sdmx_ml, tables
from stocktake.indicators.reading.opened import Opened
from stocktake.kernel.errors import Refused


def open_file(
    path: Path,
    spool: Path,
    *,
    mapping: Mapping | None,
    dimensions: Sequence[str] = (),
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
) -> Opened:
    """Open a file of statistics; ``spool`` is where a CSV may be written on the way.

    A CSV or a workbook without a mapping has headings that are concepts already.
    """
    with path.open("rb") as file:
        start = file.read(256).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        msg = f"{path.name} is empty."
        raise Refused(msg)
    if start.startswith(b"<"):
        return sdmx_ml.open_sdmx_ml(
            path, spool, dimensions=dimensions, progress=progress
        )
    if start.startswith((b"{", b"[")):
        return sdmx_json.open_sdmx_json(path, spool)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(path, spool, mapping)
    if mapping is None and sdmx_csv.is_sdmx_csv(tables.first_lines(path, most=1)[0]):
        return sdmx_csv.open_sdmx_csv(path)
    return tables.open_csv(path, header_row=mapping.header_row if mapping else 1)


def _workbook(path: Path, spool: Path, mapping: Mapping | None) -> Opened:
    if mapping is None:
        return tables.open_xlsx(path, spool)
    return tables.open_xlsx(
        path, spool, sheet=mapping.sheet, header_row=mapping.header_row
    )
