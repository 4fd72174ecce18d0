"""Who may open what people are told on the desk: everybody their own."""

from security_rows import SIGNED_IN, open_to


ROWS = {
    "desk:reminders": open_to(SIGNED_IN),
    "desk:read_reminders": open_to(SIGNED_IN, method="post"),
}
