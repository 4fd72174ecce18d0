"""Who may open what of the desk's first page and of answering."""

from security_rows import SIGNED_IN, open_to


ROWS = {
    "desk:home": open_to(SIGNED_IN, why="what each sees there: tests/desk"),
}
