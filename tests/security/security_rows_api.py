"""The read API: open to everybody, for questions only."""

from security_rows import EVERYONE, NOBODY, at, open_to


FLOW = {"flow": "MIGRANT_STOCK"}
NAMED = {"context": "dataflow", "agency": "STOCKTAKE", "name": "SDG"}
NO_RELEASE = "no figures in this world: 404 for everybody"
NOT_KEPT = "says 501 to everybody: it is not kept here"
ROWS = {
    "api:data_1": open_to(NOBODY, arguments=at(**FLOW), why=NO_RELEASE),
    "api:available_1": open_to(NOBODY, arguments=at(**FLOW), why=NO_RELEASE),
    "api:schema_1": open_to(EVERYONE, arguments=at(**NAMED)),
    "api:metadata_1": open_to(NOBODY, why=NOT_KEPT),
    "api:structures_1": open_to(EVERYONE, arguments=at(kind="dataflow")),
    "api:data_2": open_to(
        EVERYONE,
        arguments=at(context="dataflow", agency="STOCKTAKE", flow="SDG"),
        why="answers 204: no figures in this world",
    ),
    "api:available_2": open_to(
        EVERYONE,
        arguments=at(context="dataflow", agency="STOCKTAKE", flow="SDG"),
        why="answers 204: no figures in this world",
    ),
    "api:schema_2": open_to(EVERYONE, arguments=at(**NAMED)),
    "api:structures_2": open_to(EVERYONE, arguments=at(kind="dataflow")),
    "api:metadata_2": open_to(NOBODY, arguments=at(what="metadata"), why=NOT_KEPT),
    "api:unknown": open_to(NOBODY, why="says 404 to everybody"),
    "api:dcat": open_to(EVERYONE),
}
