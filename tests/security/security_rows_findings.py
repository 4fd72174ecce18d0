"""Who may open findings and methods: everybody; only what is published moves them."""

from security_rows import EVERYONE, NOBODY, ROUND, at, open_to


NO_FINDING = "no findings in this world: tests/portal"
ROWS = {
    "portal:methods": open_to(EVERYONE),
    "portal:finding": open_to(
        NOBODY, arguments=at(**ROUND, state="XAA", code="1.2"), why=NO_FINDING
    ),
    "portal:finding_csv": open_to(
        NOBODY, arguments=at(**ROUND, state="XAA", code="1.2"), why=NO_FINDING
    ),
}
