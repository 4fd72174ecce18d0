"""Who may open what people are told on the desk, and the files of a State's records."""

from security_rows import NOBODY, SIGNED_IN, Row, open_to
from security_rows_desk_answering import record


def file(world, area):
    """The address of a file that is not there."""
    return {**record(world, area), "number": 1}


NO_FILE = "no file in this world: tests/desk"
ROWS = {
    "desk:attach_file": Row(
        NOBODY, NOBODY, arguments=record, method="post", why=NO_FILE
    ),
    "desk:file": Row(NOBODY, NOBODY, arguments=file, why=NO_FILE),
    "desk:detach_file": Row(NOBODY, NOBODY, arguments=file, method="post", why=NO_FILE),
    "desk:reminders": open_to(SIGNED_IN),
    "desk:read_reminders": open_to(SIGNED_IN, method="post"),
}
