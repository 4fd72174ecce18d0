"""Errors for the person who meets them: what, where, what to do.

A face turns ``NotPermitted`` into 403, ``Refused`` into a message on the page and
exit code 1, ``PartlyDone`` into exit code 3.
"""


class StocktakeError(Exception):
    """Every error of ours; its text is written for the person who reads it."""

    exit_code = 1


class Refused(StocktakeError):
    """What was asked for is against a rule; nothing was changed."""

    def said(self, _language: str) -> str | None:
        """The refusal in a language, where it knows its words itself; else a table does."""
        return None


class NotFound(Refused):
    """There is no such thing; the text lists what there is."""


class NotPermitted(Refused):
    """The person lacks the permission that is named."""


class FileRefused(Refused):
    """A file as a whole is not taken: which, what is wrong with it, what its sender can do.

    ``what`` and ``to_do`` are English; other languages find their sentences by them.
    """

    def __init__(self, name: str, what: str, to_do: str) -> None:
        self.name, self.what, self.to_do = name, what, to_do
        super().__init__(f"{name}: {what}. {to_do}")


class BrokenData(StocktakeError):
    """A data file cannot be read as what it claims to be; names file, key, reason."""


class WrongUsage(StocktakeError):
    """The command was called wrongly."""

    exit_code = 2


class PartlyDone(StocktakeError):
    """Some inputs were refused (listed); the others were taken."""

    exit_code = 3
