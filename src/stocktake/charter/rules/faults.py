"""What is wrong with an edition, said so that the person who wrote it can mend it."""

import msgspec


class Fault(msgspec.Struct, frozen=True, order=True):
    """One fault: the file, the key within it (empty for the whole file), the reason."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.reason) if part)
