"""Who may open official statistics: everybody; and make mappings: who loads statistics."""

from security_rows import EVERYONE, NOBODY, asks, at, open_to

from stocktake.accounts.rules import Permission


ROWS = {
    "portal:statistics": open_to(EVERYONE),
    "portal:statistics_gaps": open_to(EVERYONE),
    "portal:statistics_state": open_to(EVERYONE, arguments=at(code="SVN")),
    "portal:statistics_flow": open_to(EVERYONE, arguments=at(flow_id="MIGRANT_STOCK")),
    "statistics_file": open_to(
        NOBODY,
        arguments=at(flow_id="MIGRANT_STOCK", kind="csv"),
        why="no release in this world",
    ),
    "desk:statistics": asks(Permission.STATISTICS_LOAD),
    "desk:mapping": asks(Permission.STATISTICS_LOAD),
    "desk:mapping_columns": open_to(
        NOBODY, arguments=at(digest="0" * 64), why="no table was sent in this world"
    ),
}
